// A metric over the generations: one line a run or median and quantile bands over many, and the law, dashed.

import { axisBelow, type Box, haloText, type Placed, setFont, spread } from './axes';
import { formatCount, formatLogTick, formatNumber, formatTick, superscript } from './format';
import { crosses, type Extent, overlaps, place, seriesExtent } from './labels';
import { linear, niceAbove, type Scale, ticksFor } from './scale';
import type { Surface } from './surface';
import { fade, type Theme } from './theme';

/** Values of generations 0, 1, …; NaN where the metric is not defined. */
export type Series = ArrayLike<number>;

export interface MetricLine {
  readonly lineage: number;
  readonly values: Series;
}

export interface MetricLaw {
  /** What it is the law of: "expected", "typical", "limit". */
  readonly name: string;
  readonly label: string;
  readonly values: Series;
}

export interface MetricPicture {
  /** Limits only grow while this stays the same. */
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** The metric is never negative: a linear axis starts at zero. */
  readonly nonNegative: boolean;
  readonly log: boolean;
  readonly last: number;
  readonly generation: number;
  /** Later generations have not been played yet and stay hidden. */
  readonly seen: number;
  readonly runs: number;
  /** The run the other plots show. */
  readonly lineage: number;
  readonly mean: Series;
  readonly median: Series;
  /** Pairs from the widest to the narrowest: [low, high]. */
  readonly bands: readonly (readonly [Series, Series])[];
  readonly lines: readonly MetricLine[];
  readonly laws: readonly MetricLaw[];
  /** The same metric of an experiment that differs in one thing: its median run. */
  readonly other?: { readonly name: string; readonly values: Series } | null | undefined;
}

/** Up to this many runs every line is told apart by its number; above, the quantiles speak. */
export const TOLD_APART = 10;

