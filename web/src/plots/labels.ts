// Where a label can stand: beside its curve, and on no curve and no other label.

import type { Box } from './axes';
import { indexBelow, interpolate, type Scale } from './scale';

/** Top and bottom of a curve, in pixels, between two pixel columns; null where it is not. */
export type Extent = (left: number, right: number) => readonly [top: number, bottom: number] | null;

/** Columns a label is divided into, so that a steep curve takes only the room it needs; pixels. */
const COLUMN = 6;

const low = (values: readonly number[]): number => Math.min(...values);
const high = (values: readonly number[]): number => Math.max(...values);

/** Of a line through points with ascending x. */
export function lineExtent(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): Extent {
  const [first, last] = [xs[0] ?? Number.NaN, xs[xs.length - 1] ?? Number.NaN];
  return (left, right) => {
    const [from, to] = [Math.max(x.invert(left), first), Math.min(x.invert(right), last)];
    if (!(from <= to)) return null;
    const inside = [y(interpolate(xs, ys, from)), y(interpolate(xs, ys, to))];
    for (let i = indexBelow(xs, from) + 1; i < xs.length && xs[i]! < to; i += 1) inside.push(y(ys[i]!));
    const known = inside.filter(Number.isFinite);
    return known.length === 0 ? null : [low(known), high(known)];
  };
}

/** Of values at 0, 1, …; what is not `usable` breaks the line. */
export function seriesExtent(
  values: ArrayLike<number>,
  x: Scale,
  y: Scale,
  usable: (value: number | undefined) => boolean,
): Extent {
  return (left, right) => {
    const from = Math.max(0, Math.floor(x.invert(left)));
    const to = Math.min(values.length - 1, Math.ceil(x.invert(right)));
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = from; i <= to; i += 1) {
      if (!usable(values[i])) continue;
      const at = y(values[i]!);
      top = Math.min(top, at);
      bottom = Math.max(bottom, at);
    }
    return top <= bottom ? [top, bottom] : null;
  };
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** Whether a curve runs through a label's place. */
export function crosses({ left, top, right, bottom }: Box, extent: Extent): boolean {
  for (let at = left; at < right; at += COLUMN) {
    const here = extent(at, Math.min(at + COLUMN, right));
    if (here !== null && here[0] < bottom && here[1] > top) return true;
  }
  return false;
}

/** The first place that nothing touches, else the one that least does; null where there is none at all. */
export function place<Place extends Box>(
  candidates: Iterable<Place>,
  curves: readonly Extent[],
  taken: readonly Box[],
): Place | null {
  let [best, fewest] = [null as Place | null, Number.POSITIVE_INFINITY];
  for (const candidate of candidates) {
    const touching =
      curves.filter(curve => crosses(candidate, curve)).length +
      // Two labels on one another can be read least of all.
      3 * taken.filter(other => overlaps(candidate, other)).length;
    if (touching < fewest) [best, fewest] = [candidate, touching];
    if (touching === 0) break;
  }
  return best;
}
