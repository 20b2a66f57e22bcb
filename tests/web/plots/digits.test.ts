import { beforeEach, expect, test, vi } from 'vitest';
import { ClassPlot } from '../../../web/src/plots/digits/class-plot';
import { CLASSES, classColour } from '../../../web/src/plots/digits/classes';
import { fitCell, ImageSheet } from '../../../web/src/plots/digits/image-sheet';
import { LatentPlot } from '../../../web/src/plots/digits/latent-plot';
import { StripPlot } from '../../../web/src/plots/digits/strip-plot';
import { WallPlot } from '../../../web/src/plots/digits/wall-plot';
import { LossPlot } from '../../../web/src/plots/loss-plot';
import { record, theme } from '../support/recorder';

/** What an ImageSheet has written, newest last. */
let written: Uint8ClampedArray[] = [];

beforeEach(() => {
  written = [];
  vi.stubGlobal('document', {
    createElement: () => ({
      getContext: () => ({
        putImageData: ({ data }: { data: Uint8ClampedArray }) => written.push(data),
      }),
    }),
  });
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
});

test('a cell never takes more than its room, and its pixels are whole device pixels unless it is smoothed', () => {
  for (const side of [14, 28])
    for (const ratio of [1, 1.5, 2, 3])
      for (let room = 4; room < 120; room += 0.7) {
        const { step, size, smooth } = fitCell(room, side, ratio);
        expect(step).toBeLessThanOrEqual(room);
        expect(size).toBeLessThan(step + 1e-9);
        if (!smooth) expect((size * ratio) / side).toBeCloseTo(Math.round((size * ratio) / side), 9);
        if (room * ratio > 12)
          expect(step * ratio).toBeGreaterThanOrEqual(Math.floor((room * ratio * 5) / 6) - 1);
      }
});

test('ink is opaque, paper and what is not a number transparent', () => {
  new ImageSheet().set(Float64Array.of(0, 1, 0.5, Number.NaN), 2, '#c24e00');
  const [pixels] = written;
  expect([...pixels!]).toEqual([194, 78, 0, 0, 194, 78, 0, 255, 194, 78, 0, 128, 194, 78, 0, 0]);
});

test('a sheet is written anew only when its images or its colour change', () => {
  const sheet = new ImageSheet();
  const images = new Float64Array(8);
  sheet.set(images, 2, '#000000');
  sheet.set(images, 2, '#000000');
  expect(written.length).toBe(1);
  sheet.set(images, 2, '#ffffff');
  sheet.set(images.slice(), 2, '#ffffff');
  expect(written.length).toBe(3);
  expect(sheet.count).toBe(2);
});

test('both walls lead to the same digit, and beside them there is none', () => {
  const plot = new WallPlot(record(900, 406).surface, theme);
  const wall = new Float64Array(64 * 14 * 14);
  plot.set({
    side: 14,
    drawn: wall.fill(0.25),
    real: wall,
    realClass: Float64Array.from({ length: 64 }, (_, i) => i % 10),
    caption: 'drawn by generation 3',
  });
  expect(plot.locate(5, 30)).toBe(0);
  expect(plot.locate(60, 30 + 47)).toBe(9);
  const right = Array.from({ length: 900 }, (_, x) => plot.locate(x, 30));
  // 0 … 7 twice, and a gap between them.
  expect(right.filter(index => index === 0).length).toBe(2 * right.slice(0, 100).filter(i => i === 0).length);
  expect(right.lastIndexOf(7) - right.indexOf(7)).toBeGreaterThan(376);
  expect(plot.locate(5, 10)).toBeNull();
  expect(plot.locate(899, 30)).toBeNull();
  expect(plot.read(11)).toBe('row 2, column 4 · drawn by generation 3: ink 25 % · real 1: ink 25 %');
});