export class MetricPlot {
  #picture: MetricPicture | null = null;
  #limits: { key: string; low: number; high: number } | null = null;
  /** Where each law's label stands. */
  readonly #lawAt = new Map<string, string>();

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: MetricPicture | null, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    return { left: 52, top: 26, right: width - (width > 420 ? 64 : 52), bottom: height - 30 };
  }

  #x(picture: MetricPicture): Scale {
    const box = this.#box;
    return linear(0, Math.max(1, picture.last), box.left, box.right);
  }

  /** Generation under a pixel. */
  locate(pixel: number): number | null {
    const picture = this.#picture;
    if (picture === null) return null;
    return Math.round(Math.min(Math.max(this.#x(picture).invert(pixel), 0), picture.last));
  }

  read(generation: number): string {
    const picture = this.#picture;
    if (picture === null || generation > picture.seen) return '';
    const value = (values: Series): string => {
      const here = values[generation] ?? Number.NaN;
      // Whole all along: a count (modes, iterations), which has no decimals.
      return Number.isInteger(here) && Array.prototype.every.call(values, isWhole)
        ? formatCount(here)
        : formatNumber(here);
    };
    const parts = [`generation ${formatCount(generation)}`];
    const line = picture.lines.find(({ lineage }) => lineage === picture.lineage);
    if (line)
      parts.push(
        `${picture.runs > 1 ? `run ${formatCount(picture.lineage + 1)}` : 'this run'} ${value(line.values)}`,
      );
    if (picture.runs > 1) parts.push(`median ${value(picture.median)}`, `mean ${value(picture.mean)}`);
    if (picture.other) parts.push(`${picture.other.name} ${value(picture.other.values)}`);
    for (const { name, values } of picture.laws) parts.push(`${name} ${value(values)}`);
    return parts.join(' · ');
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const box = this.#box;
    const x = this.#x(picture);
    const [low, high] = this.#range(picture);
    const y = picture.log ? logScale(low, high, box.bottom, box.top) : linear(low, high, box.bottom, box.top);
    axisBelow(context, this.theme, x, box, box.bottom, 'generation', 'whole');
    this.#drawValues(context, picture, y, low, high, box);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top - 2, box.right - box.left + 2, box.bottom - box.top + 4);
    context.clip();
    this.#drawBands(context, picture, x, y);
    this.#drawLines(context, picture, x, y);
    this.#drawLaws(context, picture, x, y);
    context.restore();
    this.#drawCursor(context, picture, x, y, box);
    this.#drawLabels(context, picture, x, y, box);
  }

  /** Grows with what is computed, in steps of 1, 2, 5, so that the axis rests while the player moves. */
  #range(picture: MetricPicture): [number, number] {
    const everything: Series[] = [...picture.laws.map(law => law.values)];
    if (picture.other) everything.push(picture.other.values);
    if (picture.runs <= TOLD_APART) everything.push(...picture.lines.map(line => line.values));
    else everything.push(picture.mean, ...(picture.bands[0] ?? []));
    let [low, high] = [Infinity, -Infinity];
    for (const values of everything) {
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i]!;
        if (!Number.isFinite(value) || (picture.log && value <= 0)) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    if (low > high) [low, high] = picture.log ? [0.1, 1] : [0, 1];
    if (picture.log) {
      [low, high] = withoutSpikes(everything, low, high);
      low = 10 ** Math.floor(Math.log10(low) + 1e-9);
      high = 10 ** Math.ceil(Math.log10(high) - 1e-9);
      if (high <= low) high = low * 10;
    } else if (picture.nonNegative || (low >= 0 && low < 0.75 * high)) {
      low = 0;
      high = high > 0 ? niceAbove(high) : 1;
    } else {
      const step = niceAbove(Math.max((high - low) / 4, Math.abs(high) * 1e-6, 1e-300));
      low = Math.floor(low / step) * step;
      high = Math.ceil(high / step) * step;
      if (high <= low) [low, high] = [low - step, high + step];
    }
    const key = `${picture.key}/${picture.log}`;
    if (this.#limits?.key === key) {
      low = Math.min(low, this.#limits.low);
      high = Math.max(high, this.#limits.high);
    }
    this.#limits = { key, low, high };
    return [low, high];
  }

  #drawValues(
    context: CanvasRenderingContext2D,
    picture: MetricPicture,
    y: Scale,
    low: number,
    high: number,
    box: Box,
  ): void {
    const { theme } = this;
    let ticks: { value: number; text: string }[];
    /** Taken out of every number of a linear axis and named once. */
    let power = 0;
    if (picture.log) {
      const [first, last] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
      const every = Math.max(1, Math.ceil((last - first) / 5));
      const inner = last - first <= 1 ? [1, 2, 5] : [1];
      ticks = [];
      for (let decade = first; decade <= last; decade += every) {
        for (const factor of inner) {
          const value = factor * 10 ** decade;
          if (value <= high * 1.0001) ticks.push({ value, text: formatLogTick(value) });
        }
      }
    } else {
      const { values, step } = ticksFor(y, 44);
      const size = Math.max(Math.abs(low), Math.abs(high));
      if (size >= 1e5 || size < 1e-2) power = Math.floor(Math.log10(size));
      ticks = values.map(value => ({ value, text: formatTick(value / 10 ** power, step / 10 ** power) }));
    }
    setFont(context, theme, theme.tick);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.lineWidth = 1;
    for (const { value, text } of ticks) {
      const at = y(value);
      context.fillStyle = theme.quiet;
      context.fillText(text, box.left - 8, at);
      context.strokeStyle = theme.rule;
      context.globalAlpha = 0.7;
      context.beginPath();
      context.moveTo(box.left, Math.round(at) + 0.5);
      context.lineTo(box.right, Math.round(at) + 0.5);
      context.stroke();
      context.globalAlpha = 1;
    }
    const scale = power === 0 ? '' : `× 10${superscript(power)}`;
    const note = [picture.unit, scale, picture.log ? 'logarithmic axis' : ''].filter(Boolean).join(', ');
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.fillStyle = theme.quiet;
    context.fillText(note, 1, 6);
  }

  #drawBands(context: CanvasRenderingContext2D, picture: MetricPicture, x: Scale, y: Scale): void {
    if (picture.runs <= TOLD_APART) return;
    picture.bands.forEach(([low, high], i) => {
      for (const [from, to, strength] of parts(picture)) {
        context.beginPath();
        for (let g = from; g <= to; g += 1)
          if (usable(high[g], picture.log)) context.lineTo(x(g), y(high[g]!));
        const floor = picture.log ? y.domain[0] : Number.NEGATIVE_INFINITY;
        for (let g = to; g >= from; g -= 1) {
          if (usable(high[g], picture.log)) context.lineTo(x(g), y(Math.max(low[g]!, floor)));
        }
        context.closePath();
        context.fillStyle = fade(this.theme.model, (i === 0 ? 0.12 : 0.18) * strength);
        context.fill();
      }
    });
  }

  #drawLines(context: CanvasRenderingContext2D, picture: MetricPicture, x: Scale, y: Scale): void {
    const { theme } = this;
    const few = picture.runs <= TOLD_APART;
    const stroke = (values: Series, colour: string, width: number, opacity: number): void => {
      for (const [from, to, strength] of parts(picture)) {
        trace(context, values, from, to, x, y, picture.log);
        context.strokeStyle = fade(colour, opacity * strength);
        context.lineWidth = width;
        context.lineJoin = 'round';
        context.stroke();
      }
    };
    context.setLineDash([]);
    for (const { lineage, values } of picture.lines) {
      if (lineage === picture.lineage) continue;
      stroke(values, theme.model, few ? 1.25 : 0.75, few ? 0.55 : 0.16);
    }
    if (picture.other) {
      context.setLineDash([9, 3, 2, 3]);
      stroke(picture.other.values, theme.model, 1.5, 1);
      context.setLineDash([]);
    }
    const shown = picture.lines.find(({ lineage }) => lineage === picture.lineage);
    if (picture.runs > TOLD_APART) {
      if (shown) stroke(shown.values, theme.ink, 1, 0.7);
      context.setLineDash([1.5, 3]);
      stroke(picture.mean, theme.model, 1.75, 1);
      context.setLineDash([]);
      stroke(picture.median, theme.model, 2.25, 1);
    } else if (shown) stroke(shown.values, theme.model, 2.25, 1);
  }

  #drawLaws(context: CanvasRenderingContext2D, picture: MetricPicture, x: Scale, y: Scale): void {
    context.setLineDash([6, 4]);
    context.strokeStyle = this.theme.law;
    context.lineWidth = 1.5;
    for (const { values } of picture.laws) {
      trace(context, values, 0, values.length - 1, x, y, picture.log);
      context.stroke();
    }
    context.setLineDash([]);
  }

  #drawCursor(context: CanvasRenderingContext2D, picture: MetricPicture, x: Scale, y: Scale, box: Box): void {
    const at = Math.round(x(picture.generation)) + 0.5;
    context.strokeStyle = this.theme.ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(at, box.top);
    context.lineTo(at, box.bottom + 4);
    context.stroke();
    const shown = picture.lines.find(({ lineage }) => lineage === picture.lineage);
    const value = (shown?.values ?? picture.median)[picture.generation];
    if (!usable(value, picture.log)) return;
    const dot = y(value!);
    if (dot < box.top - 4 || dot > box.bottom + 4) return;
    context.fillStyle = picture.runs > TOLD_APART ? this.theme.ink : this.theme.model;
    context.strokeStyle = this.theme.ground;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x(picture.generation), dot, 4.5, 0, 2 * Math.PI);
    context.stroke();
    context.fill();
  }

  #drawLabels(context: CanvasRenderingContext2D, picture: MetricPicture, x: Scale, y: Scale, box: Box): void {
    const { theme } = this;
    const half = theme.tick / 2 + 1;
    setFont(context, theme, theme.tick, 600);
    context.textBaseline = 'middle';
    const ends: (Placed & { colour: string; from: number })[] = [];
    const end = (values: Series, text: string, colour: string): void => {
      let g = Math.min(picture.seen, values.length - 1);
      while (g > 0 && !usable(values[g], picture.log)) g -= 1;
      if (!usable(values[g], picture.log)) return;
      const at = y(values[g]!);
      ends.push({ y: Math.min(Math.max(at, box.top), box.bottom), text, colour, from: x(g) });
    };
    if (picture.runs > TOLD_APART) {
      end(picture.median, 'median', theme.model);
      end(picture.mean, 'mean', theme.model);
      const shown = picture.lines.find(({ lineage }) => lineage === picture.lineage);
      if (shown) end(shown.values, `run ${picture.lineage + 1}`, theme.ink);
    } else if (picture.runs > 1) {
      for (const { lineage, values } of picture.lines) end(values, `run ${lineage + 1}`, theme.model);
    }
    if (picture.other) end(picture.other.values, picture.other.name, theme.model);
    const curves = curvesOf(picture, x, y);
    const taken: Box[] = [];
    const write = (text: string, colour: string, rect: Box): void => {
      context.textAlign = 'left';
      context.fillStyle = colour;
      haloText(context, theme, text, rect.left, (rect.top + rect.bottom) / 2);
      taken.push(rect);
    };
    for (const { y: at, text, colour, from } of spread(ends, theme.tick, box.top, box.bottom)) {
      const { width } = context.measureText(text);
      const wished = Math.min(from, box.right) + 8;
      const left = Math.min(wished, this.surface.width - width - 4);
      const lines = left < wished ? [at, ...STEPS.flatMap(by => [at - by, at + by])] : [at];
      const places = lines
        .filter(line => line === at || (line > box.top && line < box.bottom - half))
        .map(line => ({ left, right: left + width, top: line - half, bottom: line + half }));
      write(text, colour, place(places, left < wished ? curves : [], taken)!);
    }
    picture.laws.forEach(({ name, label, values }, i) => {
      const key = `${picture.key}/${picture.log}/${this.surface.width}/${i}`;
      const texts = context.measureText(label).width > box.right - box.left - 8 ? [name] : [label, name];
      let best: { text: string; rect: Box } | null = null;
      for (const text of texts) {
        const { width } = context.measureText(text);
        const places = lawPlaces(values, picture, x, y, width / 2, half, box);
        // Where it stood it stays as long as nothing comes in its way.
        const before = places.findIndex(({ at }) => at === this.#lawAt.get(key));
        if (before > 0) places.unshift(...places.splice(before, 1));
        const rect = place(places, curves, taken);
        if (rect === null) continue;
        best ??= { text, rect };
        if (curves.some(curve => crosses(rect, curve)) || taken.some(other => overlaps(rect, other)))
          continue;
        best = { text, rect };
        this.#lawAt.set(key, rect.at);
        break;
      }
      if (best !== null) write(best.text, theme.law, best.rect);
    });
  }
}

