// Thousands of translucent discs in one image, because as many fills would cost the frame.

import { channels } from './theme';

export interface Points {
  /** In data units, and 1 for real data, 0 for synthetic. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly reality: Float64Array;
  /** How many of them, from the first. */
  readonly count: number;
}

/** Device pixels: a rectangle, and what turns data units into pixels from its corner. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly originX: number;
  readonly scaleY: number;
  readonly originY: number;
}

/** Units of optical depth: a disc of opacity a adds -256 ln(1 - a). */
const UNIT = 256;
/** Beyond this depth a pixel is opaque to 8 bits. */
const OPAQUE = Math.ceil(UNIT * Math.log(512));
const ALPHA = Uint8Array.from({ length: OPAQUE + 1 }, (_, depth) =>
  Math.round(255 * (1 - Math.exp(-depth / UNIT))),
);

/**
 * Where discs overlap, their depths add up: the opacity that drawing one over the other gives, and no order to favour
 * one colour. Writes straight into the canvas, which must be empty there.
 */
export class PointLayer {
  #image = new ImageData(1, 1);
  #depth = new Uint32Array(1);
  #realDepth = new Uint32Array(1);

  draw(
    context: CanvasRenderingContext2D,
    points: Points,
    place: Place,
    look: { radius: number; opacity: number; model: string; real: string },
  ): void {
    // A margin all round, so that a disc across the edge needs no care; it is not put on the canvas.
    const reach = Math.ceil(look.radius);
    const side = 2 * reach + 1;
    const [width, height] = [place.width + 2 * reach, place.height + 2 * reach];
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
      this.#depth = new Uint32Array(width * height);
      this.#realDepth = new Uint32Array(width * height);
    }
    const [depth, realDepth] = [this.#depth, this.#realDepth];
    const stamp = disc(look.radius, look.opacity);
    // Corners of the discs' squares; the rectangle they span.
    let [left, top, right, bottom, mixed] = [width, height, -1, -1, false];
    for (let i = 0; i < points.count; i += 1) {
      const column = Math.round(place.originX + points.x[i]! * place.scaleX);
      const row = Math.round(place.originY + points.y[i]! * place.scaleY);
      // Written so that a coordinate that is no number is left out.
      if (!(column >= 0 && row >= 0 && column < place.width && row < place.height)) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      const real = points.reality[i] === 1;
      mixed ||= real;
      let at = row * width + column;
      for (let k = 0; k < stamp.length; at += width - side) {
        for (const end = k + side; k < end; k += 1, at += 1) {
          depth[at]! += stamp[k]!;
          if (real) realDepth[at]! += stamp[k]!;
        }
      }
    }
    if (right < 0) return;
    [right, bottom] = [right + side - 1, bottom + side - 1];
    this.#colour(left, top, right, bottom, mixed, channels(look.model), channels(look.real));
    [left, top] = [Math.max(left, reach), Math.max(top, reach)];
    [right, bottom] = [Math.min(right, width - 1 - reach), Math.min(bottom, height - 1 - reach)];
    const [x, y] = [place.left - reach, place.top - reach];
    context.putImageData(this.#image, x, y, left, top, right - left + 1, bottom - top + 1);
  }

  /** Turns the depths of the rectangle (inclusive) into pixels and clears them. */
  #colour(
    left: number,
    top: number,
    right: number,
    bottom: number,
    mixed: boolean,
    model: readonly number[],
    real: readonly number[],
  ): void {
    const { width } = this.#image;
    const pixels = new Uint32Array(this.#image.data.buffer);
    const [depth, realDepth] = [this.#depth, this.#realDepth];
    const plain = word(model);
    for (let row = top; row <= bottom; row += 1) {
      for (let at = row * width + left, end = row * width + right; at <= end; at += 1) {
        const here = depth[at]!;
        if (here === 0) {
          pixels[at] = 0;
          continue;
        }
        const alpha = ALPHA[Math.min(here, OPAQUE)]!;
        let colour = plain;
        if (mixed && realDepth[at]! > 0) {
          const share = realDepth[at]! / here;
          const mix = (c: number): number => Math.round(model[c]! + share * (real[c]! - model[c]!));
          colour = mix(0) + mix(1) * 0x100 + mix(2) * 0x10000;
          realDepth[at] = 0;
        }
        pixels[at] = colour + alpha * 0x1000000;
        depth[at] = 0;
      }
    }
  }
}

/** Red, green, blue as the low three bytes of a little-endian pixel. */
function word(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map(Math.round) as [number, number, number];
  return red + green * 0x100 + blue * 0x10000;
}

/** Optical depths of a disc's pixels, row by row of a square 2 ⌈radius⌉ + 1 wide; the rim by the share it covers. */
function disc(radius: number, opacity: number): Uint32Array {
  const reach = Math.ceil(radius);
  const stamp: number[] = [];
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy)));
      stamp.push(Math.round(-UNIT * Math.log(1 - cover * opacity)));
    }
  }
  return Uint32Array.from(stamp);
}
