// Axes, labels and the small marks every plot shares.

import { formatLogTick, formatTick } from './format';
import { type Scale, ticksFor } from './scale';
import type { Theme } from './theme';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function setFont(context: CanvasRenderingContext2D, theme: Theme, size: number, weight = 400): void {
  context.font = `${weight} ${size}px ${theme.family}`;
}

/** Text with a halo of the ground, so that it stays legible across lines. */
export function haloText(
  context: CanvasRenderingContext2D,
  theme: Theme,
  text: string,
  x: number,
  y: number,
): void {
  const fill = context.fillStyle;
  context.save();
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = theme.ground;
  context.setLineDash([]);
  context.strokeText(text, x, y);
  context.fillStyle = fill;
  context.fillText(text, x, y);
  context.restore();
}

/** Ticks of an axis: in steps, at whole numbers only, or at whole powers of ten, of which the scale holds the exponents. */
export type Steps = 'any' | 'whole' | 'powers';

/** A tick as text. */
const written = (value: number, step: number, steps: Steps): string =>
  steps === 'powers' ? formatLogTick(10 ** value) : formatTick(value, step);

/** A horizontal axis under the box: a rule, small ticks, numbers, and the axis' name after the last of them. */
export function axisBelow(
  context: CanvasRenderingContext2D,
  theme: Theme,
  scale: Scale,
  box: Box,
  y: number,
  name: string,
  steps: Steps = 'any',
): void {
  const ticks = ticksFor(scale, 88);
  const values = steps === 'any' ? ticks.values : ticks.values.filter(Number.isInteger);
  const step = steps === 'any' ? ticks.step : Math.max(1, ticks.step);
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(box.left, Math.round(y) + 0.5);
  context.lineTo(box.right, Math.round(y) + 0.5);
  for (const value of values) {
    const x = Math.round(scale(value)) + 0.5;
    context.moveTo(x, y);
    context.lineTo(x, y + 4);
  }
  context.stroke();
  setFont(context, theme, theme.tick);
  context.fillStyle = theme.quiet;
  context.textBaseline = 'top';
  context.textAlign = 'right';
  const nameWidth = name === '' ? 0 : context.measureText(name).width + 12;
  if (name !== '') context.fillText(name, box.right, y + 8);
  context.textAlign = 'center';
  for (const value of values) {
    const text = written(value, step, steps);
    const half = context.measureText(text).width / 2;
    const x = scale(value);
    if (nameWidth > 0 && x + half > box.right - nameWidth) continue;
    context.fillText(text, Math.min(Math.max(x, half), box.right - half), y + 8);
  }
}

/** Vertical ticks to the left of the box, with faint rules across it. */
export function axisLeft(
  context: CanvasRenderingContext2D,
  theme: Theme,
  scale: Scale,
  box: Box,
  rules: boolean,
  steps: Steps = 'any',
): void {
  const ticks = ticksFor(scale, 72);
  const values = steps === 'any' ? ticks.values : ticks.values.filter(Number.isInteger);
  setFont(context, theme, theme.tick);
  context.fillStyle = theme.quiet;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.setLineDash([]);
  for (const value of values) {
    const y = scale(value);
    context.fillText(written(value, ticks.step, steps), box.left - 8, y);
    if (!rules || value === scale.domain[0]) continue;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(box.left, Math.round(y) + 0.5);
    context.lineTo(box.right, Math.round(y) + 0.5);
    context.stroke();
    context.globalAlpha = 1;
  }
}

/** A small filled triangle that says "this goes on beyond the axis". */
export function arrowUp(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 5, y + 8);
  context.lineTo(x + 5, y + 8);
  context.closePath();
  context.fill();
}

export interface Placed {
  y: number;
  readonly text: string;
}

/** Moves labels apart vertically, at least `gap` pixels, inside [top, bottom], keeping their order. */
export function spread<T extends Placed>(labels: T[], gap: number, top: number, bottom: number): T[] {
  labels.sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of labels) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (let i = labels.length - 1; i >= 0; i -= 1) {
    const label = labels[i]!;
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  return labels;
}