/** How far a label moves out of the way of a curve, in pixels. */
const STEPS = [11, 22, 33, 44] as const;

/** Everything that is drawn and will be: labels need not move when the player does. */
function curvesOf(picture: MetricPicture, x: Scale, y: Scale): Extent[] {
  const { lines, laws, median, mean, other, runs, lineage } = picture;
  const shown =
    runs > TOLD_APART
      ? [median, mean, ...lines.filter(line => line.lineage === lineage).map(({ values }) => values)]
      : lines.map(({ values }) => values);
  const all = [...shown, ...laws.map(({ values }) => values), ...(other ? [other.values] : [])];
  return all.map(values => seriesExtent(values, x, y, value => usable(value, picture.log)));
}

/** Limits of a logarithmic axis: a few values tens of decades away must not flatten all others. */
function withoutSpikes(everything: readonly Series[], low: number, high: number): [number, number] {
  if (high / low < 1e12) return [low, high];
  const logs: number[] = [];
  for (const values of everything) {
    for (let i = 0; i < values.length; i += 1) if (usable(values[i], true)) logs.push(Math.log10(values[i]!));
  }
  logs.sort((a, b) => a - b);
  const from = logs[Math.floor(0.01 * (logs.length - 1))]!;
  const to = logs[Math.ceil(0.99 * (logs.length - 1))]!;
  return to - from < (Math.log10(high) - Math.log10(low)) / 3 ? [10 ** from, 10 ** to] : [low, high];
}

