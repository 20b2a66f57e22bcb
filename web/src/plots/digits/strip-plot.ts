// One digit through time: a row for each of a few latent points, a column a generation.

import { setFont } from '../axes';
import { formatCount } from '../format';
import type { Surface } from '../surface';
import type { Theme } from '../theme';
import { type Cell, fitCell, ImageSheet } from './image-sheet';

export interface StripPicture {
  /** Height and width of an image in pixels. */
  readonly side: number;
  /** Generations that are present, ascending, and the images of each, one after another. */
  readonly generations: readonly number[];
  readonly rows: readonly Float64Array[];
  /** Last generation of the experiment. */
  readonly last: number;
  readonly generation: number;
  /** Later generations have not been played yet and stay hidden. */
  readonly seen: number;
}

/** CSS pixels above the digits for the generations' numbers; the narrowest column. */
const HEAD = 24;
const NARROWEST = 15;

interface Grid {
  readonly cell: Cell;
  readonly across: number;
  readonly down: number;
  /** Generations from one column to the next. */
  readonly every: number;
}

export class StripPlot {
  #picture: StripPicture | null = null;
  readonly #sheets = new Map<number, ImageSheet>();

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: StripPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  #grid(picture: StripPicture): Grid {
    const { width, height, ratio } = this.surface;
    const down = Math.round((picture.rows[0]?.length ?? 0) / picture.side ** 2);
    const every = Math.max(1, Math.ceil((picture.last + 1) / Math.max(1, Math.floor(width / NARROWEST))));
    const across = Math.floor(picture.last / every) + 1;
    const room = Math.min(width / across, (height - HEAD) / Math.max(1, down));
    return { cell: fitCell(room, picture.side, ratio), across, down, every };
  }

  /** Generation under a pixel. */
  locate(x: number): number | null {
    const picture = this.#picture;
    if (picture === null) return null;
    const { cell, across, every } = this.#grid(picture);
    const column = Math.floor(x / cell.step);
    return column < 0 || column >= across ? null : Math.min(column * every, picture.last);
  }

  read(generation: number): string {
    if (generation === 0) return 'real digits, each in a row of its own';
    return `generation ${formatCount(generation)}: the same ten latent points, decoded by this model`;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null || picture.rows.length === 0) return;
    const { theme } = this;
    const { cell, down, every } = this.#grid(picture);
    setFont(context, theme, theme.tick);
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    const labelEvery = Math.ceil((context.measureText(formatCount(picture.last)).width + 6) / cell.step);
    const shown = Math.round(picture.generation / every);
    for (let column = 0; column * every <= picture.last; column += 1) {
      const generation = column * every;
      const x = column * cell.step;
      const current = column === shown;
      if (current || (column % labelEvery === 0 && Math.abs(column - shown) >= labelEvery)) {
        setFont(context, theme, theme.tick, current ? 600 : 400);
        context.fillStyle = current ? theme.ink : theme.quiet;
        const half = context.measureText(formatCount(generation)).width / 2;
        context.fillText(formatCount(generation), Math.max(half, x + cell.size / 2), HEAD / 2);
      }
      const at = picture.generations.indexOf(generation);
      const hidden = generation > picture.seen || at < 0;
      for (let row = 0; row < down; row += 1) {
        const y = HEAD + row * cell.step;
        if (hidden) {
          context.fillStyle = theme.rule;
          context.fillRect(x + cell.size / 2 - 1, y + cell.size / 2 - 1, 2, 2);
        } else this.#sheet(picture, at).draw(context, row, x, y, cell);
      }
    }
    const x = shown * cell.step;
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5;
    context.strokeRect(Math.max(0.75, x - 1), HEAD - 2, cell.size + 2, down * cell.step + 1);
  }

  #sheet(picture: StripPicture, at: number): ImageSheet {
    let sheet = this.#sheets.get(at);
    if (sheet === undefined) {
      sheet = new ImageSheet();
      this.#sheets.set(at, sheet);
    }
    const colour = picture.generations[at] === 0 ? this.theme.real : this.theme.model;
    sheet.set(picture.rows[at]!, picture.side, colour);
    return sheet;
  }
}
