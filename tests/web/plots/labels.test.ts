import { expect, test } from 'vitest';
import { crosses, lineExtent, overlaps, place, seriesExtent } from '../../../web/src/plots/labels';
import { linear } from '../../../web/src/plots/scale';

const x = linear(0, 100, 0, 400);
const y = linear(0, 1, 200, 0);
const box = (left: number, top: number, width = 60, height = 14) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('a line is known between its nodes and nowhere else', () => {
  const line = lineExtent([10, 90], [0, 1], x, y);
  expect(line(200, 200)).toEqual([100, 100]);
  expect(line(40, 360)).toEqual([0, 200]);
  expect(line(0, 39)).toBeNull();
});

test('a label is crossed by a curve that runs through it, however steep, and by none beside it', () => {
  const spike = lineExtent([49, 50, 51], [0, 1, 0], x, y);
  expect(crosses(box(170, 100), spike)).toBe(true);
  expect(crosses(box(210, 100), spike)).toBe(false);
  expect(crosses(box(130, 100), spike)).toBe(false);
});

test('values that are not defined leave a gap', () => {
  const values = [0.5, Number.NaN, 0.5, 0.5];
  const wide = linear(0, 3, 0, 300);
  const usable = (value: number | undefined): boolean => Number.isFinite(value);
  const all = seriesExtent(values, wide, y, usable);
  expect(all(100, 100)).toBeNull();
  expect(all(250, 290)).toEqual([100, 100]);
});

test('the first free place is taken, and where none is free the one that least is in the way', () => {
  const level = lineExtent([0, 100], [0.5, 0.5], x, y);
  const [on, free] = [box(0, 95), box(0, 120)];
  expect(place([on, free], [level], [])).toBe(free);
  expect(place([on], [level], [])).toBe(on);
  // Two labels on one another are worse than a label on a line.
  expect(place([free, on], [level], [free])).toBe(on);
  expect(place([], [level], [])).toBeNull();
});

test('boxes that only touch do not overlap', () => {
  expect(overlaps(box(0, 0), box(60, 0))).toBe(false);
  expect(overlaps(box(0, 0), box(59, 13))).toBe(true);
});
