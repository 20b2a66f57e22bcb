// Two dimensions: the source as pale contours, the draws as points, each component of the model as 1σ and 2σ ellipses; a model without
// components as contour lines.

import { axisBelow, axisLeft, type Box, haloText, setFont } from './axes';
import { formatCount, formatNumber, formatPercent } from './format';
import type { Motion } from './line-plot';
import { PointLayer } from './point-layer';
import { linear, type Scale } from './scale';
import type { Surface } from './surface';
import { channels, fade, type Theme } from './theme';

/** Gaussian components: weights K, means K × 2, covariances K × 2 × 2. */
export interface Components {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

/** Density at the nodes of the grid, and how far any of them may be off. */
export interface ModelGrid {
  readonly density: Float64Array;
  readonly error: number;
}

export interface PlanePicture {
  readonly generation: number;
  /** x0, x1, y0, y1: fixed for an experiment. */
  readonly view: readonly [number, number, number, number];
  readonly axes: readonly [string, string];
  /** Nodes a side of the source's density grid, rows from y0 up; 0 for tables. */
  readonly gridSize: number;
  readonly sourceDensity: Float64Array;
  /** Absent at generation 0. */
  readonly model: Components | null;
  readonly teacher: Components | null;
  /** Of a model that has no components. */
  readonly modelGrid: ModelGrid | null;
  readonly teacherGrid: ModelGrid | null;
  readonly pointsX: Float64Array;
  readonly pointsY: Float64Array;
  readonly reality: Float64Array;
  /** The real points of a table, x's then y's. */
  readonly table: Float64Array;
  readonly motion: Motion | null;
}

/** Densities at 1, 2 and 3 sd of a Gaussian, as shares of its peak. */
const LEVELS = [Math.exp(-4.5), Math.exp(-2), Math.exp(-0.5)];
/** The inset appears when the largest 2σ ellipse spans fewer CSS pixels than this. */
const TINY = 26;

interface Options {
  /** Without axes, labels and inset: a small multiple. */
  readonly small: boolean;
}

export class PlanePlot {
  #picture: PlanePicture | null = null;
  readonly #points = new PointLayer();
  #bands: { density: Float64Array; theme: Theme; canvas: HTMLCanvasElement } | null = null;
  /** Position of the reading lines, in data units. */
  cursor: readonly [number, number] | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
    private readonly options: Options = { small: false },
  ) {}

  set(picture: PlanePicture | null, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    if (this.options.small) return { left: 0, top: 0, right: width, bottom: height };
    return { left: 44, top: 8, right: width - 1, bottom: height - 30 };
  }