/** Where a law's label can stand, and a name for the place. */
interface LawPlace extends Box {
  readonly at: string;
  /** Pixels between it and its line. */
  readonly away: number;
}

/** Along its line, later generations first, above and then below it, and clear of it over the label's whole width. */
function lawPlaces(
  values: Series,
  picture: MetricPicture,
  x: Scale,
  y: Scale,
  halfWidth: number,
  halfHeight: number,
  box: Box,
): LawPlace[] {
  const places: LawPlace[] = [];
  const own = seriesExtent(values, x, y, value => usable(value, picture.log));
  for (let share = 0.9; share > 0.1; share -= 0.075) {
    const g = Math.round((values.length - 1) * share);
    if (!usable(values[g], picture.log)) continue;
    const middle = Math.min(Math.max(x(g), box.left + halfWidth + 4), box.right - halfWidth - 4);
    const [left, right] = [middle - halfWidth, middle + halfWidth];
    const extent = own(left, right);
    if (extent === null) continue;
    for (const away of [3, ...STEPS]) {
      for (const [side, at] of [
        ['above', extent[0] - halfHeight - away],
        ['below', extent[1] + halfHeight + away],
      ] as const) {
        if (at - halfHeight > box.top - 4 && at + halfHeight < box.bottom) {
          const name = `${share} ${side} ${away}`;
          places.push({ left, right, top: at - halfHeight, bottom: at + halfHeight, at: name, away });
        }
      }
    }
  }
  // Best where it is nearest to its line.
  return places.sort((a, b) => a.away - b.away);
}

