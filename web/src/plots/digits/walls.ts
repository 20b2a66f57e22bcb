// Several walls of digits beside one another, each with a caption.

import { setFont } from '../axes';
import type { Surface } from '../surface';
import type { Theme } from '../theme';
import { fitCell, ImageSheet } from './image-sheet';

export interface Wall {
  readonly caption: string;
  /** 64 images one after another, side^2 values in [0, 1] each; null: not computed yet. */
  readonly digits: Float64Array | null;
}

/** Digits along one side of a wall. */
const ACROSS = 8;
/** CSS pixels above a wall for its caption, and between the walls. */
const HEAD = 26;
const BETWEEN = 24;

export class WallsPlot {
  readonly #sheets: ImageSheet[] = [];

  constructor(private readonly surface: Surface) {}

  /** `side`: height and width of an image in pixels. */
  set(walls: readonly Wall[], side: number, theme: Theme): void {
    const context = this.surface.begin();
    if (context === null || walls.length === 0) return;
    const { width, height, ratio } = this.surface;
    const extent = Math.min((width - BETWEEN * (walls.length - 1)) / walls.length, height - HEAD);
    const cell = fitCell(extent / ACROSS, side, ratio);
    setFont(context, theme, theme.tick, 600);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    walls.forEach(({ caption, digits }, w) => {
      const left = Math.round(w * (extent + BETWEEN) * ratio) / ratio;
      context.fillStyle = digits === null ? theme.quiet : theme.model;
      context.fillText(caption, left, HEAD / 2, extent);
      if (digits === null) return;
      this.#sheets[w] ??= new ImageSheet();
      this.#sheets[w].set(digits, side, theme.model);
      for (let i = 0; i < ACROSS ** 2; i += 1) {
        const [x, y] = [left + (i % ACROSS) * cell.step, HEAD + Math.floor(i / ACROSS) * cell.step];
        this.#sheets[w].draw(context, i, x, y, cell);
      }
    });
  }
}