  /** Equal scales when both sides of the view are equally long (the shorter direction is shown further out). */
  #scales(picture: PlanePicture): { x: Scale; y: Scale } {
    const box = this.#box;
    let [x0, x1, y0, y1] = picture.view;
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    if (Math.abs((x1 - x0) / (y1 - y0) - 1) < 0.01) {
      if (width > height) {
        const more = ((x1 - x0) * (width / height - 1)) / 2;
        [x0, x1] = [x0 - more, x1 + more];
      } else {
        const more = ((y1 - y0) * (height / width - 1)) / 2;
        [y0, y1] = [y0 - more, y1 + more];
      }
    }
    return { x: linear(x0, x1, box.left, box.right), y: linear(y0, y1, box.bottom, box.top) };
  }

  locate(px: number, py: number): [number, number] | null {
    if (this.#picture === null) return null;
    const { x, y } = this.#scales(this.#picture);
    return [x.invert(px), y.invert(py)];
  }

  read(x: number, y: number): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const parts = [
      `${picture.axes[0] || 'x'} ${formatNumber(x)}`,
      `${picture.axes[1] || 'y'} ${formatNumber(y)}`,
    ];
    const truth = gridValue(picture, picture.sourceDensity, x, y);
    if (truth !== null) parts.push(`truth ${formatNumber(truth)}`);
    if (picture.modelGrid) {
      const { density, error } = picture.modelGrid;
      const model = gridValue(picture, density, x, y) ?? 0;
      const peak = density.reduce((high, value) => Math.max(high, value), 0);
      const binned = error > 1e-9 * peak ? ` (binned, error below ${formatNumber(error, 1)})` : '';
      parts.push(`model ${formatNumber(model)}${binned}`);
    } else if (picture.model) parts.push(`model ${formatNumber(mixtureDensity(picture.model, x, y))}`);
    return parts.join(' · ');
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const box = this.#box;
    const { x, y } = this.#scales(picture);
    // The points go straight into the empty canvas, then what lies below them, then what lies above.
    this.#drawPoints(context, picture, x, y, box);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.clip();
    context.globalCompositeOperation = 'destination-over';
    this.#drawSource(context, picture, x, y);
    context.restore();
    if (!this.options.small) this.#drawAxes(context, picture, x, y, box);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.clip();
    if (!this.options.small && picture.sourceDensity.length > 0) this.#labelSource(context, picture, x, y);
    this.#drawModels(context, picture, x, y, box);
    context.restore();
    if (this.cursor !== null) this.#drawCursor(context, x(this.cursor[0]), y(this.cursor[1]), box);
  }

  #drawAxes(context: CanvasRenderingContext2D, picture: PlanePicture, x: Scale, y: Scale, box: Box): void {
    axisLeft(context, this.theme, y, box, false);
    axisBelow(context, this.theme, x, box, box.bottom, picture.axes[0]);
    if (picture.axes[1] === '') return;
    setFont(context, this.theme, this.theme.tick);
    context.fillStyle = this.theme.quiet;
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.fillText(picture.axes[1], box.left + 6, box.top);
  }

  #drawSource(context: CanvasRenderingContext2D, picture: PlanePicture, x: Scale, y: Scale): void {
    const { gridSize: size, sourceDensity: density, view } = picture;
    if (density.length === 0) {
      const half = picture.table.length / 2;
      context.fillStyle = fade(this.theme.real, 0.28);
      for (let i = 0; i < half; i += 1) {
        context.fillRect(x(picture.table[i]!) - 1.5, y(picture.table[half + i]!) - 1.5, 3, 3);
      }
      return;
    }
    if (this.#bands?.density !== density || this.#bands.theme !== this.theme) {
      this.#bands = { density, theme: this.theme, canvas: bands(density, size, this.theme) };
    }
    const [left, top] = [x(view[0]), y(view[3])];
    context.drawImage(this.#bands.canvas, left, top, x(view[1]) - left, y(view[2]) - top);
  }

  /** The word beside the left edge of the outermost contour, at the peak's height. */
  #labelSource(context: CanvasRenderingContext2D, picture: PlanePicture, x: Scale, y: Scale): void {
    const { gridSize: size, sourceDensity: density, view } = picture;
    const step = (view[1] - view[0]) / (size - 1);
    const rise = (view[3] - view[2]) / (size - 1);
    let [peakAt, peak] = [0, 0];
    density.forEach((value, i) => {
      if (value > peak) [peakAt, peak] = [i, value];
    });
    const row = Math.floor(peakAt / size);
    let first = peakAt % size;
    while (first > 0 && density[row * size + first]! > LEVELS[0]! * peak) first -= 1;
    setFont(context, this.theme, this.theme.label, 600);
    context.fillStyle = this.theme.real;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    const place = Math.max(x(view[0] + first * step) - 8, this.#box.left + 52);
    haloText(context, this.theme, 'Truth', place, y(view[2] + row * rise));
  }

  #drawPoints(context: CanvasRenderingContext2D, picture: PlanePicture, x: Scale, y: Scale, box: Box): void {
    const { pointsX, pointsY, reality, motion } = picture;
    const count = motion?.phase === 'draw' ? Math.round(pointsX.length * motion.progress) : pointsX.length;
    const { ratio } = this.surface;
    const [left, top] = [Math.round(box.left * ratio), Math.round(box.top * ratio)];
    const [width, height] = [Math.round(box.right * ratio) - left, Math.round(box.bottom * ratio) - top];
    if (count === 0 || width <= 0 || height <= 0) return;
    const scaleX = ((x.range[1] - x.range[0]) / (x.domain[1] - x.domain[0])) * ratio;
    const scaleY = ((y.range[1] - y.range[0]) / (y.domain[1] - y.domain[0])) * ratio;
    this.#points.draw(
      context,
      { x: pointsX, y: pointsY, reality, count },
      { left, top, width, height, scaleX, originX: x(0) * ratio - left, scaleY, originY: y(0) * ratio - top },
      {
        radius: (this.options.small ? 0.9 : 1.7) * ratio,
        opacity: Math.min(0.85, Math.max(0.3, Math.sqrt(300 / Math.max(1, pointsX.length)))),
        model: this.theme.model,
        real: this.theme.real,
      },
    );
  }

  #drawModels(context: CanvasRenderingContext2D, picture: PlanePicture, x: Scale, y: Scale, box: Box): void {
    const { model, teacher, modelGrid, teacherGrid, motion } = picture;
    if (motion !== null && teacher !== null) {
      const strength =
        motion.phase === 'draw' ? 1 : motion.phase === 'fit' ? 0.4 : 0.4 * (1 - motion.progress);
      if (strength > 0 && teacherGrid) this.#drawContours(context, picture, teacherGrid, x, y, strength);
      else if (strength > 0) this.#drawComponents(context, teacher, x, y, strength, false);
    }
    if (model === null || motion?.phase === 'draw') return;
    const formed = motion?.phase === 'fit' ? motion.progress : 1;
    if (modelGrid) {
      const lowest = this.#drawContours(context, picture, modelGrid, x, y, formed);
      if (formed === 1 && !this.options.small && lowest) this.#nameModel(context, picture, ...lowest, box);
      return;
    }
    const span = largestSpan(model) * Math.abs((x.range[1] - x.range[0]) / (x.domain[1] - x.domain[0]));
    this.#drawComponents(context, model, x, y, formed, formed === 1 && !this.options.small && span >= TINY);
    if (formed < 1 || this.options.small) return;
    this.#labelModel(context, picture, model, x, y, box);
    if (span < TINY) this.#drawInset(context, picture, model, x, box);
  }

  /** Lines where the density is at the levels of a Gaussian's 1, 2 and 3 sd; returns the lowest place of one on the canvas. */
  #drawContours(
    context: CanvasRenderingContext2D,
    { view }: PlanePicture,
    { density }: ModelGrid,
    x: Scale,
    y: Scale,
    strength: number,
  ): readonly [x: number, y: number] | null {
    const size = Math.sqrt(density.length);
    const peak = density.reduce((high, value) => Math.max(high, value), 0);
    const px = (i: number): number => x(view[0] + ((view[1] - view[0]) * i) / (size - 1));
    const py = (j: number): number => y(view[2] + ((view[3] - view[2]) * j) / (size - 1));
    let lowest: readonly [number, number] | null = null;
    context.save();
    context.lineJoin = 'round';
    LEVELS.forEach((level, k) => {
      context.beginPath();
      for (const [i, j, u, v] of contour(density, size, level * peak)) {
        const [toX, toY] = [px(u), py(v)];
        context.moveTo(px(i), py(j));
        context.lineTo(toX, toY);
        if (lowest === null || toY > lowest[1]) lowest = [toX, toY];
      }
      context.strokeStyle = fade(this.theme.model, strength * (0.5 + 0.25 * k));
      context.lineWidth = this.options.small ? 1 : 1.5;
      context.stroke();
    });
    context.restore();
    return lowest;
  }

  #drawComponents(
    context: CanvasRenderingContext2D,
    model: Components,
    x: Scale,
    y: Scale,
    strength: number,
    weights: boolean,
  ): void {
    const { theme } = this;
    const count = model.weights.length;
    context.save();
    for (let k = 0; k < count; k += 1) {
      const weight = model.weights[k]!;
      if (!(weight > 0)) continue;
      const [mx, my] = [model.means[2 * k]!, model.means[2 * k + 1]!];
      const heavy = this.options.small
        ? 1
        : 1.25 + 1.25 * Math.sqrt(Math.min(1, weight * Math.max(1, count / 2)));
      for (const sigmas of [2, 1]) {
        context.beginPath();
        ellipse(context, model.covariances.subarray(4 * k, 4 * k + 4), mx, my, sigmas, x, y);
        context.strokeStyle = fade(theme.model, strength * (sigmas === 1 ? 1 : 0.65));
        context.lineWidth = heavy;
        context.stroke();
      }
      context.fillStyle = fade(theme.model, strength);
      context.beginPath();
      context.arc(x(mx), y(my), this.options.small ? 1 : 2.5, 0, 2 * Math.PI);
      context.fill();
    }
    if (weights && count > 1 && count <= 12) this.#drawWeights(context, model, x, y);
    context.restore();
  }

  /** The share of each component beside it, heavier ones first; one that finds no room is left out. */
  #drawWeights(context: CanvasRenderingContext2D, model: Components, x: Scale, y: Scale): void {
    const { theme } = this;
    setFont(context, theme, theme.tick, 600);
    context.fillStyle = theme.model;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const order = [...model.weights.keys()].sort((a, b) => model.weights[b]! - model.weights[a]!);
    const taken: (readonly [left: number, right: number, y: number])[] = [];
    for (const k of order) {
      if (!(model.weights[k]! > 0)) continue;
      const text = formatPercent(model.weights[k]!);
      const left = x(model.means[2 * k]! + 1.45 * Math.sqrt(model.covariances[4 * k]!)) + 5;
      const at = y(model.means[2 * k + 1]! + 1.45 * Math.sqrt(model.covariances[4 * k + 3]!)) - 5;
      const right = left + context.measureText(text).width + 4;
      if (
        right > x.range[1] ||
        taken.some(([l, r, t]) => left < r && right > l && Math.abs(at - t) < theme.tick + 2)
      )
        continue;
      haloText(context, theme, text, left, at);
      taken.push([left, right, at]);
    }
  }

  #labelModel(
    context: CanvasRenderingContext2D,
    picture: PlanePicture,
    model: Components,
    x: Scale,
    y: Scale,
    box: Box,
  ): void {
    let lowest = -1;
    let depth = -Infinity;
    model.weights.forEach((weight, k) => {
      const reach = y(model.means[2 * k + 1]! - 2 * Math.sqrt(model.covariances[4 * k + 3]!));
      if (weight > 0 && reach > depth) [lowest, depth] = [k, reach];
    });
    if (lowest >= 0) this.#nameModel(context, picture, x(model.means[2 * lowest]!), depth, box);
  }

  /** Its name below its lowest place. */
  #nameModel(
    context: CanvasRenderingContext2D,
    picture: PlanePicture,
    middle: number,
    depth: number,
    box: Box,
  ): void {
    setFont(context, this.theme, this.theme.label, 600);
    context.fillStyle = this.theme.model;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const text = `Model ${formatCount(picture.generation)}`;
    const half = context.measureText(text).width / 2 + 4;
    const at = Math.min(Math.max(middle, box.left + half), box.right - half);
    haloText(context, this.theme, text, at, Math.min(Math.max(depth + 14, box.top + 12), box.bottom - 10));
  }

  #drawInset(
    context: CanvasRenderingContext2D,
    picture: PlanePicture,
    model: Components,
    x: Scale,
    box: Box,
  ): void {
    const { theme } = this;
    const side = Math.min(170, 0.42 * (box.bottom - box.top), 0.4 * (box.right - box.left));
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
    let centre = 0;
    model.weights.forEach((weight, k) => {
      if (!(weight > 0)) return;
      const [mx, my] = [model.means[2 * k]!, model.means[2 * k + 1]!];
      const reach = 3.2 * Math.sqrt(Math.max(model.covariances[4 * k]!, model.covariances[4 * k + 3]!));
      [x0, x1] = [Math.min(x0, mx - reach), Math.max(x1, mx + reach)];
      [y0, y1] = [Math.min(y0, my - reach), Math.max(y1, my + reach)];
      centre += weight * mx;
    });
    const span = Math.max(x1 - x0, y1 - y0);
    const zoom = (x.domain[1] - x.domain[0]) / span / ((x.range[1] - x.range[0]) / side);
    // Spikes far apart share no scale of their own.
    if (!(span > 0) || zoom < 4) return;
    const onRight = x(centre) < (box.left + box.right) / 2 + 0.05 * (box.right - box.left);
    const left = onRight ? box.right - side - 8 : box.left + 8;
    // On the left it leaves room for the name of the vertical axis.
    const top = box.top + (onRight ? 8 : 24);
    const frame: Box = { left, right: left + side, top, bottom: top + side };
    context.save();
    context.fillStyle = theme.ground;
    context.fillRect(frame.left, frame.top, side, side);
    context.strokeStyle = theme.rule;
    context.lineWidth = 1;
    context.strokeRect(frame.left + 0.5, frame.top + 0.5, side - 1, side - 1);
    context.beginPath();
    context.rect(frame.left + 1, frame.top + 1, side - 2, side - 2);
    context.clip();
    const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const ix = linear(cx - span / 2, cx + span / 2, frame.left, frame.right);
    const iy = linear(cy - span / 2, cy + span / 2, frame.bottom, frame.top);
    const shown = Math.min(picture.pointsX.length, 500);
    for (let i = 0; i < shown; i += 1) {
      context.fillStyle = fade(picture.reality[i] === 1 ? theme.real : theme.model, 0.4);
      context.fillRect(ix(picture.pointsX[i]!) - 1, iy(picture.pointsY[i]!) - 1, 2, 2);
    }
    this.#drawComponents(context, model, ix, iy, 1, true);
    setFont(context, theme, theme.tick);
    context.fillStyle = theme.quiet;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    haloText(context, theme, `${formatNumber(zoom, 2)} × larger`, frame.left + 8, frame.top + 13);
    context.restore();
  }

  #drawCursor(context: CanvasRenderingContext2D, px: number, py: number, box: Box): void {
    context.strokeStyle = fade(this.theme.quiet, 0.7);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(px) + 0.5, box.top);
    context.lineTo(Math.round(px) + 0.5, box.bottom);
    context.moveTo(box.left, Math.round(py) + 0.5);
    context.lineTo(box.right, Math.round(py) + 0.5);
    context.stroke();
  }
}

