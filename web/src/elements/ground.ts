// What the element stands on. It paints no box of its own, so its colours must be legible on the page around it.

import { DARK, LIGHT } from './tokens';

export type Scheme = 'light' | 'dark';

interface Ground {
  readonly scheme: Scheme;
  /** The nearest colour painted behind the element, as CSS; null where there is none, or none that fits its text. */
  readonly colour: string | null;
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** Text lighter than this is meant for a dark ground: #8a8a8a, too light for 4.5 to 1 on white, is below it. */
const LIGHT_TEXT = 0.3;
/** Black and white are equally legible on a ground of this luminance. */
const LIGHT_GROUND = 0.18;

let canvas: CanvasRenderingContext2D | null = null;

/** Any CSS colour as a pixel of 0 … 255. */
export function pixelOf(colour: string): Pixel {
  const plain = colour
    .match(/^rgba?\(([^)]*)\)$/)?.[1]
    ?.match(/[\d.]+/g)
    ?.map(Number);
  if (plain !== undefined) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = plain;
    return [red, green, blue, 255 * alpha];
  }
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) return [0, 0, 0, 0];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}

/** Relative luminance as WCAG defines it, from 0 to 1. */
function luminance([red, green, blue]: Pixel): number {
  const linear = (value: number): number =>
    value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

const around = (node: Element): Element | null => {
  const root = node.getRootNode();
  return node.assignedSlot ?? node.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
};

/**
 * The page's own text tells whether its ground is light or dark, however that is painted: an image, a gradient, a slide's
 * background that is no ancestor.
 */
export function groundOf(element: Element): Ground {
  const parent = around(element);
  if (parent === null) return { scheme: 'light', colour: null };
  const scheme = luminance(pixelOf(getComputedStyle(parent).color)) > LIGHT_TEXT ? 'dark' : 'light';
  for (let node: Element | null = parent; node !== null; node = around(node)) {
    const colour = getComputedStyle(node).backgroundColor;
    const pixel = pixelOf(colour);
    if (pixel[3] < 250) continue;
    return { scheme, colour: luminance(pixel) > LIGHT_GROUND === (scheme === 'light') ? colour : null };
  }
  // Where nobody paints, a browser's ground for dark text is white.
  return { scheme, colour: scheme === 'light' ? '#ffffff' : null };
}

/** The element's colours on that ground. `wanted`: the author's choice, which paints its own ground where the page's does not suit it. */
export function groundStyles({ scheme, colour }: Ground, wanted: string | null): string {
  const shown = wanted === 'light' || wanted === 'dark' ? wanted : scheme;
  const tokens = Object.entries(shown === 'dark' ? DARK : LIGHT).map(
    ([name, value]) => `--mc-${name}: ${value};`,
  );
  const painted =
    shown === scheme ? (colour === null ? '' : `--mc-ground: ${colour};`) : 'background: var(--mc-ground);';
  return `@media screen { :host(:not([printing])) { ${tokens.join(' ')} color-scheme: ${shown}; ${painted} } }`;
}
