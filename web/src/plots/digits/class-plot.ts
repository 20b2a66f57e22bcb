// Which digits the model draws: a bar a class, and the share of each among real digits as a mark across it.

import { axisLeft, type Box, setFont } from '../axes';
import { formatPercent } from '../format';
import { linear } from '../scale';
import type { Surface } from '../surface';
import type { Theme } from '../theme';
import { CLASSES, classColour } from './classes';

export interface ClassPicture {
  /** Ten shares; empty or NaN: not known yet. */
  readonly drawn: Float64Array;
  readonly real: Float64Array;
}

/** Axes end here, whichever the first is that nothing passes. */
const TOPS = [0.25, 0.5, 1];

export class ClassPlot {
  #picture: ClassPicture | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: ClassPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    return { left: 40, top: 10, right: width - 2, bottom: height - 24 };
  }

  locate(x: number): number | null {
    const { left, right } = this.#box;
    const digit = Math.floor(((x - left) / (right - left)) * CLASSES);
    return digit < 0 || digit >= CLASSES ? null : digit;
  }

  read(digit: number): string {
    const { drawn, real } = this.#picture ?? {};
    const said = (of: Float64Array | undefined, what: string): string => {
      const share = of?.[digit] ?? Number.NaN;
      return Number.isNaN(share) ? `share of ${what} not known` : `${formatPercent(share)} of ${what}`;
    };
    return `digit ${digit} · ${said(drawn, 'the draws')} · ${said(real, 'real digits')}`;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const { theme } = this;
    const box = this.#box;
    const highest = Math.max(0, ...[...picture.drawn, ...picture.real].filter(Number.isFinite));
    const y = linear(0, TOPS.find(top => top >= highest) ?? 1, box.bottom, box.top);
    axisLeft(context, theme, y, box, true);
    const step = (box.right - box.left) / CLASSES;
    context.textAlign = 'center';
    context.textBaseline = 'top';
    for (let digit = 0; digit < CLASSES; digit += 1) {
      const left = box.left + digit * step;
      const share = picture.drawn[digit] ?? Number.NaN;
      if (share > 0) {
        context.fillStyle = classColour(digit);
        context.fillRect(left + step * 0.15, y(share), step * 0.7, box.bottom - y(share));
      }
      setFont(context, theme, theme.tick, 600);
      context.fillStyle = theme.ink;
      context.fillText(String(digit), left + step / 2, box.bottom + 6);
      const real = picture.real[digit] ?? Number.NaN;
      if (!Number.isFinite(real)) continue;
      context.strokeStyle = theme.ground;
      context.lineWidth = 4;
      context.beginPath();
      context.moveTo(left + step * 0.05, y(real));
      context.lineTo(left + step * 0.95, y(real));
      context.stroke();
      context.strokeStyle = theme.real;
      context.lineWidth = 2;
      context.stroke();
    }
    context.strokeStyle = theme.rule;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(box.left, Math.round(box.bottom) + 0.5);
    context.lineTo(box.right, Math.round(box.bottom) + 0.5);
    context.stroke();
  }
}
