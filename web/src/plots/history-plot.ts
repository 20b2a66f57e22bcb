// The whole story at a glance, oldest at the top: a ridge a generation, or a strip of colour.

import { axisBelow, type Box, haloText, setFont } from './axes';
import { formatCount, formatNumber, formatPercent } from './format';
import { HEADROOM } from './line-plot';
import { generationColour, viridis } from './ramp';
import { interpolate, linear, type Scale, ticksFor } from './scale';
import type { Surface } from './surface';
import type { Theme } from './theme';

/** Densities of some generations on one grid. */
export interface Ridges {
  readonly grid: Float64Array;
  /** Ascending generations that are present, and their rows one after another. */
  readonly generations: readonly number[];
  readonly rows: readonly Float64Array[];
}

export interface HistoryPicture {
  readonly ridges: Ridges;
  /** Last generation of the experiment. */
  readonly last: number;
  readonly generation: number;
  /** Later generations have not been played yet and stay hidden. */
  readonly seen: number;
  readonly axis: string;
  readonly style: 'ridges' | 'heat';
  /** The grid holds powers of ten, and the rows are shares of this; the last node stands for everything beyond, too. */
  readonly powers?: string;
  /** Height that ridges are measured by; the highest of the truth when absent. */
  readonly peak?: number;
}

/** Ridges approach this many times the truth's peak and never pass it, so that a spike does not bury the others. */
const TALLEST = 2.2;

