// How a training goes: its loss over the epochs, in equal parts of the training.

import { axisBelow, axisLeft, type Box } from './axes';
import { formatNumber } from './format';
import { linear, niceAbove, type Scale } from './scale';
import type { Surface } from './surface';
import type { Theme } from './theme';

export interface LossPicture {
  /** The axis only grows while this stays the same. */
  readonly key: string;
  readonly epochs: number;
  /** What the loss is measured in: "nats a digit". */
  readonly unit: string;
  /** Mean loss of equal parts of the training; NaN where it has not come yet. */
  readonly loss: Float64Array;
}

export class LossPlot {
  #picture: LossPicture | null = null;
  #top: { key: string; value: number } | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: LossPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    return { left: 40, top: 10, right: width - 8, bottom: height - 28 };
  }

  #x(picture: LossPicture): Scale {
    const { left, right } = this.#box;
    return linear(0, picture.epochs, left, right);
  }

  read(px: number): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const epoch = this.#x(picture).invert(px);
    const value = picture.loss[Math.floor((epoch / picture.epochs) * picture.loss.length)];
    if (value === undefined || !Number.isFinite(value)) return '';
    return `after ${formatNumber(Math.max(0, epoch), 2)} epochs · ${formatNumber(value)} ${picture.unit}`;
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const box = this.#box;
    const x = this.#x(picture);
    const highest = Math.max(0, ...picture.loss.filter(Number.isFinite));
    const step = niceAbove((highest || 1) / 4);
    const top = Math.max(
      step * Math.ceil(highest / step),
      step,
      this.#top?.key === picture.key ? this.#top.value : 0,
    );
    if (highest > 0) this.#top = { key: picture.key, value: top };
    const y = linear(0, top, box.bottom, box.top);
    axisLeft(context, this.theme, y, box, true);
    axisBelow(context, this.theme, x, box, box.bottom, 'epoch', 'whole');
    context.beginPath();
    picture.loss.forEach((value, i) => {
      if (Number.isFinite(value))
        context.lineTo(x(((i + 0.5) / picture.loss.length) * picture.epochs), y(value));
    });
    context.strokeStyle = this.theme.model;
    context.lineWidth = 2;
    context.lineJoin = 'round';
    context.stroke();
  }
}
