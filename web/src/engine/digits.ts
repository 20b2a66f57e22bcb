// The handwritten digits lie in a script for each size, loaded when a spec asks for them.

import type { Data } from './data';
import { type Packed, packedData } from './packed';

declare global {
  /** By the side of the images in pixels; made by scripts/prepare-digits.mjs. */
  var modelCollapseDigits: Record<number, Packed> | undefined;
}

/** Version of the files' format; stands in their names. */
const VERSION = 1;

/** The digits file of images of so many pixels in height and width. */
export const digitsData = (side: number): Data =>
  packedData('modelCollapseDigits', side, `digits-${side}.v${VERSION}.js`, 'The handwritten digits');
