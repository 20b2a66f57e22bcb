// Where the first generation's encoder puts digits: real ones as dots, those the model draws as crosses.

import { type Box, haloText, setFont } from '../axes';
import { formatNumber } from '../format';
import { linear, type Scale } from '../scale';
import type { Surface } from '../surface';
import { fade, type Theme } from '../theme';
import { CLASSES, classColour } from './classes';

/** Points with the class of each, 0 to 9; NaN where there is none. */
export interface ClassedPoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly digit: Float64Array;
}

export interface LatentPicture {
  /** Limits only grow while this stays the same. */
  readonly key: string;
  readonly real: ClassedPoints;
  readonly drawn: ClassedPoints;
}

interface Limits {
  readonly key: string;
  x: [number, number];
  y: [number, number];
}

export class LatentPlot {
  #picture: LatentPicture | null = null;
  #limits: Limits | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: LatentPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  /** Both axes have one scale, so that distances are as the encoder's. */
  #scales(): { x: Scale; y: Scale } | null {
    const limits = this.#limits;
    if (limits === null) return null;
    const { width, height } = this.surface;
    const box: Box = { left: 8, top: 8, right: width - 8, bottom: height - 8 };
    const [w, h] = [limits.x[1] - limits.x[0], limits.y[1] - limits.y[0]];
    const unit = Math.min((box.right - box.left) / w, (box.bottom - box.top) / h);
    const [cx, cy] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return {
      x: linear(limits.x[0], limits.x[1], cx - (unit * w) / 2, cx + (unit * w) / 2),
      y: linear(limits.y[0], limits.y[1], cy + (unit * h) / 2, cy - (unit * h) / 2),
    };
  }

  read(px: number, py: number): string {
    const scales = this.#scales();
    const picture = this.#picture;
    if (scales === null || picture === null) return '';
    let nearest = { distance: 12, text: '' };
    const look = ({ x, y, digit }: ClassedPoints, what: (digit: number) => string): void => {
      for (let i = 0; i < x.length; i += 1) {
        const distance = Math.hypot(scales.x(x[i]!) - px, scales.y(y[i]!) - py);
        if (distance >= nearest.distance) continue;
        nearest = { distance, text: `${what(digit[i]!)} at ${formatNumber(x[i]!)}, ${formatNumber(y[i]!)}` };
      }
    };
    look(picture.real, digit => `a real ${digit}`);
    look(picture.drawn, digit => `drawn, taken for a ${digit}`);
    return nearest.text;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    this.#grow(picture);
    const scales = this.#scales();
    if (scales === null) {
      setFont(context, this.theme, this.theme.tick);
      context.fillStyle = this.theme.quiet;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      const { width, height } = this.surface;
      context.fillText(
        'The map begins with generation 1, whose encoder draws it.',
        width / 2,
        height / 2,
        width,
      );
      return;
    }
    const { x, y } = scales;
    const { real, drawn } = picture;
    for (let i = 0; i < real.x.length; i += 1) {
      context.fillStyle = fade(classColour(real.digit[i]!), 0.55);
      context.beginPath();
      context.arc(x(real.x[i]!), y(real.y[i]!), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
    this.#drawNumerals(context, real, x, y);
    for (let digit = 0; digit < CLASSES; digit += 1) {
      context.beginPath();
      for (let i = 0; i < drawn.x.length; i += 1) {
        if (drawn.digit[i] !== digit) continue;
        const [px, py] = [x(drawn.x[i]!), y(drawn.y[i]!)];
        context.moveTo(px - 3.5, py);
        context.lineTo(px + 3.5, py);
        context.moveTo(px, py - 3.5);
        context.lineTo(px, py + 3.5);
      }
      // A rim of the ground keeps the crosses apart from the dots under them.
      context.strokeStyle = fade(this.theme.ground, 0.8);
      context.lineWidth = 3;
      context.stroke();
      context.strokeStyle = classColour(digit);
      context.lineWidth = 1.5;
      context.stroke();
    }
  }

  /** Each class's numeral at the middle of its real digits: colour alone must not tell them apart. */
  #drawNumerals(
    context: CanvasRenderingContext2D,
    { x: xs, y: ys, digit }: ClassedPoints,
    x: Scale,
    y: Scale,
  ): void {
    setFont(context, this.theme, this.theme.label, 700);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = this.theme.ink;
    for (let which = 0; which < CLASSES; which += 1) {
      let [sumX, sumY, count] = [0, 0, 0];
      for (let i = 0; i < xs.length; i += 1) {
        if (digit[i] !== which || !Number.isFinite(xs[i])) continue;
        sumX += xs[i]!;
        sumY += ys[i]!;
        count += 1;
      }
      if (count > 0) haloText(context, this.theme, String(which), x(sumX / count), y(sumY / count));
    }
  }

  #grow({ key, real, drawn }: LatentPicture): void {
    const known = this.#limits?.key === key ? this.#limits : null;
    const range = (was: [number, number] | undefined, ...lists: Float64Array[]): [number, number] => {
      let [low, high] = was ?? [Infinity, -Infinity];
      for (const list of lists) {
        for (const value of list) {
          if (value < low) low = value;
          if (value > high) high = value;
        }
      }
      return [low, high];
    };
    const [x, y] = [range(known?.x, real.x, drawn.x), range(known?.y, real.y, drawn.y)];
    this.#limits = x[0] < x[1] && y[0] < y[1] ? { key, x, y } : null;
  }
}
