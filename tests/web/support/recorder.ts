// A canvas context that writes down what is drawn, for tests of plots without a browser.

import type { Surface } from '../../../web/src/plots/surface';
import type { Theme } from '../../../web/src/plots/theme';

export interface Stroke {
  readonly style: string;
  readonly dash: readonly number[];
  readonly points: readonly (readonly [number, number])[];
}

export interface Recording {
  readonly surface: Surface;
  readonly texts: { text: string; x: number; y: number; style: string }[];
  readonly strokes: Stroke[];
  clear(): void;
}

export const theme: Theme = {
  dark: false,
  ground: '#fbfaf7',
  ink: '#1b1f24',
  quiet: '#57606a',
  rule: '#d9d6ce',
  real: '#0072b2',
  model: '#c24e00',
  law: '#1b1f24',
  family: 'sans-serif',
  tick: 12,
  label: 14,
};

export function record(width: number, height: number): Recording {
  const texts: Recording['texts'] = [];
  const strokes: Stroke[] = [];
  let points: [number, number][] = [];
  let dash: number[] = [];
  const own: Record<string, unknown> = {
    fillStyle: '',
    strokeStyle: '',
    measureText: (text: string) => ({ width: text.length * 7 }),
    beginPath: () => {
      points = [];
    },
    moveTo: (x: number, y: number) => points.push([x, y]),
    lineTo: (x: number, y: number) => points.push([x, y]),
    setLineDash: (pattern: number[]) => {
      dash = pattern;
    },
    stroke: () => strokes.push({ style: String(own.strokeStyle), dash, points: [...points] }),
    fillText: (text: string, x: number, y: number) =>
      texts.push({ text, x, y, style: String(own.fillStyle) }),
  };
  const context = new Proxy(own, {
    get: (target, name: string) => (name in target ? target[name] : () => undefined),
    set: (target, name: string, value: unknown) => {
      target[name] = value;
      return true;
    },
  });
  const surface = { width, height, ratio: 1, context, begin: () => context } as unknown as Surface;
  return {
    surface,
    texts,
    strokes,
    clear: () => {
      texts.length = 0;
      strokes.length = 0;
    },
  };
}
