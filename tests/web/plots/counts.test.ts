import { expect, test } from 'vitest';
import { countsShown } from '../../../web/src/elements/views/counts/shown';
import { chances } from '../../../web/src/elements/views/counts/tail';
import { type PairPicture, PairPlot } from '../../../web/src/plots/counts/pair-plot';
import { record, theme } from '../support/recorder';

const pairs = (change: Partial<PairPicture> = {}): PairPicture => ({
  key: 'one',
  x: Float64Array.of(1, 2, 3),
  truth: Float64Array.of(0.5, -0.25, 0),
  model: Float64Array.of(0.4, -0.5, 0.1),
  axis: 'feature',
  ...change,
});

test('true and learnt numbers are read out at the nearest place, and nothing beside them', () => {
  const plot = new PairPlot(record(300, 252).surface, theme);
  plot.set(pairs());
  expect(plot.read(48 + 244 / 2)).toBe('feature 2 · −0.250 in truth · −0.500 now');
  expect(plot.read(0)).toBe('');
  expect(plot.read(400)).toBe('');
  plot.set(pairs({ model: new Float64Array(0) }));
  expect(plot.read(48 + 244 / 2)).toBe('feature 2 · −0.250 in truth');
});

test('the axis reaches as far down as up unless told, and only grows within an experiment', () => {
  const recording = record(300, 252);
  const plot = new PairPlot(recording.surface, theme);
  const labels = (): string[] => recording.texts.map(({ text }) => text);
  plot.set(pairs());
  expect(labels()).toEqual(expect.arrayContaining(['0.5', '−0.5']));
  recording.texts.length = 0;
  plot.set(pairs({ model: Float64Array.of(0.01, 0, 0), truth: Float64Array.of(0.01, 0, 0) }));
  expect(labels()).toContain('0.5');
  recording.texts.length = 0;
  plot.set(
    pairs({ key: 'two', truth: Float64Array.of(0.5, 0.2, 0.1), model: new Float64Array(0), least: 0 }),
  );
  expect(labels().some(text => text.startsWith('−'))).toBe(false);
});

test('counts are shown three times as far as the truth is seen to reach, at least twelve, and never more than there are', () => {
  const truth = (reach: number, length = 48): Float64Array =>
    Float64Array.from({ length }, (_, i) => (i < reach ? 0.1 : 1e-4));
  expect(countsShown(truth(6))).toBe(18);
  expect(countsShown(truth(1))).toBe(12);
  expect(countsShown(truth(40))).toBe(48);
  expect(countsShown(truth(1, 5))).toBe(5);
});

test('bins of expected counts are named by their ends', () => {
  expect(chances(0, 0.001)).toBe('below 0.001');
  expect(chances(0.001, 0.01)).toBe('0.001–0.01');
  expect(chances(100, 1000)).toBe('100–1,000');
  expect(chances(1000, Number.POSITIVE_INFINITY)).toBe('1,000 and more');
});