/** Pixels of the bands a cell of the grid. */
const FINE = 8;

/** The view with one more coat of pale colour inside each level; edges are as fine as the pixels. */
function bands(density: Float64Array, size: number, theme: Theme): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const side = FINE * (size - 1);
  canvas.width = side;
  canvas.height = side;
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  const peak = density.reduce((high, value) => (value > high ? value : high), 0);
  const coat = theme.dark ? 0.16 : 0.12;
  const [red, green, blue] = channels(theme.real);
  const colours = [0, 1, 2, 3].map(coats => {
    const alpha = Math.round(255 * (1 - (1 - coat) ** coats));
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
  for (let py = 0; py < side; py += 1) {
    // Rows of the grid go up, rows of an image down.
    const row = (side - 1 - py + 0.5) / FINE;
    const [j, v] = [Math.floor(row), row - Math.floor(row)];
    for (let px = 0; px < side; px += 1) {
      const column = (px + 0.5) / FINE;
      const i = Math.floor(column);
      const u = column - i;
      const corner = j * size + i;
      const low = density[corner]! + u * (density[corner + 1]! - density[corner]!);
      const high = density[corner + size]! + u * (density[corner + size + 1]! - density[corner + size]!);
      const share = (low + v * (high - low)) / peak;
      let coats = 0;
      for (const level of LEVELS) if (share > level) coats += 1;
      pixels[py * side + px] = colours[coats]!;
    }
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** Density between the nodes of its grid, 0 outside; null where there is none, as for tables. */
function gridValue(picture: PlanePicture, density: Float64Array, x: number, y: number): number | null {
  const { view } = picture;
  const size = Math.sqrt(density.length);
  if (density.length === 0) return null;
  const column = ((x - view[0]) / (view[1] - view[0])) * (size - 1);
  const row = ((y - view[2]) / (view[3] - view[2])) * (size - 1);
  if (column < 0 || row < 0 || column > size - 1 || row > size - 1) return 0;
  const [i, j] = [Math.min(Math.floor(column), size - 2), Math.min(Math.floor(row), size - 2)];
  const [u, v] = [column - i, row - j];
  const at = (a: number, b: number): number => density[b * size + a]!;
  return (
    (1 - v) * ((1 - u) * at(i, j) + u * at(i + 1, j)) + v * ((1 - u) * at(i, j + 1) + u * at(i + 1, j + 1))
  );
}

/** Line pieces, from (i, j) to (u, v) in cells of the grid, where the density is `level` (marching squares; a saddle is split one way). */
export function contour(
  density: Float64Array,
  size: number,
  level: number,
): (readonly [i: number, j: number, u: number, v: number])[] {
  const pieces: (readonly [number, number, number, number])[] = [];
  for (let j = 0; j + 1 < size; j += 1) {
    for (let i = 0; i + 1 < size; i += 1) {
      const at = j * size + i;
      // Corners in turn, and where the level is crossed on the way to the next.
      const [a, b, c, d] = [density[at]!, density[at + 1]!, density[at + size + 1]!, density[at + size]!];
      const cuts: (readonly [number, number])[] = [];
      const part = (from: number, to: number): number => (level - from) / (to - from);
      if (a > level !== b > level) cuts.push([i + part(a, b), j]);
      if (b > level !== c > level) cuts.push([i + 1, j + part(b, c)]);
      if (c > level !== d > level) cuts.push([i + 1 - part(c, d), j + 1]);
      if (d > level !== a > level) cuts.push([i, j + 1 - part(d, a)]);
      for (let k = 0; k + 1 < cuts.length; k += 2) pieces.push([...cuts[k]!, ...cuts[k + 1]!]);
    }
  }
  return pieces;
}

export function mixtureDensity(model: Components, x: number, y: number): number {
  let sum = 0;
  model.weights.forEach((weight, k) => {
    if (!(weight > 0)) return;
    const [a, b, , d] = model.covariances.subarray(4 * k, 4 * k + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const det = a * d - b * b;
    const [dx, dy] = [x - model.means[2 * k]!, y - model.means[2 * k + 1]!];
    const square = (d * dx * dx - 2 * b * dx * dy + a * dy * dy) / det;
    sum += (weight * Math.exp(-square / 2)) / (2 * Math.PI * Math.sqrt(det));
  });
  return sum;
}

/** Length of the longest 2σ axis among the components that have weight. */
function largestSpan(model: Components): number {
  let longest = 0;
  model.weights.forEach((weight, k) => {
    if (weight > 0) {
      longest = Math.max(longest, model.covariances[4 * k]!, model.covariances[4 * k + 3]!);
    }
  });
  return 4 * Math.sqrt(longest);
}

/** Path of the ellipse at `sigmas` standard deviations: the Cholesky factor of the covariance applied to a circle. */
function ellipse(
  context: CanvasRenderingContext2D,
  covariance: Float64Array,
  mx: number,
  my: number,
  sigmas: number,
  x: Scale,
  y: Scale,
): void {
  const l11 = Math.sqrt(Math.max(0, covariance[0]!));
  const l21 = l11 > 0 ? covariance[2]! / l11 : 0;
  const l22 = Math.sqrt(Math.max(0, covariance[3]! - l21 * l21));
  for (let i = 0; i <= 72; i += 1) {
    const angle = (i / 72) * 2 * Math.PI;
    const [c, s] = [sigmas * Math.cos(angle), sigmas * Math.sin(angle)];
    context.lineTo(x(mx + l11 * c), y(my + l21 * c + l22 * s));
  }
  context.closePath();
}