test.each([
  [12, 500, 1],
  [200, 500, 7],
])(
  'a strip of %i generations has a column for every one it has room for, and a click leads there',
  (last, width, every) => {
    const recording = record(width, 320);
    const plot = new StripPlot(recording.surface, theme);
    const row = new Float64Array(10 * 14 * 14);
    const generations = Array.from({ length: last + 1 }, (_, g) => g);
    plot.set({ side: 14, generations, rows: generations.map(() => row), last, generation: last, seen: last });
    const found = new Set(Array.from({ length: width }, (_, x) => plot.locate(x)).filter(g => g !== null));
    expect([...found]).toEqual(generations.filter(g => g % every === 0));
    expect(recording.texts.some(({ text }) => text === '0')).toBe(true);
  },
);

test('a bar of a class rests on the axis, and shares that are not known are said not to be', () => {
  const recording = record(400, 220);
  const plot = new ClassPlot(recording.surface, theme);
  const real = new Float64Array(CLASSES).fill(0.1);
  plot.set({ drawn: Float64Array.from({ length: CLASSES }, (_, i) => (i === 3 ? 1 : 0)), real });
  expect(recording.texts.map(({ text }) => text)).toContain('1.0');
  expect(plot.read(3)).toBe('digit 3 · 100 % of the draws · 10 % of real digits');
  plot.set({ drawn: new Float64Array(0), real });
  expect(plot.read(3)).toBe('digit 3 · share of the draws not known · 10 % of real digits');
  expect(plot.locate(39)).toBeNull();
  expect(plot.locate(41)).toBe(0);
  expect(plot.locate(397)).toBe(9);
});

test('ten classes have ten colours', () => {
  expect(new Set(Array.from({ length: CLASSES }, (_, digit) => classColour(digit))).size).toBe(10);
});

test('the axis of the loss rests from one generation to the next and reads out what has come', () => {
  const recording = record(400, 220);
  const plot = new LossPlot(recording.surface, theme);
  const ticks = (): string[] => recording.texts.filter(({ x }) => x === 32).map(({ text }) => text);
  plot.set({ key: 'a', epochs: 10, unit: 'nats a digit', loss: Float64Array.of(125, 60, 55, Number.NaN) });
  const before = ticks();
  expect(before).toContain('150');
  expect(plot.read(40 + 0.3 * 352)).toBe('after 3.0 epochs · 60.0 nats a digit');
  expect(plot.read(391)).toBe('');
  recording.clear();
  plot.set({ key: 'a', epochs: 10, unit: 'nats a digit', loss: Float64Array.of(50, 40, 39, 38) });
  expect(ticks()).toEqual(before);
});

test('the latent map begins with the first encoder and keeps its limits after that', () => {
  const recording = record(300, 220);
  const plot = new LatentPlot(recording.surface, theme);
  const none = new Float64Array(2).fill(Number.NaN);
  plot.set({ key: 'a', real: { x: none, y: none, digit: none }, drawn: { x: none, y: none, digit: none } });
  expect(recording.texts.map(({ text }) => text).join()).toContain('begins with generation 1');
  const real = { x: Float64Array.of(-2, 2), y: Float64Array.of(-1, 1), digit: Float64Array.of(1, 7) };
  plot.set({ key: 'a', real, drawn: { x: none, y: none, digit: none } });
  recording.clear();
  const small = { x: Float64Array.of(0), y: Float64Array.of(0), digit: Float64Array.of(7) };
  plot.set({ key: 'a', real, drawn: small });
  // The draw stands in the middle; nothing has been zoomed.
  expect(plot.read(150, 110)).toBe('drawn, taken for a 7 at 0, 0');
  expect(plot.read(8, 110 + 71)).toBe('a real 1 at −2.00, −1.00');
  // A draw far outside makes room, and that room stays when it is gone.
  const far = { x: Float64Array.of(6), y: Float64Array.of(0), digit: Float64Array.of(7) };
  plot.set({ key: 'a', real, drawn: far });
  plot.set({ key: 'a', real, drawn: small });
  expect(plot.read(150, 110)).toBe('');
  expect(plot.read(8 + 284 / 4, 110)).toBe('drawn, taken for a 7 at 0, 0');
  plot.set({ key: 'b', real, drawn: small });
  expect(plot.read(150, 110)).toBe('drawn, taken for a 7 at 0, 0');
});
