// Two walls of digits: on the left those of the model shown, on the right real ones.

import { setFont } from '../axes';
import { formatPercent } from '../format';
import type { Surface } from '../surface';
import type { Theme } from '../theme';
import { type Cell, fitCell, ImageSheet } from './image-sheet';

export interface WallPicture {
  /** Height and width of an image in pixels. */
  readonly side: number;
  /** Images one after another, side^2 values in [0, 1] each; null: there is no model yet. */
  readonly drawn: Float64Array | null;
  readonly real: Float64Array;
  /** Labels of the real ones, 0 to 9. */
  readonly realClass: Float64Array;
  /** What stands over the left wall. */
  readonly caption: string;
}

/** Digits along one side of a wall. */
const ACROSS = 8;
/** CSS pixels above a wall for its caption, and between the walls at least. */
const HEAD = 26;
const BETWEEN = 16;

interface Places {
  readonly cell: Cell;
  readonly extent: number;
  readonly left: readonly [drawn: number, real: number];
}

export class WallPlot {
  #picture: WallPicture | null = null;
  readonly #drawn = new ImageSheet();
  readonly #real = new ImageSheet();
  /** Number of the digit that is read out. */
  cursor: number | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: WallPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  #places(side: number): Places {
    const { width, height, ratio } = this.surface;
    const room = Math.min((width - BETWEEN) / 2, height - HEAD - 2) / ACROSS;
    const cell = fitCell(room, side, ratio);
    const extent = cell.step * ACROSS;
    const between = Math.min(width - 2 * extent, 3 * BETWEEN);
    return { cell, extent, left: [0, Math.round((extent + between) * ratio) / ratio] };
  }

  /** Number of the digit under a place, in either wall. */
  locate(x: number, y: number): number | null {
    if (this.#picture === null) return null;
    const { cell, extent, left } = this.#places(this.#picture.side);
    const start = left.find(from => x >= from && x < from + extent);
    const row = Math.floor((y - HEAD) / cell.step);
    if (start === undefined || row < 0 || row >= ACROSS) return null;
    return row * ACROSS + Math.floor((x - start) / cell.step);
  }

  read(index: number): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const ink = (values: Float64Array | null): string => {
      if (values === null) return 'none';
      const pixels = values.subarray(index * picture.side ** 2, (index + 1) * picture.side ** 2);
      const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
      return Number.isNaN(mean) ? 'not drawn yet' : `ink ${formatPercent(mean)}`;
    };
    const place = `row ${Math.floor(index / ACROSS) + 1}, column ${(index % ACROSS) + 1}`;
    return `${place} · ${picture.caption}: ${ink(picture.drawn)} · real ${picture.realClass[index] ?? ''}: ${ink(picture.real)}`;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const { theme } = this;
    if (picture.drawn !== null) this.#drawn.set(picture.drawn, picture.side, theme.model);
    this.#real.set(picture.real, picture.side, theme.real);
    const places = this.#places(picture.side);
    const drawn = picture.drawn === null ? null : this.#drawn;
    this.#drawWall(
      context,
      drawn,
      places,
      places.left[0],
      picture.caption,
      drawn ? theme.model : theme.quiet,
    );
    this.#drawWall(context, this.#real, places, places.left[1], 'real', theme.real);
  }

  #drawWall(
    context: CanvasRenderingContext2D,
    sheet: ImageSheet | null,
    { cell, extent }: Places,
    left: number,
    caption: string,
    colour: string,
  ): void {
    const { theme } = this;
    setFont(context, theme, theme.tick, 600);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = colour;
    context.fillText(caption, left, HEAD / 2, extent);
    for (let i = 0; i < ACROSS ** 2; i += 1) {
      const x = left + (i % ACROSS) * cell.step;
      const y = HEAD + Math.floor(i / ACROSS) * cell.step;
      if (sheet === null) {
        // A place that waits for its digit.
        context.fillStyle = theme.rule;
        context.fillRect(x + cell.size / 2 - 1, y + cell.size / 2 - 1, 2, 2);
      } else sheet.draw(context, i, x, y, cell);
      if (i !== this.cursor) continue;
      context.strokeStyle = theme.ink;
      context.lineWidth = 1.5;
      context.strokeRect(x - 1, y - 1, cell.size + 2, cell.size + 2);
    }
  }
}
