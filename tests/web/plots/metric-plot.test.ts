import { expect, test } from 'vitest';
import { crosses, seriesExtent } from '../../../web/src/plots/labels';
import { type MetricPicture, MetricPlot } from '../../../web/src/plots/metric-plot';
import { linear } from '../../../web/src/plots/scale';
import { record, theme } from '../support/recorder';

const series = (length: number, value: (t: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, t) => value(t));

function picture(change: Partial<MetricPicture> = {}): MetricPicture {
  const values = series(101, t => 0.97 ** t);
  return {
    key: 'a',
    label: 'Variance',
    unit: 'source units²',
    nonNegative: true,
    log: false,
    last: 100,
    generation: 60,
    seen: 60,
    runs: 1,
    lineage: 0,
    mean: values,
    median: values,
    bands: [
      [values, values],
      [values, values],
    ],
    lines: [{ lineage: 0, values }],
    laws: [{ name: 'expected', label: 'E σ²', values: series(101, t => 0.99 ** t) }],
    ...change,
  };
}

function draw(shown: MetricPicture): { recording: ReturnType<typeof record>; plot: MetricPlot } {
  const recording = record(560, 240);
  const plot = new MetricPlot(recording.surface, theme);
  plot.set(shown);
  return { recording, plot };
}

const ticks = (recording: ReturnType<typeof record>): string[] =>
  recording.texts.filter(({ x }) => x === 44).map(({ text }) => text);

test('the limits rest while the player moves', () => {
  const { recording, plot } = draw(picture({ generation: 0, seen: 0 }));
  const before = ticks(recording);
  recording.clear();
  plot.set(picture({ generation: 100, seen: 100 }));
  expect(ticks(recording)).toEqual(before);
  expect(before.length).toBeGreaterThan(2);
});

test('limits grow with more data of the same experiment and begin anew with another', () => {
  const short = series(51, () => 1);
  const high = series(101, t => (t === 80 ? 7 : 1));
  const { recording, plot } = draw(picture({ lines: [{ lineage: 0, values: high }], laws: [] }));
  const grown = ticks(recording);
  recording.clear();
  plot.set(picture({ lines: [{ lineage: 0, values: short }], laws: [] }));
  expect(ticks(recording)).toEqual(grown);
  recording.clear();
  plot.set(picture({ key: 'b', lines: [{ lineage: 0, values: short }], laws: [] }));
  expect(ticks(recording)).not.toEqual(grown);
});

test('a metric that is never negative starts at zero', () => {
  expect(ticks(draw(picture()).recording)[0]).toBe('0');
});

test('a logarithmic axis says so and shows powers of ten', () => {
  const { recording } = draw(
    picture({ log: true, lines: [{ lineage: 0, values: series(101, t => 10 ** (-t / 10)) }] }),
  );
  expect(recording.texts.map(({ text }) => text)).toContain('source units², logarithmic axis');
  expect(ticks(recording)).toContain('10⁻⁴');
});

test('a single spike of a hundred decades does not flatten the rest of a logarithmic axis', () => {
  const values = series(1001, t => (t === 500 ? 1e150 : 0.1 + t / 1000));
  const { recording } = draw(picture({ log: true, last: 1000, laws: [], lines: [{ lineage: 0, values }] }));
  expect(ticks(recording).some(text => text.includes('10¹'))).toBe(false);
});

test('the law is dashed and the runs are not', () => {
  const { recording } = draw(picture());
  const curves = recording.strokes.filter(({ points }) => points.length > 50);
  const dashed = curves.filter(({ dash }) => dash.length > 0);
  expect(dashed.map(({ style }) => style)).toEqual([theme.law]);
  expect(curves.length).toBeGreaterThan(dashed.length);
});

test('nothing after the last generation played is drawn, except the law', () => {
  const { recording } = draw(picture({ generation: 20, seen: 20, laws: [] }));
  const right = Math.max(
    ...recording.strokes
      .filter(({ style }) => style.includes('194 78 0'))
      .flatMap(({ points }) => points.map(([x]) => x)),
  );
  expect(right).toBeLessThan(52 + 0.21 * 450);
});

test('up to ten runs carry their numbers', () => {
  const lines = Array.from({ length: 10 }, (_, lineage) => ({
    lineage,
    values: series(101, t => 1 + lineage * t * 0.01),
  }));
  const { recording } = draw(picture({ runs: 10, lines }));
  const names = recording.texts.map(({ text }) => text);
  for (let run = 1; run <= 10; run += 1) expect(names).toContain(`run ${run}`);
});

test('many runs show median and mean by name', () => {
  const names = draw(picture({ runs: 100 })).recording.texts.map(({ text }) => text);
  expect(names).toContain('median');
  expect(names).toContain('mean');
});

test('the readout names this run and the law, and nothing of the future', () => {
  const { plot } = draw(picture());
  expect(plot.read(10)).toBe('generation 10 · this run 0.737 · expected 0.904');
  expect(plot.read(61)).toBe('');
});