/** The part up to the cursor, at full strength, and the part already seen beyond it, faint. */
function parts(picture: MetricPicture): readonly (readonly [from: number, to: number, strength: number])[] {
  const until = Math.min(picture.generation, picture.seen);
  const all = [[0, until, 1] as const];
  return picture.seen > until ? [...all, [until, picture.seen, 0.3] as const] : all;
}

function usable(value: number | undefined, log: boolean): boolean {
  return value !== undefined && Number.isFinite(value) && (!log || value > 0);
}

/** A path through the values; with more generations than pixels only the extremes of each pixel column. */
function trace(
  context: CanvasRenderingContext2D,
  values: Series,
  from: number,
  to: number,
  x: Scale,
  y: Scale,
  log: boolean,
): void {
  context.beginPath();
  const end = Math.min(to, values.length - 1);
  let pen = false;
  if (end - from < 2 * Math.abs(x(end) - x(from))) {
    for (let g = from; g <= end; g += 1) {
      if (!usable(values[g], log)) pen = false;
      else if (pen) context.lineTo(x(g), y(values[g]!));
      else {
        context.moveTo(x(g), y(values[g]!));
        pen = true;
      }
    }
    return;
  }
  let g = from;
  while (g <= end) {
    const column = Math.floor(x(g));
    let [low, high, first, last] = [Infinity, -Infinity, Number.NaN, Number.NaN];
    for (; g <= end && Math.floor(x(g)) === column; g += 1) {
      if (!usable(values[g], log)) continue;
      const value = values[g]!;
      if (Number.isNaN(first)) first = value;
      last = value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (Number.isNaN(first)) {
      pen = false;
      continue;
    }
    if (pen) context.lineTo(column, y(first));
    else context.moveTo(column, y(first));
    pen = true;
    context.lineTo(column, y(low));
    context.lineTo(column, y(high));
    context.lineTo(column, y(last));
  }
}

/** Positions by the logarithm; `domain` in data units. */
function logScale(low: number, high: number, r0: number, r1: number): Scale {
  const inner = linear(Math.log10(low), Math.log10(high), r0, r1);
  const map = (value: number): number => inner(Math.log10(Math.max(value, Number.MIN_VALUE)));
  return Object.assign(map, {
    domain: [low, high] as const,
    range: [r0, r1] as const,
    invert: (pixel: number) => 10 ** inner.invert(pixel),
  });
}

const isWhole = (value: number): boolean => Number.isInteger(value) || Number.isNaN(value);
