// Maps between data and CSS pixels. Limits are given by the caller and never guessed here.

import { ticks as niceTicks, tickStep } from 'd3-array';

export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  (value: number): number;
  invert(pixel: number): number;
}

export function linear(d0: number, d1: number, r0: number, r1: number): Scale {
  const factor = (r1 - r0) / (d1 - d0);
  const map = (value: number): number => r0 + (value - d0) * factor;
  return Object.assign(map, {
    domain: [d0, d1] as const,
    range: [r0, r1] as const,
    invert: (pixel: number) => d0 + (pixel - r0) / factor,
  });
}

export interface Ticks {
  readonly values: readonly number[];
  readonly step: number;
}

/** About one tick a `spacing` pixels, at 1, 2 or 5 times a power of ten. */
export function ticksFor(scale: Scale, spacing: number): Ticks {
  const [d0, d1] = scale.domain;
  const length = Math.abs(scale.range[1] - scale.range[0]);
  const count = Math.max(2, Math.round(length / spacing));
  return { values: niceTicks(d0, d1, count), step: Math.abs(tickStep(d0, d1, count)) };
}

/** The smallest 1, 2 or 5 times a power of ten that is not below `value` (> 0). */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 2, 5, 10]) if (factor * power >= value * (1 - 1e-12)) return factor * power;
  return 10 * power;
}

/** Index of the last entry of the ascending `values` that is not above `x`; -1 when all are above. */
export function indexBelow(values: ArrayLike<number>, x: number): number {
  let low = -1;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** Piecewise linear value of a curve at `x`; 0 outside its nodes. */
export function interpolate(xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number {
  const i = indexBelow(xs, x);
  if (i < 0 || i >= xs.length - 1) return i === xs.length - 1 && xs[i] === x ? ys[i]! : 0;
  const width = xs[i + 1]! - xs[i]!;
  const share = width > 0 ? (x - xs[i]!) / width : 0;
  return ys[i]! + share * (ys[i + 1]! - ys[i]!);
}
