// Grey images as pixels of one canvas, in one colour: ink is opaque, paper transparent.

import { channels } from '../theme';

export class ImageSheet {
  #canvas: HTMLCanvasElement | null = null;
  #values: Float64Array | null = null;
  #colour = '';
  #side = 1;
  count = 0;

  /** `values`: count x side^2 in [0, 1], rows from top to bottom. What is not a number becomes paper. */
  set(values: Float64Array, side: number, colour: string): void {
    if (values === this.#values && colour === this.#colour && side === this.#side) return;
    this.#values = values;
    this.#colour = colour;
    this.#side = side;
    this.count = Math.floor(values.length / side ** 2);
    this.#canvas ??= document.createElement('canvas');
    this.#canvas.width = side;
    this.#canvas.height = Math.max(1, side * this.count);
    const image = new ImageData(side, this.#canvas.height);
    const [red, green, blue] = channels(colour);
    for (let i = 0; i < side * side * this.count; i += 1) {
      // The array clamps, rounds and turns what is not a number into 0.
      image.data.set([red, green, blue, 255 * values[i]!], 4 * i);
    }
    this.#canvas.getContext('2d')?.putImageData(image, 0, 0);
  }

  /** Draws image `index` into a square of `size` CSS pixels. */
  draw(context: CanvasRenderingContext2D, index: number, x: number, y: number, { size, smooth }: Cell): void {
    if (this.#canvas === null || index >= this.count) return;
    context.imageSmoothingEnabled = smooth;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#canvas, 0, index * this.#side, this.#side, this.#side, x, y, size, size);
  }
}

/** How images stand in a grid, in CSS pixels: the step from one to the next, the size of one, and whether it is smoothed. */
export interface Cell {
  readonly step: number;
  readonly size: number;
  readonly smooth: boolean;
}

/**
 * The largest grid cell within `room` CSS pixels. Images are enlarged by a whole number of device pixels, so that all
 * their pixels are equally large, unless that would waste more than a sixth of the room: then they are smoothed into it.
 */
export function fitCell(room: number, side: number, ratio: number): Cell {
  const device = Math.floor(room * ratio);
  const times = Math.floor(device / (side * 1.1));
  const size = times * side;
  const step = size + Math.max(2, Math.round(size * 0.1));
  if (step > (device * 5) / 6) return { step: step / ratio, size: size / ratio, smooth: false };
  const gap = device > 12 ? 2 : 1;
  return { step: device / ratio, size: Math.max(1, device - gap) / ratio, smooth: true };
}
