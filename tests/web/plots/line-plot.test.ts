import { expect, test } from 'vitest';
import { crosses, lineExtent, overlaps } from '../../../web/src/plots/labels';
import { type Curve, HEADROOM, type LinePicture, LinePlot } from '../../../web/src/plots/line-plot';
import { linear } from '../../../web/src/plots/scale';
import { record, theme } from '../support/recorder';

const PEAK = 1 / Math.sqrt(2 * Math.PI);

function gaussian(mean: number, sd: number, centre = mean): Curve {
  const x = Float64Array.from({ length: 401 }, (_, i) => mean + sd * (i / 50 - 4));
  const y = x.map(at => Math.exp(-0.5 * ((at - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI)));
  return { x: x.map(at => at - mean + centre), y };
}

function picture(mean: number, sd: number, change: Partial<LinePicture> = {}): LinePicture {
  return {
    generation: 40,
    view: [-4.5, 4.5],
    peak: PEAK,
    axis: 'x',
    source: gaussian(0, 1),
    sourceHistogram: new Float64Array(0),
    edges: Float64Array.of(-4.5, 0, 4.5),
    model: gaussian(mean, sd),
    teacher: null,
    points: Float64Array.of(-1, 0, 1),
    reality: Float64Array.of(0, 0, 0),
    histogram: Float64Array.of(0.1, 0.12),
    outside: [0, 0],
    inset: gaussian(mean, sd, 0),
    motion: null,
    ...change,
  };
}

function draw(shown: LinePicture, width = 900, height = 340): ReturnType<typeof record> {
  const recording = record(width, height);
  new LinePlot(recording.surface, theme).set(shown);
  return recording;
}

const texts = (recording: ReturnType<typeof record>): string[] => recording.texts.map(({ text }) => text);

test('the axis does not move when the model does', () => {
  const ticks = (shown: LinePicture): unknown =>
    draw(shown)
      .texts.filter(({ text }) => /^−?\d$/.test(text))
      .map(({ text, x }) => [text, x]);
  expect(ticks(picture(1.5, 0.9))).toEqual(ticks(picture(0, 1)));
});

test('a model that fits under the axis is named at its line, without its peak', () => {
  const recording = draw(picture(0, 0.9));
  expect(texts(recording)).toContain('Truth');
  expect(texts(recording)).toContain('Model 40');
});

test('a model that leaves the axis says how high it goes', () => {
  const sd = 0.9 / HEADROOM;
  expect(texts(draw(picture(0, sd))).some(text => text.startsWith('Model 40, peak 0.'))).toBe(true);
});

test('a spike is enlarged in an inset, and only a spike', () => {
  const enlarged = (sd: number): boolean =>
    texts(draw(picture(0, sd))).some(text => text.includes('× larger'));
  expect(enlarged(0.9)).toBe(false);
  expect(enlarged(0.5)).toBe(false);
  expect(enlarged(0.05)).toBe(true);
  expect(texts(draw(picture(0, 0.009)))).toContain('130 × larger, about its mean');
});

test("a narrow inset's caption stays inside it", () => {
  expect(texts(draw(picture(0, 0.009), 328))).toContain('130 × larger');
});

test('the labels stand on the sides of their curves', () => {
  const places = new Map(draw(picture(-1.5, 0.8)).texts.map(({ text, x }) => [text, x]));
  expect(places.get('Model 40')!).toBeLessThan(places.get('Truth')!);
  const other = new Map(draw(picture(1.5, 0.8)).texts.map(({ text, x }) => [text, x]));
  expect(other.get('Model 40')!).toBeGreaterThan(other.get('Truth')!);
});

test('points outside the view are counted, not hidden', () => {
  const recording = draw(picture(0, 1, { outside: [2, 1300] }));
  expect(texts(recording)).toContain('← 2 outside');
  expect(texts(recording)).toContain('1,300 outside →');
});

test('the reading line gives the values of both curves there', () => {
  const plot = new LinePlot(record(900, 340).surface, theme);
  plot.set(picture(0, 0.5));
  expect(plot.read(0)).toBe('x 0 · truth 0.399 · model 0.798 · data 0.120');
});

test('in slow motion the new model appears only after the draws', () => {
  const model = theme.model;
  const whole = (phase: 'draw' | 'fit', progress: number): number =>
    draw(picture(0, 0.9, { motion: { phase, progress }, teacher: gaussian(0, 1) })).strokes.filter(
      ({ style, points }) => style === model && points.length > 100,
    ).length;
  expect(whole('draw', 0.5)).toBe(0);
  expect(whole('fit', 0.5)).toBe(1);
});

test('a table has a histogram for its truth and says so', () => {
  const recording = draw(picture(0, 1, { source: null, sourceHistogram: Float64Array.of(0.1, 0.12) }));
  expect(texts(recording)).toContain('The real data');
  expect(texts(recording)).not.toContain('Truth');
});

/** Where a text stands, as wide as the recorder says that it is. */
const boxOf = ({ text, x, y }: { text: string; x: number; y: number }) => ({
  left: x,
  right: x + 7 * text.length,
  top: y - 7,
  bottom: y + 7,
});

test.each([
  [268, 120],
  [318, 340],
  [350, 340],
  [540, 340],
  [900, 340],
])(
  'in a plot of %i × %i px no label lies on a curve, on the other label or outside, whatever the model',
  (width, height) => {
    for (const mean of [-2.5, -1, -0.2, 0, 0.4, 1.5, 3]) {
      for (const sd of [0.02, 0.1, 0.3, 0.45, 0.6, 0.8, 1, 1.3, 2]) {
        const shown = picture(mean, sd);
        const { texts: written } = draw(shown, width, height);
        const labels = written.filter(({ text }) => /^(Truth|Model 40)/.test(text)).map(boxOf);
        expect(labels.length, `labels of ${mean} ± ${sd}`).toBe(2);
        const [x, y] = [linear(-4.5, 4.5, 1, width - 1), linear(0, HEADROOM * PEAK, height - 32 - 14, 8)];
        const top = HEADROOM * PEAK;
        const curves = [shown.source!, shown.model!].map(({ x: xs, y: ys }) =>
          lineExtent(
            xs,
            ys.map(value => Math.min(value, top)),
            x,
            y,
          ),
        );
        for (const label of labels) {
          expect(
            curves.filter(curve => crosses(label, curve)).length,
            `${mean} ± ${sd}: ${JSON.stringify(label)}`,
          ).toBe(0);
          expect(label.left).toBeGreaterThanOrEqual(0);
          expect(label.right).toBeLessThanOrEqual(width);
        }
        expect(overlaps(labels[0]!, labels[1]!), `${mean} ± ${sd}`).toBe(false);
      }
    }
  },
);

test('a label stays where it was as long as nothing comes in its way', () => {
  const recording = record(900, 340);
  const plot = new LinePlot(recording.surface, theme);
  const places: number[] = [];
  for (let step = 0; step <= 20; step += 1) {
    recording.clear();
    plot.set(picture(-0.1 + step * 0.01, 0.9));
    places.push(recording.texts.find(({ text }) => text === 'Truth')!.x);
  }
  expect(Math.max(...places) - Math.min(...places)).toBeLessThan(1);
});
