// Rank and frequency, both on logarithmic axes: the truth, and the generation shown.

import { axisBelow, axisLeft, type Box, haloText, type Placed, setFont, spread } from '../axes';
import { formatCount, formatNumber } from '../format';
import { linear, type Scale } from '../scale';
import type { Surface } from '../surface';
import type { Theme } from '../theme';

export interface RankPicture {
  /** Ascending, from 1; NaN beyond the vocabulary. */
  readonly ranks: Float64Array;
  /** Relative frequency at each rank; NaN or 0 where so many tokens are not there. Own: empty before generation 1. */
  readonly real: Float64Array;
  readonly own: Float64Array;
  readonly generation: number;
  /** What `real` is of: "real text". */
  readonly truth: string;
  /** The last rank. */
  readonly last: number;
  /** Index of the rank that is read out. */
  readonly cursor: number | null;
}

export class RankPlot {
  #picture: RankPicture | null = null;

  constructor(
    private readonly surface: Surface,
    private theme: Theme,
  ) {}

  set(picture: RankPicture, theme = this.theme): void {
    this.#picture = picture;
    this.theme = theme;
    this.draw();
  }

  get #box(): Box {
    const { width, height } = this.surface;
    return { left: 48, top: 12, right: width - 4, bottom: height - 28 };
  }

  /** Exponents of ten: of the rank, and of the frequency from the rarest real token to the whole text. */
  #scales({ last, real }: RankPicture): { x: Scale; y: Scale } {
    const { left, right, top, bottom } = this.#box;
    const rarest = Math.min(...real.filter(share => share > 0), 0.1);
    return {
      x: linear(0, Math.log10(Math.max(2, last)), left, right),
      y: linear(Math.floor(Math.log10(rarest) + 1e-9), 0, bottom, top),
    };
  }

  /** Index of the rank nearest to a pixel. */
  locate(px: number): number | null {
    const picture = this.#picture;
    if (picture === null) return null;
    const { x } = this.#scales(picture);
    let nearest: number | null = null;
    picture.ranks.forEach((rank, i) => {
      const away = Math.abs(x(Math.log10(rank)) - px);
      if (rank > 0 && (nearest === null || away < Math.abs(x(Math.log10(picture.ranks[nearest]!)) - px)))
        nearest = i;
    });
    return nearest;
  }

  /** The next different rank to the left or right. */
  step(index: number | null, by: number): number {
    const ranks = this.#picture?.ranks ?? new Float64Array(0);
    const count = ranks.findLastIndex(rank => rank > 0) + 1;
    if (index === null) return 0;
    let next = index + by;
    while (next > 0 && next < count - 1 && ranks[next] === ranks[index]) next += by;
    return Math.min(Math.max(next, 0), Math.max(0, count - 1));
  }

  read(index: number, token: string): string {
    const picture = this.#picture;
    const rank = picture?.ranks[index] ?? Number.NaN;
    if (picture === null || !(rank > 0)) return '';
    const said = (share: number | undefined): string =>
      share !== undefined && share > 0 ? `${formatNumber(100 * share)} %` : 'not there';
    return [
      `${token} number ${formatCount(rank)}`,
      `${said(picture.real[index])} of ${picture.truth}`,
      ...(picture.own.length > 0
        ? [`${said(picture.own[index])} in generation ${formatCount(picture.generation)}`]
        : []),
    ].join(' · ');
  }

  summary(token: string): string {
    const picture = this.#picture;
    if (picture === null) return '';
    const [real = Number.NaN] = picture.real;
    const [own = Number.NaN] = picture.own;
    const parts = [
      ...(own > 0
        ? [`${formatNumber(100 * own, 2)} % of generation ${formatCount(picture.generation)}`]
        : []),
      ...(real > 0 ? [`${formatNumber(100 * real, 2)} % of ${picture.truth}`] : []),
    ];
    const none = picture.own.length > 0 && !(own > 0);
    return [
      ...(none ? [`Generation ${formatCount(picture.generation)} holds no ${token}.`] : []),
      ...(parts.length > 0 ? [`The most frequent ${token} is ${parts.join(', ')}.`] : []),
    ].join(' ');
  }

  draw(): void {
    const context = this.surface.begin();
    const picture = this.#picture;
    if (context === null || picture === null) return;
    const { theme } = this;
    const box = this.#box;
    const { x, y } = this.#scales(picture);
    axisLeft(context, theme, y, box, true, 'powers');
    axisBelow(context, theme, x, box, box.bottom, 'rank', 'powers');
    if (picture.cursor !== null) {
      context.fillStyle = theme.rule;
      context.fillRect(
        Math.round(x(Math.log10(picture.ranks[picture.cursor]!))),
        box.top,
        1,
        box.bottom - box.top,
      );
    }
    const real = this.#line(context, picture, picture.real, theme.real, 2, x, y);
    const own = this.#line(context, picture, picture.own, theme.model, 1.6, x, y);
    if (own) this.#points(context, picture, x, y);
    this.#labels(context, box, picture, real, own);
  }

  /** Whether there was anything to draw. */
  #line(
    context: CanvasRenderingContext2D,
    { ranks }: RankPicture,
    shares: Float64Array,
    colour: string,
    width: number,
    x: Scale,
    y: Scale,
  ): boolean {
    let drawn = false;
    context.beginPath();
    ranks.forEach((rank, i) => {
      const share = shares[i] ?? Number.NaN;
      if (!(rank > 0 && share > 0)) return;
      context.lineTo(x(Math.log10(rank)), y(Math.log10(share)));
      drawn = true;
    });
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.setLineDash([]);
    context.stroke();
    return drawn;
  }

  #points(context: CanvasRenderingContext2D, { ranks, own }: RankPicture, x: Scale, y: Scale): void {
    context.fillStyle = this.theme.model;
    ranks.forEach((rank, i) => {
      if (!(rank > 0 && own[i]! > 0) || rank === ranks[i - 1]) return;
      context.beginPath();
      context.arc(x(Math.log10(rank)), y(Math.log10(own[i]!)), 2.4, 0, 2 * Math.PI);
      context.fill();
    });
  }

  /** In the empty corner above the lines, which fall from left to right. */
  #labels(
    context: CanvasRenderingContext2D,
    box: Box,
    { generation, truth }: RankPicture,
    real: boolean,
    own: boolean,
  ): void {
    const { theme } = this;
    const labels: (Placed & { readonly colour: string })[] = [];
    if (real) labels.push({ y: box.top + 8, text: truth, colour: theme.real });
    if (own)
      labels.push({ y: box.top + 9, text: `generation ${formatCount(generation)}`, colour: theme.model });
    setFont(context, theme, theme.tick, 600);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const { y, text, colour } of spread(labels, theme.tick + 4, box.top + 8, box.bottom)) {
      context.fillStyle = colour;
      haloText(context, theme, text, box.right, y);
    }
  }
}
