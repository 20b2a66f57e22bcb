// Each built-in text lies in a script, loaded when a spec asks for it.

import type { Data } from './data';
import { type Packed, packedData } from './packed';

declare global {
  /** By their names in a spec; made by scripts/prepare-texts.mjs. */
  var modelCollapseTexts: Record<string, Packed> | undefined;
}

/** Version of the files' format; stands in their names. */
const VERSION = 1;

/** The file of a text by its name in a spec. */
export const textData = (name: string): Data =>
  packedData('modelCollapseTexts', name, `text-${name}.v${VERSION}.js`, 'The words of the text');
