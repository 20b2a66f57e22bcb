// One dimension: the source's density as a pale filled shape, the model's as a line, the draws as a histogram and a rug.

import { arrowUp, axisBelow, type Box, haloText, setFont } from './axes';
import { formatCount, formatNumber, formatTick, superscript } from './format';
import { lineExtent, place } from './labels';
import { indexBelow, interpolate, linear, type Scale, ticksFor } from './scale';
import type { Surface } from './surface';
import { fade, type Theme } from './theme';

export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Slow motion: the draws fall out of the teacher, the fit forms, the fit becomes the teacher. */
export interface Motion {
  readonly phase: 'draw' | 'fit' | 'next';
  /** 0 … 1 within the phase. */
  readonly progress: number;
}

export interface LinePicture {
  readonly generation: number;
  /** Limits of the x axis, fixed for an experiment. */
  readonly view: readonly [number, number];
  /** Highest source density; the y axis ends at HEADROOM times it. */
  readonly peak: number;
  readonly axis: string;
  /** Absent for tables, which have `sourceHistogram` (a density a bin) instead. */
  readonly source: Curve | null;
  readonly sourceHistogram: Float64Array;
  readonly edges: Float64Array;
  /** Absent at generation 0. */
  readonly model: Curve | null;
  readonly teacher: Curve | null;
  readonly points: Float64Array;
  /** 1 real, 0 synthetic. */
  readonly reality: Float64Array;
  readonly histogram: Float64Array;
  /** Points left and right of the view. */
  readonly outside: readonly [number, number];
  /** The model at its own scale: distance from its mean, ± 4 sd. */
  readonly inset: Curve | null;
  readonly motion: Motion | null;
}

/** How far above the source's peak the axis goes: room to see a model sharpen before it leaves the axis. */
export const HEADROOM = 1.75;
/** Lower than this, in CSS pixels, its words would lie on its curve. */
const INSET_LEAST = 56;
/** The inset appears when ± 4 sd of the model take less than this share of the view. */
const INSET_BELOW = 0.3;
const RUG = 14;
const FALLING = 400;

