import { expect, test } from 'vitest';
import { contour } from '../../../web/src/plots/plane-plot';

/** A cone over a grid of 21 × 21 nodes: 10 in the middle, falling by 1 a cell. */
const cone = Float64Array.from(
  { length: 441 },
  (_, at) => 10 - Math.hypot((at % 21) - 10, Math.floor(at / 21) - 10),
);

test('contour lines of a cone lie on circles, close and go round once', () => {
  for (const radius of [2.5, 6, 9.3]) {
    const pieces = contour(cone, 21, 10 - radius);
    let length = 0;
    const ends = new Map<string, number>();
    for (const [i, j, u, v] of pieces) {
      for (const [a, b] of [
        [i, j],
        [u, v],
      ] as const) {
        expect(Math.abs(Math.hypot(a - 10, b - 10) - radius)).toBeLessThan(0.06);
        const place = `${a.toFixed(9)} ${b.toFixed(9)}`;
        ends.set(place, (ends.get(place) ?? 0) + 1);
      }
      length += Math.hypot(u - i, v - j);
    }
    expect(length / (2 * Math.PI * radius)).toBeCloseTo(1, 1);
    expect([...ends.values()].every(count => count % 2 === 0)).toBe(true);
  }
});

test('there is no contour above the highest node or below the lowest', () => {
  expect(contour(cone, 21, 10.5)).toEqual([]);
  expect(contour(cone, 21, -5)).toEqual([]);
});
