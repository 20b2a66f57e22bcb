// The handwritten digits lie in a script for each size, loaded when a spec asks for them.

import type { ExperimentSpec } from '../protocol/spec.generated';
import { loadBeside } from './beside';

declare global {
  /** By the side of the images in pixels; made by scripts/prepare-digits.mjs. */
  var modelCollapseDigits:
    | Readonly<Record<number, { readonly attribution: string; readonly gzip: string }>>
    | undefined;
}

/** Version of the files' format; stands in their names. */
const VERSION = 1;

/** Height and width in pixels of the digits a canonical spec takes; undefined for other sources. */
export function digitsSide(spec: string): number | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'digits' ? Number.parseInt(source.size ?? '', 10) : undefined;
}

/** The digits file of that size. */
export async function loadDigits(side: number): Promise<Uint8Array> {
  if (globalThis.modelCollapseDigits?.[side] === undefined)
    await loadBeside(`digits-${side}.v${VERSION}.js`, 'The handwritten digits');
  const packed = globalThis.modelCollapseDigits?.[side];
  if (packed === undefined) throw new Error(`There are no digits of ${side} × ${side} pixels.`);
  const bytes = Uint8Array.from(atob(packed.gzip), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
