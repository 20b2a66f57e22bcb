// Maps between data and CSS pixels. Limits are given by the caller and never guessed here.

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

/** About one tick a `spacing` pixels, at whole multiples of 1, 2 or 5 times a power of ten. */
export function ticksFor(scale: Scale, spacing: number): Ticks {
  const [low, high] = [Math.min(...scale.domain), Math.max(...scale.domain)];
  const count = Math.max(2, Math.round(Math.abs(scale.range[1] - scale.range[0]) / spacing));
  const step = niceNear((high - low) / count);
  // Below one the inverse is the whole number: 3 / 10 is exact where 3 * 0.1 is not.
  const inverse = step < 1 ? Math.round(1 / step) : 0;
  // Plus zero, because ceil may give the other one.
  const at = (i: number): number => (inverse > 0 ? i / inverse : i * step) + 0;
  const slack = 1e-9 * (high - low);
  const values: number[] = [];
  for (let i = Math.ceil((low - slack) / step); at(i) <= high + slack; i += 1) values.push(at(i));
  return { values, step };
}

/** The 1, 2 or 5 times a power of ten nearest to `value` (> 0) in ratio. */
function niceNear(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const mantissa = value / power;
  if (mantissa < Math.SQRT2) return power;
  if (mantissa < Math.sqrt(10)) return 2 * power;
  return (mantissa < Math.sqrt(50) ? 5 : 10) * power;
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