export class HistoryPlot {
  #picture: HistoryPicture | null = null;
  #strip: { key: string; canvas: HTMLCanvasElement } | null = null;
  /** Reading position in data units, and the generation under it. */
  cursor: { x: number; generation: number } | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: HistoryPicture | null, theme = this.theme): void {
    if (theme !== this.theme) this.#strip = null;
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    const { context } = this.surface;
    setFont(context, this.theme, this.theme.tick, 600);
    const left = Math.max(44, context.measureText(formatCount(this.#picture?.last ?? 0)).width + 12);
    return {
      left,
      top: this.#picture?.style === 'heat' ? 8 : 30,
      right: width - 1,
      bottom: height - 30,
    };
  }

  #scales(picture: HistoryPicture): { x: Scale; y: Scale } {
    const box = this.#box;
    const { grid } = picture.ridges;
    return {
      x: linear(grid[0] ?? 0, grid.at(-1) ?? 1, box.left, box.right),
      y: linear(0, Math.max(1, picture.last), box.top, box.bottom - 2),
    };
  }

  locate(px: number, py: number): { x: number; generation: number } | null {
    const picture = this.#picture;
    if (picture === null) return null;
    const { x, y } = this.#scales(picture);
    const generation = Math.round(Math.min(Math.max(y.invert(py), 0), picture.last));
    return { x: x.invert(px), generation };
  }

  read(x: number, generation: number): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const { generations, rows, grid } = picture.ridges;
    let nearest = -1;
    generations.forEach((g, i) => {
      if (nearest < 0 || Math.abs(g - generation) < Math.abs(generations[nearest]! - generation)) nearest = i;
    });
    const row = rows[nearest];
    if (row === undefined) return '';
    const height = interpolate(grid, row, x);
    // Nothing was written, so nothing was read.
    const said = Number.isNaN(height)
      ? 'nothing to measure'
      : picture.powers === undefined
        ? `${formatNumber(x)} · density ${formatNumber(height)}`
        : `${x < grid.at(-1)! - 0.05 ? 'about' : 'above'} ${formatNumber(10 ** x, 2)} · ${formatPercent(height)} of ${picture.powers}`;
    return `generation ${formatCount(generations[nearest]!)} · ${picture.axis || 'x'} ${said}`;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null || picture.ridges.grid.length === 0) return;
    const box = this.#box;
    const { x, y } = this.#scales(picture);
    axisBelow(context, this.theme, x, box, box.bottom, picture.axis, picture.powers ? 'powers' : 'any');
    this.#drawGenerations(context, picture.generation, y, box);
    const peak =
      picture.peak ??
      (picture.ridges.rows[0] ?? new Float64Array(0)).reduce((high, v) => (v > high ? v : high), 0);
    if (picture.style === 'ridges') this.#drawRidges(context, picture, peak, x, y, box);
    else this.#drawStrip(context, picture, peak, y, box);
    this.#drawCursor(context, picture, x, y, box);
  }

  #drawGenerations(context: CanvasRenderingContext2D, generation: number, y: Scale, box: Box): void {
    const { values } = ticksFor(y, 56);
    setFont(context, this.theme, this.theme.tick);
    context.fillStyle = this.theme.quiet;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const value of values) {
      // The cursor's own number stands there.
      if (!Number.isInteger(value) || Math.abs(y(value) - y(generation)) < this.theme.tick) continue;
      context.fillText(formatCount(value), box.left - 8, y(value));
    }
  }

  #drawRidges(
    context: CanvasRenderingContext2D,
    picture: HistoryPicture,
    peak: number,
    x: Scale,
    y: Scale,
    box: Box,
  ): void {
    const { grid, generations, rows } = picture.ridges;
    const wanted = Math.max(8, Math.min(picture.last + 1, Math.floor((box.bottom - box.top) / 5)));
    const spacing = (box.bottom - box.top) / wanted;
    // The truth, on top, must fit under the edge; the limit of `lift` takes a fifth of its height.
    const height = Math.min(Math.max(14, 3 * spacing), box.top / 0.8) / (peak || 1);
    const lift = (density: number): number =>
      height * TALLEST * peak * (1 - Math.exp(-density / (TALLEST * peak)));
    context.lineWidth = 1.1;
    context.lineJoin = 'round';
    let previous = -Infinity;
    generations.forEach((generation, i) => {
      if (generation > picture.seen) return;
      if (y(generation) - previous < spacing * 0.98 && generation !== 0) return;
      previous = y(generation);
      const row = rows[i]!;
      context.beginPath();
      for (let k = 0; k < grid.length; k += 1) {
        context.lineTo(x(grid[k]!), y(generation) - lift(row[k]!));
      }
      context.strokeStyle = generationColour(
        picture.last > 0 ? generation / picture.last : 0,
        this.theme.dark,
      );
      context.save();
      context.lineTo(x(grid.at(-1)!), y(generation));
      context.lineTo(x(grid[0]!), y(generation));
      context.closePath();
      context.globalAlpha = 0.86;
      context.fillStyle = this.theme.ground;
      context.fill();
      context.restore();
      context.beginPath();
      for (let k = 0; k < grid.length; k += 1) {
        context.lineTo(x(grid[k]!), y(generation) - lift(row[k]!));
      }
      context.stroke();
    });
  }

  #drawStrip(
    context: CanvasRenderingContext2D,
    picture: HistoryPicture,
    peak: number,
    y: Scale,
    box: Box,
  ): void {
    const { generations, rows, grid } = picture.ridges;
    const shown = generations.filter(generation => generation <= picture.seen).length;
    if (shown === 0) return;
    const key = `${rows.length}/${generations.at(-1)}/${this.theme.dark}`;
    if (this.#strip?.key !== key)
      this.#strip = { key, canvas: strip(rows, grid.length, peak, this.theme.dark) };
    const height = (shown / picture.ridges.generations.length) * this.#strip.canvas.height;
    const bottom = y(Math.min(picture.last, generations[shown - 1]!)) + 1;
    context.imageSmoothingEnabled = false;
    context.drawImage(
      this.#strip.canvas,
      0,
      0,
      grid.length,
      height,
      box.left,
      box.top,
      box.right - box.left,
      Math.max(1, bottom - box.top),
    );
  }

  #drawCursor(
    context: CanvasRenderingContext2D,
    picture: HistoryPicture,
    x: Scale,
    y: Scale,
    box: Box,
  ): void {
    const at = Math.round(y(picture.generation)) + 0.5;
    context.strokeStyle = this.theme.ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(box.left - 4, at);
    context.lineTo(box.right, at);
    context.stroke();
    setFont(context, this.theme, this.theme.tick, 600);
    context.fillStyle = this.theme.ink;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    haloText(context, this.theme, formatCount(picture.generation), box.left - 8, at);
    if (this.cursor === null) return;
    context.fillStyle = this.theme.quiet;
    context.fillRect(x(this.cursor.x), box.top, 1, box.bottom - box.top);
  }
}

/** One row a generation, one column a grid node; the ground's end of the ramp means no density. */
function strip(rows: readonly Float64Array[], width: number, peak: number, dark: boolean): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = rows.length;
  const image = new ImageData(width, Math.max(1, rows.length));
  rows.forEach((row, j) => {
    for (let i = 0; i < width; i += 1) {
      const share = Math.min(1, row[i]! / (HEADROOM * (peak || 1)));
      const [red, green, blue] = viridis(dark ? share : 1 - share);
      image.data.set([red, green, blue, Math.round(255 * Math.min(1, share * 12))], 4 * (j * width + i));
    }
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