export class LinePlot {
  #picture: LinePicture | null = null;
  /** Position of the reading line, in data units. */
  cursor: number | null = null;
  /** Where labels and the inset stand. */
  #taken: Box[] = [];
  /** Where the label of the model, and that of the truth, stood last. */
  readonly #stood = new Map<boolean, string>();

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
    /** `small`: without axis names, labels and inset. */
    private readonly options: { readonly small: boolean } = { small: false },
  ) {}

  set(picture: LinePicture | null, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    if (this.options.small) return { left: 0, top: 4, right: width, bottom: height - 2 };
    return { left: 1, top: 8, right: width - 1, bottom: height - 32 - RUG };
  }

  #x(picture: LinePicture): Scale {
    const { left, right } = this.#box;
    return linear(picture.view[0], picture.view[1], left, right);
  }

  /** Data coordinate under a pixel. */
  locate(pixel: number): number | null {
    return this.#picture === null ? null : this.#x(this.#picture).invert(pixel);
  }

  /** The numbers at the reading line. */
  read(x: number): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const parts = [`${picture.axis || 'x'} ${formatNumber(x)}`];
    const bin = indexBelow(picture.edges, x);
    if (picture.source)
      parts.push(`truth ${formatNumber(interpolate(picture.source.x, picture.source.y, x))}`);
    else if (picture.sourceHistogram[bin] !== undefined) {
      parts.push(`truth ${formatNumber(picture.sourceHistogram[bin])}`);
    }
    if (picture.model) parts.push(`model ${formatNumber(interpolate(picture.model.x, picture.model.y, x))}`);
    if (picture.histogram[bin] !== undefined) parts.push(`data ${formatNumber(picture.histogram[bin])}`);
    return parts.join(' · ');
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const box = this.#box;
    const x = this.#x(picture);
    const y = linear(0, HEADROOM * picture.peak, box.bottom, box.top);
    this.#taken = insetOf(picture, box) === null ? [] : [insetFrame(picture, x, box)];
    if (!this.options.small) axisBelow(context, this.theme, x, box, box.bottom + RUG, picture.axis);
    this.#drawSource(context, picture, x, y, box);
    this.#drawHistogram(context, picture, x, y, box);
    if (!this.options.small) this.#drawRug(context, picture, x, y, box);
    this.#drawModel(context, picture, x, y, box);
    this.#drawCursor(context, picture, x, y, box);
  }

  #trace(context: CanvasRenderingContext2D, curve: Curve, x: Scale, y: Scale): void {
    context.beginPath();
    for (let i = 0; i < curve.x.length; i += 1) context.lineTo(x(curve.x[i]!), y(curve.y[i]!));
  }

  #drawSource(context: CanvasRenderingContext2D, picture: LinePicture, x: Scale, y: Scale, box: Box): void {
    const { theme } = this;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top + 1);
    context.clip();
    context.beginPath();
    const curve = picture.source;
    if (curve) {
      context.moveTo(x(curve.x[0]!), y(0));
      for (let i = 0; i < curve.x.length; i += 1) context.lineTo(x(curve.x[i]!), y(curve.y[i]!));
      context.lineTo(x(curve.x.at(-1)!), y(0));
    } else stairs(context, picture.edges, picture.sourceHistogram, x, y);
    context.fillStyle = fade(theme.real, theme.dark ? 0.22 : 0.16);
    context.fill();
    context.strokeStyle = fade(theme.real, 0.75);
    context.lineWidth = 1.25;
    if (curve) this.#trace(context, curve, x, y);
    context.stroke();
    context.restore();
    if (this.options.small) return;
    setFont(context, theme, theme.label, 600);
    context.fillStyle = theme.real;
    context.textBaseline = 'middle';
    const name = picture.source ? 'Truth' : 'The real data';
    const shape = truthOf(picture);
    this.#label(
      context,
      [name],
      shape,
      sides(picture).source,
      [0.55, 0.7, 0.4, 0.85, 0.25],
      picture,
      x,
      y,
      box,
    );
  }

  #drawHistogram(
    context: CanvasRenderingContext2D,
    picture: LinePicture,
    x: Scale,
    y: Scale,
    box: Box,
  ): void {
    const { histogram, edges, motion, reality } = picture;
    if (histogram.length === 0) return;
    const grown = motion?.phase === 'draw' ? motion.progress : 1;
    const real = reality.length > 0 && reality.reduce((sum, value) => sum + value, 0) > reality.length / 2;
    const colour = real ? this.theme.real : this.theme.model;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top + 1);
    context.clip();
    context.beginPath();
    for (let i = 0; i < histogram.length; i += 1) {
      const height = y(0) - y(histogram[i]! * grown);
      if (height <= 0) continue;
      const left = x(edges[i]!);
      context.rect(left + 0.5, y(0) - height, Math.max(1, x(edges[i + 1]!) - left - 1), height);
    }
    context.fillStyle = fade(colour, this.theme.dark ? 0.26 : 0.2);
    context.fill();
    context.restore();
  }

  #drawRug(context: CanvasRenderingContext2D, picture: LinePicture, x: Scale, y: Scale, box: Box): void {
    const { points, reality, motion, teacher, source, generation } = picture;
    const top = box.bottom + 3;
    const falling = motion?.phase === 'draw' && points.length <= FALLING;
    if (falling) {
      const from = teacher ?? source;
      context.globalAlpha = 0.85;
      for (let i = 0; i < points.length; i += 1) {
        const late = scatter(i) * 0.45;
        const fallen = Math.min(1, Math.max(0, (motion.progress - late) / 0.5));
        if (fallen <= 0) continue;
        const height = from ? interpolate(from.x, from.y, points[i]!) : picture.peak;
        const start = Math.max(box.top, y(height * scatter(i + 7919)));
        const eased = fallen * fallen;
        context.fillStyle = reality[i] === 1 ? this.theme.real : this.theme.model;
        context.beginPath();
        context.arc(x(points[i]!), start + (top + 4 - start) * eased, 2, 0, 2 * Math.PI);
        context.fill();
      }
      context.globalAlpha = 1;
      return;
    }
    const shown = motion?.phase === 'draw' ? Math.round(points.length * motion.progress) : points.length;
    const columns = Math.ceil(this.surface.width);
    for (const kind of [0, 1] as const) {
      const counts = new Uint16Array(columns);
      for (let i = 0; i < shown; i += 1) {
        if ((reality[i] === 1 ? 1 : 0) !== kind) continue;
        const column = Math.round(x(points[i]!));
        if (column >= box.left && column < box.right) counts[column]! += 1;
      }
      const alpha = points.length > 1500 ? 0.25 : 0.5;
      context.fillStyle = kind === 1 ? this.theme.real : this.theme.model;
      counts.forEach((count, column) => {
        if (count === 0) return;
        context.globalAlpha = 1 - (1 - alpha) ** count;
        context.fillRect(column - 0.5, top, 1, RUG - 6);
      });
    }
    context.globalAlpha = 1;
    const [left, right] = picture.outside;
    setFont(context, this.theme, this.theme.tick);
    context.fillStyle = generation === 0 ? this.theme.real : this.theme.model;
    context.textBaseline = 'bottom';
    if (left > 0) {
      context.textAlign = 'left';
      haloText(context, this.theme, `← ${formatCount(left)} outside`, box.left + 2, top - 2);
    }
    if (right > 0) {
      context.textAlign = 'right';
      haloText(context, this.theme, `${formatCount(right)} outside →`, box.right - 2, top - 2);
    }
  }

  #drawModel(context: CanvasRenderingContext2D, picture: LinePicture, x: Scale, y: Scale, box: Box): void {
    const { theme } = this;
    const { model, teacher, motion } = picture;
    const clip = (right: number): void => {
      context.beginPath();
      context.rect(box.left, box.top, right - box.left, box.bottom - box.top + 1);
      context.clip();
    };
    const stroke = (curve: Curve, colour: string, width: number, right: number): void => {
      context.save();
      clip(right);
      this.#trace(context, curve, x, y);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.lineJoin = 'round';
      context.stroke();
      context.restore();
    };
    if (motion !== null && teacher !== null) {
      const left = motion.phase === 'next' ? 1 - motion.progress : 1;
      const strength = motion.phase === 'draw' ? 1 : 0.4 * left;
      if (strength > 0)
        stroke(teacher, fade(theme.model, strength), motion.phase === 'draw' ? 2.25 : 1.25, box.right);
    }
    if (model === null || motion?.phase === 'draw') return;
    const reach = motion?.phase === 'fit' ? motion.progress : 1;
    stroke(model, theme.model, 2.25, box.left + reach * (box.right - box.left));
    if (reach < 1 || this.options.small) return;
    this.#labelModel(context, picture, model, x, y, box);
    const inset = insetOf(picture, box);
    if (inset !== null) this.#drawInset(context, picture, inset, x, box);
  }

  #labelModel(
    context: CanvasRenderingContext2D,
    picture: LinePicture,
    model: Curve,
    x: Scale,
    y: Scale,
    box: Box,
  ): void {
    const { theme } = this;
    const top = HEADROOM * picture.peak;
    let highest = 0;
    for (let i = 1; i < model.y.length; i += 1) if (model.y[i]! > model.y[highest]!) highest = i;
    const peak = model.y[highest]!;
    setFont(context, theme, theme.label, 600);
    context.fillStyle = theme.model;
    context.textBaseline = 'middle';
    const name = `Model ${formatCount(picture.generation)}`;
    if (peak > top)
      arrowUp(context, Math.min(Math.max(x(model.x[highest]!), box.left + 6), box.right - 6), box.top - 7);
    // Where the long one would stand on a curve, the short one may not.
    const texts = peak > top ? [`${name}, peak ${formatNumber(peak)}`, name] : [name];
    const shares = peak > top ? [0.97, 0.8, 0.6, 0.4] : [0.8, 0.9, 0.65, 0.5, 0.35, 0.2];
    this.#label(
      context,
      texts,
      model,
      peak > top ? 'right' : sides(picture).model,
      shares,
      picture,
      x,
      y,
      box,
    );
  }

  /** Beside its curve at one of the shares of its height, on the side it lies on; clear of all curves. The first text that has room. */
  #label(
    context: CanvasRenderingContext2D,
    texts: readonly string[],
    curve: Curve,
    side: Side,
    shares: readonly number[],
    picture: LinePicture,
    x: Scale,
    y: Scale,
    box: Box,
  ): void {
    const { theme } = this;
    const half = theme.label / 2 + 1;
    const top = HEADROOM * picture.peak;
    const peak = curve.y.reduce((most, value) => Math.max(most, value), 0);
    if (!(peak > 0)) return;
    const places: LabelPlace[] = [];
    for (const text of texts) {
      const { width } = context.measureText(text);
      const add = (name: string, left: number, middle: number): void => {
        const inside = Math.min(Math.max(left, box.left + 4), box.right - width - 4);
        const line = Math.min(Math.max(middle, box.top + 8), box.bottom - half);
        places.push({
          name: text === texts[0] ? name : `short, ${name}`,
          text,
          left: inside,
          right: inside + width,
          top: line - half,
          bottom: line + half,
        });
      };
      for (const which of [side, side === 'left' ? 'right' : 'left'] as const) {
        for (const share of shares) {
          const level = share * Math.min(peak, top);
          // Clear of the curve where it is widest beside the label.
          const widest = flank(
            curve,
            which,
            Math.max(0.02 * peak, level - (half + 2) * (top / (y(0) - y(top)))),
          );
          if (widest === null) continue;
          add(`${which} ${share}`, which === 'left' ? x(widest) - 8 - width : x(widest) + 8, y(level));
        }
      }
      // In a narrow plot a curve may fill all its width: over it, or in a corner.
      if (peak < top) add('over', x(middleOf(curve)) - width / 2, y(peak) - half - 4);
      add('top left', box.left, box.top);
      add('top right', box.right, box.top);
      add('top', (box.left + box.right - width) / 2, box.top);
    }
    // Where it stood it stays as long as nothing comes in its way.
    const before = places.findIndex(({ name }) => name === this.#stood.get(curve === picture.model));
    if (before > 0) places.unshift(...places.splice(before, 1));
    const extents = [truthOf(picture), ...(picture.model ? [picture.model] : [])].map(line =>
      // What is above the axis is cut off there.
      lineExtent(
        line.x,
        line.y.map(value => Math.min(value, top)),
        x,
        y,
      ),
    );
    const chosen = place(places, extents, this.#taken);
    if (chosen === null) return;
    this.#stood.set(curve === picture.model, chosen.name);
    context.textAlign = 'left';
    haloText(context, theme, chosen.text, chosen.left, (chosen.top + chosen.bottom) / 2);
    this.#taken.push(chosen);
  }

  /** The model at its own scale, on the side of the plot where the model is not. */
  #drawInset(
    context: CanvasRenderingContext2D,
    picture: LinePicture,
    curve: Curve,
    x: Scale,
    box: Box,
  ): void {
    const { theme } = this;
    const frame = insetFrame(picture, x, box);
    const [first, last] = [curve.x[0]!, curve.x.at(-1)!];
    const foot = frame.bottom - 22;
    const peak = curve.y.reduce((high, value) => (value > high ? value : high), 0);
    if (!(last > first) || !(peak > 0) || !Number.isFinite(peak)) return;
    context.save();
    context.fillStyle = theme.ground;
    context.fillRect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
    context.strokeStyle = theme.rule;
    context.lineWidth = 1;
    context.strokeRect(
      frame.left + 0.5,
      frame.top + 0.5,
      frame.right - frame.left - 1,
      frame.bottom - frame.top - 1,
    );
    const ix = linear(first, last, frame.left + 1, frame.right - 1);
    const iy = linear(0, peak * 1.15, foot, frame.top + 24);
    this.#trace(context, curve, ix, iy);
    context.strokeStyle = theme.model;
    context.lineWidth = 1.75;
    context.stroke();
    context.strokeStyle = theme.rule;
    context.beginPath();
    context.moveTo(frame.left, Math.round(foot) + 0.5);
    context.lineTo(frame.right, Math.round(foot) + 0.5);
    context.stroke();
    setFont(context, theme, theme.tick);
    context.fillStyle = theme.quiet;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    const zoom = (picture.view[1] - picture.view[0]) / (last - first);
    const caption = `${formatNumber(zoom, 2)} × larger`;
    const whole = `${caption}, about its mean`;
    const fits = context.measureText(whole).width <= frame.right - frame.left - 16;
    context.fillText(fits ? whole : caption, frame.left + 8, frame.top + 13);
    const { values, step } = ticksFor(ix, 64);
    // A power of ten all numbers share stands once, at the end.
    const power = last >= 0.01 ? 0 : Math.floor(Math.log10(last));
    const shared = power === 0 ? '' : `× 10${superscript(power)}`;
    context.textAlign = 'right';
    context.fillText(shared, frame.right - 8, foot + 12);
    const end = frame.right - (shared === '' ? 0 : context.measureText(shared).width + 12);
    context.textAlign = 'center';
    for (const value of values) {
      const text = formatTick(value / 10 ** power, step / 10 ** power);
      const half = context.measureText(text).width / 2 + 4;
      if (ix(value) - half > frame.left && ix(value) + half < end)
        context.fillText(text, ix(value), foot + 12);
    }
    context.restore();
  }

  #drawCursor(context: CanvasRenderingContext2D, picture: LinePicture, x: Scale, y: Scale, box: Box): void {
    if (this.cursor === null) return;
    const at = x(this.cursor);
    if (at < box.left || at > box.right) return;
    context.strokeStyle = this.theme.quiet;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(at) + 0.5, box.top);
    context.lineTo(Math.round(at) + 0.5, box.bottom + RUG);
    context.stroke();
    const dot = (curve: Curve | null, colour: string): void => {
      if (curve === null) return;
      const height = y(interpolate(curve.x, curve.y, this.cursor!));
      if (height < box.top) return;
      context.fillStyle = colour;
      context.beginPath();
      context.arc(at, height, 3.5, 0, 2 * Math.PI);
      context.fill();
    };
    dot(picture.source, this.theme.real);
    dot(picture.model, this.theme.model);
  }
}