test('thousands of generations are drawn with a few points a pixel, their extremes kept', () => {
  const values = series(10_001, t => (t === 7777 ? 5 : Math.sin(t) + 2));
  const { recording } = draw(
    picture({ last: 10_000, generation: 10_000, seen: 10_000, laws: [], lines: [{ lineage: 0, values }] }),
  );
  const curve = recording.strokes.find(({ points }) => points.length > 500)!;
  expect(curve.points.length).toBeLessThan(4 * 520);
  const top = Math.min(...curve.points.map(([, y]) => y));
  expect(top).toBeLessThan(30);
});

test('a compared experiment is drawn, named at its end, read out, and has room on the axis', () => {
  const other = { name: 'Replace, median', values: series(101, t => 5 * 0.9 ** t) };
  const { recording, plot } = draw(picture({ runs: 20, other }));
  expect(recording.texts.map(({ text }) => text)).toContain('Replace, median');
  expect(plot.read(10)).toContain('Replace, median 1.74');
  expect(ticks(recording)).toContain('5');
  const alone = draw(picture({ runs: 20, other: null }));
  expect(alone.recording.texts.map(({ text }) => text)).not.toContain('Replace, median');
});

test('generations are counted in whole numbers, however few there are', () => {
  const { recording } = draw(picture({ last: 3, generation: 3, seen: 3 }));
  const below = recording.texts.filter(({ y }) => y === 240 - 30 + 8).map(({ text }) => text);
  expect(below).toEqual(['generation', '0', '1', '2']);
});

test('counts are read out without decimals, other quantities with them even where they are whole', () => {
  const modes = series(101, t => (t === 0 ? Number.NaN : t < 50 ? 8 : 7));
  const { plot } = draw(picture({ lines: [{ lineage: 0, values: modes }], laws: [] }));
  expect(plot.read(60)).toBe('generation 60 · this run 7');
  expect(plot.read(0)).toBe('generation 0 · this run not defined');
  const variance = series(101, t => 0.97 ** t);
  plot.set(picture({ lines: [{ lineage: 0, values: variance }], laws: [] }));
  expect(plot.read(0)).toBe('generation 0 · this run 1.00');
});

test.each([260, 300, 420, 560, 700])(
  'in a plot %i px wide no law is struck through by its own or any other line',
  width => {
    const laws = {
      'falls at once': (t: number) => 0.9 ** t,
      'falls slowly': (t: number) => 1 / (1 + t / 40),
      'a limit': () => 0.62,
      'falls and stays': (t: number) => 0.3 + 0.7 * 0.8 ** t,
      rises: (t: number) => 0.05 + (0.9 * t) / 100,
    };
    const runs = {
      falls: (t: number) => 0.95 ** t,
      'goes up and down': (t: number) => 0.5 + 0.2 * Math.sin(t / 5),
      'near its law': (t: number) => 0.98 / (1 + t / 40) + 0.01 * Math.sin(t),
    };
    for (const [law, expected] of Object.entries(laws)) {
      for (const [run, value] of Object.entries(runs)) {
        const values = series(101, value);
        const shown = picture({
          generation: 100,
          seen: 100,
          mean: values,
          median: values,
          lines: [{ lineage: 0, values }],
          laws: [{ name: 'expected', label: 'E σ² = (1 − 1/n)ᵗ', values: series(101, expected) }],
        });
        const recording = record(width, 240);
        new MetricPlot(recording.surface, theme).set(shown);
        const label = recording.texts.find(({ text }) => /^(E σ²|expected)/.test(text));
        expect(label, `${law}, ${run}: a label`).toBeDefined();
        const rect = {
          left: label!.x,
          right: label!.x + 7 * label!.text.length,
          top: label!.y - 6,
          bottom: label!.y + 6,
        };
        const high = Number(ticks(recording).at(-1));
        const x = linear(0, 100, 52, width - (width > 420 ? 64 : 52));
        const y = linear(0, high, 240 - 30, 26);
        const curves = [values, series(101, expected)].map(line =>
          seriesExtent(line, x, y, at => Number.isFinite(at)),
        );
        expect(
          curves.map(curve => crosses(rect, curve)),
          `${law}, ${run}: ${JSON.stringify(rect)}`,
        ).toEqual([false, false]);
      }
    }
  },
);

test('the name of a compared experiment is not struck through by its own line', () => {
  const other = { name: 'Replace, median', values: series(101, t => 0.9 - t / 200) };
  const recording = record(420, 240);
  new MetricPlot(recording.surface, theme).set(
    picture({ generation: 100, seen: 100, runs: 20, other, laws: [] }),
  );
  const label = recording.texts.find(({ text }) => text === other.name)!;
  const rect = {
    left: label.x,
    right: label.x + 7 * other.name.length,
    top: label.y - 6,
    bottom: label.y + 6,
  };
  const [x, y] = [linear(0, 100, 52, 420 - 52), linear(0, 1, 210, 26)];
  expect(
    crosses(
      rect,
      seriesExtent(other.values, x, y, at => Number.isFinite(at)),
    ),
  ).toBe(false);
});
