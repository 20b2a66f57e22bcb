import { beforeAll, describe, expect, it } from 'vitest';
import { type Place, PointLayer, type Points } from '../../../web/src/plots/point-layer';

/** What putImageData leaves on a transparent canvas of 20 × 10 pixels: [red, green, blue, alpha] at each. */
class Canvas {
  readonly pixels = new Map<string, readonly number[]>();
  putImageData(
    image: ImageData,
    x: number,
    y: number,
    left: number,
    top: number,
    width: number,
    height: number,
  ): void {
    for (let row = top; row < top + height; row += 1) {
      for (let column = left; column < left + width; column += 1) {
        const at = 4 * (row * image.width + column);
        this.pixels.set(`${x + column},${y + row}`, [...image.data.slice(at, at + 4)]);
      }
    }
  }
  at(x: number, y: number): readonly number[] {
    return this.pixels.get(`${x},${y}`) ?? [0, 0, 0, 0];
  }
}

const place: Place = { left: 3, top: 2, width: 20, height: 10, scaleX: 1, originX: 0, scaleY: 1, originY: 0 };
const look = { radius: 1.5, opacity: 0.4, model: '#c80000', real: '#0000c8' };

const points = (list: readonly (readonly [x: number, y: number, real?: number])[]): Points => ({
  x: Float64Array.from(list, p => p[0]),
  y: Float64Array.from(list, p => p[1]),
  reality: Float64Array.from(list, p => p[2] ?? 0),
  count: list.length,
});

function draw(list: Parameters<typeof points>[0], layer = new PointLayer()): Canvas {
  const canvas = new Canvas();
  layer.draw(canvas as unknown as CanvasRenderingContext2D, points(list), place, look);
  return canvas;
}

beforeAll(() => {
  globalThis.ImageData ??= class {
    readonly data: Uint8ClampedArray;
    constructor(
      readonly width: number,
      readonly height: number,
    ) {
      this.data = new Uint8ClampedArray(4 * width * height);
    }
  } as unknown as typeof ImageData;
});

describe('the layer of points', () => {
  it('gives one disc its colour and opacity', () => {
    expect(draw([[10, 5]]).at(13, 7)).toEqual([200, 0, 0, Math.round(255 * 0.4)]);
  });

  it('gives n discs over one another the opacity of drawing them one after the other', () => {
    for (const n of [2, 3, 7, 1000]) {
      const list = Array.from({ length: n }, () => [10, 5] as const);
      // A unit of depth is 1/256, so n discs are off by n/512 of a step of 1 - a at most.
      expect(Math.abs(draw(list).at(13, 7)[3]! - 255 * (1 - 0.6 ** n))).toBeLessThanOrEqual(1);
    }
  });

  it('mixes real and synthetic by number and not by order', () => {
    const one = draw([
      [10, 5, 1],
      [10, 5, 0],
      [10, 5, 0],
      [10, 5, 0],
    ]).at(13, 7);
    const other = draw([
      [10, 5, 0],
      [10, 5, 0],
      [10, 5, 0],
      [10, 5, 1],
    ]).at(13, 7);
    expect(one).toEqual(other);
    expect(one.slice(0, 3)).toEqual([150, 0, 50]);
  });

  it('shows the part of a disc that lies inside and nothing outside', () => {
    const canvas = draw([[0, 0]]);
    expect(canvas.at(3, 2)[3]).toBeGreaterThan(0);
    expect(canvas.at(4, 3)[3]).toBeGreaterThan(0);
    expect(
      [...canvas.pixels.keys()].every(key =>
        key
          .split(',')
          .map(Number)
          .every((v, i) => v >= (i === 0 ? 3 : 2)),
      ),
    ).toBe(true);
    expect(draw([[19, 9]]).at(23, 11)).toEqual([0, 0, 0, 0]);
  });

  it('leaves out points beyond the place and coordinates that are no numbers', () => {
    expect(
      draw([
        [-1, 5],
        [20, 5],
        [5, 10],
        [NaN, 5],
        [5, NaN],
        [Infinity, 5],
      ]).pixels.size,
    ).toBe(0);
  });

  it('keeps nothing of the picture before', () => {
    const layer = new PointLayer();
    draw(
      [
        [5, 5],
        [12, 6, 1],
      ],
      layer,
    );
    const again = draw([[8, 5]], layer);
    expect(again.pixels).toEqual(draw([[8, 5]]).pixels);
  });
});
