// Two numbers for each of some places: the truth's as a circle, the model's as a dot on a stem.

import { axisBelow, axisLeft, type Box } from '../axes';
import { formatCount, formatNumber } from '../format';
import { linear, niceAbove, type Scale } from '../scale';
import type { Surface } from '../surface';
import type { Theme } from '../theme';

export interface PairPicture {
  /** The axis only grows while this stays the same. */
  readonly key: string;
  /** Whole numbers, ascending. */
  readonly x: Float64Array;
  readonly truth: Float64Array;
  /** Empty: none yet. */
  readonly model: Float64Array;
  readonly axis: string;
  /** The least the axis shows; else as far down as up. */
  readonly least?: number | undefined;
}

export class PairPlot {
  #picture: PairPicture | null = null;
  #reach: { key: string; value: number } | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: PairPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    return { left: 48, top: 10, right: width - 8, bottom: height - 28 };
  }

  #x({ x }: PairPicture): Scale {
    const { left, right } = this.#box;
    return linear((x[0] ?? 0) - 0.5, (x.at(-1) ?? 1) + 0.5, left, right);
  }

  read(px: number): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const at = Math.round(this.#x(picture).invert(px)) - (picture.x[0] ?? 0);
    const place = picture.x[at];
    if (place === undefined || Number.isNaN(place)) return '';
    const [truth = Number.NaN, now = Number.NaN] = [picture.truth[at], picture.model[at]];
    return [
      `${picture.axis} ${formatCount(place)}`,
      ...(Number.isNaN(truth) ? [] : [`${formatNumber(truth)} in truth`]),
      ...(Number.isNaN(now) ? [] : [`${formatNumber(now)} now`]),
    ].join(' · ');
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const { theme } = this;
    const box = this.#box;
    const { x: places, truth, model, least, key } = picture;
    const farthest = [...truth, ...model].reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
    const step = niceAbove(farthest / 3);
    const wanted = Math.ceil(farthest / step) * step;
    if (this.#reach?.key !== key || wanted > this.#reach.value) this.#reach = { key, value: wanted };
    const reach = this.#reach.value;
    const x = this.#x(picture);
    const y = linear(least ?? -reach, reach, box.bottom, box.top);
    axisLeft(context, theme, y, box, true);
    axisBelow(context, theme, x, box, box.bottom, picture.axis, 'whole');
    context.fillStyle = theme.rule;
    context.fillRect(box.left, Math.round(y(0)), box.right - box.left, 1);
    context.setLineDash([]);
    places.forEach((place, i) => {
      const now = model[i];
      if (now !== undefined) {
        context.fillStyle = theme.model;
        const [from, to] = [y(0), y(now)];
        context.fillRect(x(place) - 1, Math.min(from, to), 2, Math.abs(to - from));
        context.beginPath();
        context.arc(x(place), to, 3, 0, 2 * Math.PI);
        context.fill();
      }
      context.strokeStyle = theme.real;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x(place), y(truth[i]!), 4.5, 0, 2 * Math.PI);
      context.stroke();
    });
  }
}