/** The same share in [0, 1) for the same index: where a falling point starts. */
function scatter(index: number): number {
  const mixed = Math.imul(index + 1, 2654435761) >>> 0;
  return mixed / 2 ** 32;
}

function stairs(
  context: CanvasRenderingContext2D,
  edges: Float64Array,
  heights: Float64Array,
  x: Scale,
  y: Scale,
): void {
  if (edges.length === 0) return;
  context.moveTo(x(edges[0]!), y(0));
  heights.forEach((height, i) => {
    context.lineTo(x(edges[i]!), y(height));
    context.lineTo(x(edges[i + 1]!), y(height));
  });
  context.lineTo(x(edges.at(-1)!), y(0));
}

function binCentres(edges: Float64Array): Float64Array {
  return Float64Array.from(
    { length: Math.max(0, edges.length - 1) },
    (_, i) => (edges[i]! + edges[i + 1]!) / 2,
  );
}

type Side = 'left' | 'right';

interface LabelPlace extends Box {
  readonly name: string;
  readonly text: string;
}

/** The truth's line, or the middles of its bars. */
const truthOf = (picture: LinePicture): Curve =>
  picture.source ?? { x: binCentres(picture.edges), y: picture.sourceHistogram };

/** The model at its own scale, where its spike leaves too little to see, and there is room for a plot in the plot. */
function insetOf({ inset, model, motion, view }: LinePicture, box: Box): Curve | null {
  if (insetHeight(box) < INSET_LEAST) return null;
  if (inset === null || model === null || inset.x.length < 2 || motion?.phase === 'draw') return null;
  const share = (inset.x.at(-1)! - inset.x[0]!) / (view[1] - view[0]);
  return share < INSET_BELOW ? inset : null;
}

