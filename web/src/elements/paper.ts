// What is taken away or printed: light and opaque, whatever the theme.

import type { Theme } from '../plots/theme';
import { LIGHT } from './tokens';

const { ink, quiet, rule, real, model, law } = LIGHT;
const GROUND = '#ffffff';
/** CSS pixels around a picture. */
const MARGIN = 16;

/** A theme's colours as they are on white paper. */
export const paperTheme = (theme: Theme): Theme => ({
  ...theme,
  dark: false,
  ground: GROUND,
  ink,
  quiet,
  rule,
  real,
  model,
  law,
});

/** A copy of a canvas on white. */
export function onPaper(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const margin = Math.round((MARGIN * canvas.width) / Math.max(1, canvas.clientWidth));
  const sheet = document.createElement('canvas');
  sheet.width = canvas.width + 2 * margin;
  sheet.height = canvas.height + 2 * margin;
  const context = sheet.getContext('2d');
  if (context !== null) {
    context.fillStyle = GROUND;
    context.fillRect(0, 0, sheet.width, sheet.height);
    context.drawImage(canvas, margin, margin);
  }
  return sheet;
}
