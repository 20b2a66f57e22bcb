import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Placed, spread } from '../../../web/src/plots/axes';
import { indexBelow, interpolate, linear, niceAbove, ticksFor } from '../../../web/src/plots/scale';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test('a linear scale maps its ends to its ends and inverts itself', () => {
  fc.assert(
    fc.property(
      finite,
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (from, width, share) => {
        const scale = linear(from, from + width, 40, 640);
        expect(scale(from)).toBe(40);
        expect(Math.abs(scale(from + width) - 640)).toBeLessThan(1e-6);
        const value = from + share * width;
        expect(Math.abs(scale.invert(scale(value)) - value)).toBeLessThan(1e-6 * width + 1e-9);
      },
    ),
  );
});

test('ticks lie inside the domain, evenly', () => {
  const { values, step } = ticksFor(linear(-4.5, 4.5, 0, 900), 88);
  expect(step).toBe(1);
  expect(values).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
});

test('ticks are whole multiples of a nice step, about as many as asked for, and zero has no sign', () => {
  fc.assert(
    fc.property(finite, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (from, width) => {
      const { values, step } = ticksFor(linear(from, from + width, 0, 500), 100);
      expect(values.length).toBeGreaterThanOrEqual(1);
      expect(values.length).toBeLessThanOrEqual(9);
      for (const value of values) {
        expect(value).toBeGreaterThanOrEqual(from - 1e-6 * width);
        expect(value).toBeLessThanOrEqual(from + width + 1e-6 * width);
        expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-3);
        expect(Object.is(value, -0)).toBe(false);
      }
    }),
  );
});

test('the next nice number is 1, 2 or 5 times a power of ten and not below', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-200, max: 1e200, noNaN: true }), value => {
      const nice = niceAbove(value);
      expect(nice).toBeGreaterThanOrEqual(value * (1 - 1e-9));
      expect(nice).toBeLessThanOrEqual(value * 2.5 * (1 + 1e-9));
      const mantissa = nice / 10 ** Math.floor(Math.log10(nice) + 1e-9);
      expect([1, 2, 5].some(factor => Math.abs(mantissa - factor) < 1e-6)).toBe(true);
    }),
  );
});

test('indexBelow agrees with a search from the left', () => {
  fc.assert(
    fc.property(fc.array(finite), finite, (numbers, x) => {
      const sorted = [...numbers].sort((a, b) => a - b);
      expect(indexBelow(sorted, x)).toBe(sorted.filter(value => value <= x).length - 1);
    }),
  );
});

test('a curve is read linearly between its nodes and is zero outside', () => {
  expect(interpolate([0, 1, 3], [0, 2, 6], 0.5)).toBe(1);
  expect(interpolate([0, 1, 3], [0, 2, 6], 2)).toBe(4);
  expect(interpolate([0, 1, 3], [1, 2, 6], -1)).toBe(0);
  expect(interpolate([0, 1, 3], [1, 2, 6], 4)).toBe(0);
});

test('labels that are spread keep their distance, their order and the frame', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 10 }), places => {
      const before = places.map((y, i): Placed => ({ y, text: String(i) }));
      const order = [...before].sort((a, b) => a.y - b.y).map(({ text }) => text);
      const after = spread(before, 20, 0, 200);
      expect(after.map(({ text }) => text)).toEqual(order);
      after.forEach(({ y }, i) => {
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(200);
        if (i > 0) expect(y - after[i - 1]!.y).toBeGreaterThanOrEqual(20 - 1e-9);
      });
    }),
  );
});
