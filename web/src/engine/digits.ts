// The handwritten digits lie in a script for each size, loaded when a spec asks for them.

import type { ExperimentSpec } from '../protocol/spec.generated';
import type { Data } from './data';
import { type Packed, packedData } from './packed';

declare global {
  /** By the side of the images in pixels; made by scripts/prepare-digits.mjs. */
  var modelCollapseDigits: Record<number, Packed> | undefined;
}

/** Version of the files' format; stands in their names. */
const VERSION = 1;

/** Height and width in pixels of the digits a canonical spec takes; undefined for other sources. */
export function digitsSide(spec: string): number | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'digits' ? Number.parseInt(source.size ?? '', 10) : undefined;
}

/** The digits file of that size. */
export const digitsData = (side: number): Data =>
  packedData('modelCollapseDigits', side, `digits-${side}.v${VERSION}.js`, 'The handwritten digits');