const insetHeight = ({ top, bottom }: Box): number => Math.min(170, 0.5 * (bottom - top));

/** On the side of the plot where the model is not. */
function insetFrame(picture: LinePicture, x: Scale, box: Box): Box {
  const width = Math.min(260, Math.max(120, 0.3 * (box.right - box.left)));
  const onRight = x(middleOf(picture.model!)) < (box.left + box.right) / 2 + 0.05 * (box.right - box.left);
  return {
    left: onRight ? box.right - width - 8 : box.left + 8,
    right: onRight ? box.right - 8 : box.left + 8 + width,
    top: box.top + 24,
    bottom: box.top + 24 + insetHeight(box),
  };
}

/** Mean of the density a curve describes. */
function middleOf({ x, y }: Curve): number {
  let [mass, sum] = [0, 0];
  for (let i = 1; i < x.length; i += 1) {
    const area = (x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!);
    mass += area;
    sum += (area * (x[i]! + x[i - 1]!)) / 2;
  }
  return sum / mass;
}

/** Labels stand on the side where their own curve lies. */
function sides(picture: LinePicture): { source: Side; model: Side } {
  if (picture.model === null) return { source: 'left', model: 'right' };
  const truth = middleOf(truthOf(picture));
  const left = middleOf(picture.model) < truth - 0.02 * (picture.view[1] - picture.view[0]);
  return left ? { source: 'right', model: 'left' } : { source: 'left', model: 'right' };
}

/** Where a curve, seen from one side, first rises to a level. */
function flank({ x, y }: Curve, side: Side, level: number): number | null {
  const from = side === 'left' ? 0 : y.length - 1;
  const by = side === 'left' ? 1 : -1;
  for (let i = from; i >= 0 && i < y.length; i += by) if (y[i]! >= level) return x[i]!;
  return null;
}
