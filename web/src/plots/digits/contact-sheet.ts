// Every generation's wall on one page, to take away.

import { setFont } from '../axes';
import type { Theme } from '../theme';
import { type Cell, ImageSheet } from './image-sheet';

export interface SheetWall {
  readonly caption: string;
  /** Images one after another, side^2 values in [0, 1] each. */
  readonly images: Float64Array;
  readonly isReal: boolean;
}

const DIGITS_ACROSS = 8;
const WALLS_ACROSS = 4;
/** Pixels around and between walls, and of a line of text. */
const GAP = 24;
const LINE = 20;

/** Draws the walls four in a row, and the lines of text under them. */
export function drawContactSheet(
  walls: readonly SheetWall[],
  side: number,
  lines: readonly string[],
  theme: Theme,
): HTMLCanvasElement {
  const times = Math.max(1, Math.round(28 / side));
  const cell: Cell = { size: side * times, step: side * times + times, smooth: false };
  const extent = cell.step * DIGITS_ACROSS;
  const rows = Math.ceil(walls.length / WALLS_ACROSS);
  const canvas = document.createElement('canvas');
  canvas.width = GAP + WALLS_ACROSS * (extent + GAP);
  canvas.height = GAP + rows * (extent + LINE + GAP) + lines.length * LINE + GAP / 2;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  walls.forEach(({ caption, images, isReal }, i) => {
    const left = GAP + (i % WALLS_ACROSS) * (extent + GAP);
    const top = GAP + Math.floor(i / WALLS_ACROSS) * (extent + LINE + GAP);
    const colour = isReal ? theme.real : theme.model;
    const sheet = new ImageSheet();
    sheet.set(images, side, colour);
    setFont(context, theme, 13, 600);
    context.fillStyle = colour;
    context.fillText(caption, left, top + LINE / 2 - 2, extent);
    for (let k = 0; k < DIGITS_ACROSS ** 2; k += 1) {
      const x = left + (k % DIGITS_ACROSS) * cell.step;
      sheet.draw(context, k, x, top + LINE + Math.floor(k / DIGITS_ACROSS) * cell.step, cell);
    }
  });
  setFont(context, theme, 12);
  context.fillStyle = theme.quiet;
  lines.forEach((line, i) => {
    const y = GAP + rows * (extent + LINE + GAP) + (i + 0.5) * LINE - GAP / 2;
    context.fillText(line, GAP, y, canvas.width - 2 * GAP);
  });
  return canvas;
}
