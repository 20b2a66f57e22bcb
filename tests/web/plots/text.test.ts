import { expect, test } from 'vitest';
import { binsOf } from '../../../web/src/elements/views/text/bins';
import { HistoryPlot } from '../../../web/src/plots/history-plot';
import { GridPlot } from '../../../web/src/plots/text/grid-plot';
import { type RankPicture, RankPlot } from '../../../web/src/plots/text/rank-plot';
import { record, theme } from '../support/recorder';

const ranks = (change: Partial<RankPicture> = {}): RankPicture => ({
  ranks: Float64Array.of(1, 2, 2, 10, 100, 1000, Number.NaN),
  real: Float64Array.of(0.06, 0.04, 0.04, 0.01, 1e-3, 1e-5, Number.NaN),
  own: Float64Array.of(0.09, 0.05, 0.05, 0.01, 1e-3, Number.NaN, Number.NaN),
  generation: 7,
  truth: 'real text',
  last: 1000,
  cursor: null,
  ...change,
});

test('ranks and frequencies are read out, and a rank that is not there is said not to be', () => {
  const plot = new RankPlot(record(300, 252).surface, theme);
  plot.set(ranks());
  expect(plot.locate(0)).toBe(0);
  expect(plot.locate(299)).toBe(5);
  expect(plot.read(0, 'word')).toBe('word number 1 · 6.00 % of real text · 9.00 % in generation 7');
  expect(plot.read(5, 'word')).toContain('not there in generation 7');
  expect(plot.summary('word')).toBe('The most frequent word is 9.0 % of generation 7, 6.0 % of real text.');
  plot.set(ranks({ own: new Float64Array(0), generation: 0 }));
  expect(plot.read(0, 'word')).toBe('word number 1 · 6.00 % of real text');
  expect(plot.summary('word')).toBe('The most frequent word is 6.0 % of real text.');
});

test('arrow keys go from rank to rank, past doubles, and stop at the ends', () => {
  const plot = new RankPlot(record(300, 252).surface, theme);
  plot.set(ranks());
  expect(plot.step(null, 1)).toBe(0);
  expect(plot.step(1, 1)).toBe(3);
  expect(plot.step(5, 1)).toBe(5);
  expect(plot.step(0, -1)).toBe(0);
});

test('both axes hold still whatever the generation writes, and real text is blue', () => {
  const recording = record(300, 252);
  const plot = new RankPlot(recording.surface, theme);
  const ticks = (): string[] =>
    recording.texts.filter(({ style }) => style === theme.quiet).map(({ text }) => text);
  plot.set(ranks());
  const before = ticks();
  expect(before).toEqual(expect.arrayContaining(['10⁻⁴', '0.01', '1', '10', '100', 'rank']));
  expect(recording.strokes.filter(({ style }) => style === theme.real).length).toBe(1);
  expect(recording.strokes.filter(({ style }) => style === theme.model).length).toBe(1);
  recording.clear();
  plot.set(ranks({ own: Float64Array.of(1, 0, 0, 0, 0, 0, 0), generation: 50 }));
  expect(ticks()).toEqual(before);
});

const letters = (generation: number) => ({
  pieces: ['a', 'b'],
  first: [
    [0.5, 0.25],
    [1, 0],
  ],
  now: [
    [1, 0],
    [1, 0],
  ],
  generation,
  cursor: null,
});

test('both squares lead to the same pair, beside each other or one above the other', () => {
  for (const [width, height] of [
    [640, 320],
    [320, 700],
  ] as const) {
    const plot = new GridPlot(record(width, height).surface, theme);
    plot.set(letters(4));
    const found = new Map<string, number>();
    for (let x = 0; x < width; x += 2)
      for (let y = 0; y < height; y += 2) {
        const at = plot.locate(x, y);
        if (at !== null) found.set(`${at.row}/${at.column}`, (found.get(`${at.row}/${at.column}`) ?? 0) + 1);
      }
    expect([...found.keys()].sort()).toEqual(['0/0', '0/1', '1/0', '1/1']);
    // Two squares, each four cells: together they fill a good part of the figure.
    expect([...found.values()].reduce((sum, n) => sum + n, 0) * 4).toBeGreaterThan(0.4 * width * height);
  }
});

test('a pair is read out under generation 1 and under the one shown', () => {
  const recording = record(640, 320);
  const plot = new GridPlot(recording.surface, theme);
  plot.set(letters(4));
  expect(plot.read({ row: 0, column: 1 })).toBe('“b” after “a” · 25 % in generation 1 · 0 % in generation 4');
  expect(recording.texts.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['generation 1', 'generation 4']),
  );
  recording.clear();
  plot.set(letters(1));
  expect(plot.read({ row: 0, column: 1 })).toBe('“b” after “a” · 25 % in generation 1');
  expect(recording.texts.map(({ text }) => text)).not.toContain('generation 4');
});

test('a history over powers of ten is labelled by them and read out as perplexity', () => {
  const recording = record(500, 240);
  const plot = new HistoryPlot(recording.surface, theme);
  const grid = Float64Array.from({ length: 24 }, (_, i) => (i + 0.5) / 8);
  const row = grid.map(centre => (Math.abs(centre - 1.5) < 0.1 ? 0.5 : 0));
  const picture = {
    ridges: { grid, generations: [0, 1], rows: [grid.map(() => Number.NaN), row] },
    last: 5,
    generation: 1,
    seen: 1,
    axis: 'perplexity',
    style: 'ridges',
    powers: 'its sequences',
    peak: 0.5,
  } as const;
  plot.set(picture);
  expect(recording.texts.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['10', '100', 'perplexity']),
  );
  expect(plot.read(grid[12]!, 1)).toBe('generation 1 · perplexity about 37 · 50 % of its sequences');
  expect(plot.read(grid[23]!, 1)).toContain('perplexity above');
});

test('the axis of perplexities ends at the power of ten that everything visible stays below', () => {
  const grid = Float64Array.from({ length: 48 }, (_, i) => (6 * (i + 0.5)) / 48);
  const at = (bin: number, share: number): Float64Array => grid.map((_, i) => (i === bin ? share : 0));
  expect(binsOf(grid, [])).toBe(16);
  expect(binsOf(grid, [at(3, 1)])).toBe(16);
  expect(binsOf(grid, [at(3, 1), at(17, 0.1)])).toBe(24);
  expect(binsOf(grid, [at(3, 1), at(47, 0.001)])).toBe(16);
  expect(binsOf(grid, [at(47, 1)])).toBe(48);
  expect(binsOf(grid, [grid.map(() => Number.NaN)])).toBe(16);
});
