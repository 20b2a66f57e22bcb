// Which token follows which: a square for generation 1, and one for the generation shown.

import { setFont } from '../axes';
import { formatCount, formatPercent } from '../format';
import type { Surface } from '../surface';
import { fade, type Theme } from '../theme';

export interface GridPicture {
  /** Labels of rows (the token before) and columns (the token after). */
  readonly pieces: readonly string[];
  /** [before][after]: probabilities under generation 1 and under the one shown. */
  readonly first: readonly (readonly number[])[];
  readonly now: readonly (readonly number[])[];
  readonly generation: number;
  readonly cursor: { readonly row: number; readonly column: number } | null;
}

/** CSS pixels above a square for its title, and between the squares. */
const HEAD = 22;
const BETWEEN = 28;
/** Narrower than this, the squares stand one above the other. */
const NARROW = 460;

interface Square {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
}

export class GridPlot {
  #picture: GridPicture | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: GridPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  /** Room for the labels: of letters, or of words on their side. */
  #labels({ pieces }: GridPicture): number {
    return Math.max(...pieces.map(piece => piece.length)) > 2 ? 64 : 16;
  }

  #squares(picture: GridPicture): readonly Square[] {
    const { width, height } = this.surface;
    const label = this.#labels(picture);
    const beside = width >= NARROW;
    const across = beside ? (width - BETWEEN) / 2 : width;
    const down = beside ? height : (height - BETWEEN) / 2;
    const extent = Math.min(across - label, down - HEAD - label);
    const cell = extent / Math.max(1, picture.pieces.length);
    return [0, 1].map(i => ({
      left: (beside ? i * (across + BETWEEN) : 0) + label,
      top: (beside ? 0 : i * (down + BETWEEN)) + HEAD + label,
      cell,
    }));
  }

  locate(px: number, py: number): GridPicture['cursor'] {
    const picture = this.#picture;
    if (picture === null) return null;
    for (const { left, top, cell } of this.#squares(picture)) {
      const [row, column] = [Math.floor((py - top) / cell), Math.floor((px - left) / cell)];
      if (picture.pieces[row] !== undefined && picture.pieces[column] !== undefined) return { row, column };
    }
    return null;
  }

  read({ row, column }: NonNullable<GridPicture['cursor']>): string {
    const { pieces, first, now, generation } = this.#picture!;
    const share = (of: readonly (readonly number[])[]): string =>
      formatPercent(of[row]?.[column] ?? Number.NaN);
    const later = generation > 1 ? ` · ${share(now)} in generation ${formatCount(generation)}` : '';
    return `“${pieces[column]}” after “${pieces[row]}” · ${share(first)} in generation 1${later}`;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null || picture.pieces.length === 0) return;
    const { theme } = this;
    const [one, two] = this.#squares(picture) as [Square, Square];
    this.#square(context, picture, picture.first, one, 'generation 1', theme.law);
    if (picture.generation > 1)
      this.#square(
        context,
        picture,
        picture.now,
        two,
        `generation ${formatCount(picture.generation)}`,
        theme.model,
      );
  }

  #square(
    context: CanvasRenderingContext2D,
    picture: GridPicture,
    chances: readonly (readonly number[])[],
    { left, top, cell }: Square,
    title: string,
    colour: string,
  ): void {
    const { theme } = this;
    const { pieces, cursor } = picture;
    const label = this.#labels(picture);
    setFont(context, theme, theme.tick, 600);
    context.fillStyle = colour;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(title, left, HEAD / 2);
    const size = Math.min(theme.tick, Math.max(7, cell));
    setFont(context, theme, size);
    pieces.forEach((piece, i) => {
      const marked = (at: number | undefined): string => (at === i ? theme.ink : theme.quiet);
      context.fillStyle = marked(cursor?.row);
      context.textAlign = 'right';
      context.fillText(piece, left - 5, top + (i + 0.5) * cell, label - 6);
      context.fillStyle = marked(cursor?.column);
      if (label > 16) {
        context.save();
        context.translate(left + (i + 0.5) * cell, top - 5);
        context.rotate(-Math.PI / 2);
        context.textAlign = 'left';
        context.fillText(piece, 0, 0, label - 6);
        context.restore();
      } else {
        context.textAlign = 'center';
        context.fillText(piece, left + (i + 0.5) * cell, top - 8);
      }
    });
    const gap = cell > 8 ? 1 : 0.5;
    chances.forEach((row, r) => {
      row.forEach((chance, c) => {
        // Square roots tell small chances apart.
        context.fillStyle = chance > 0 ? fade(colour, Math.sqrt(chance)) : fade(theme.quiet, 0.07);
        context.fillRect(left + c * cell, top + r * cell, cell - gap, cell - gap);
      });
    });
    if (cursor === null) return;
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5;
    context.setLineDash([]);
    context.strokeRect(left + cursor.column * cell - 1, top + cursor.row * cell - 1, cell + 1, cell + 1);
  }
}
