// Each built-in text lies in a script, loaded when a spec asks for it.

import type { ExperimentSpec } from '../protocol/spec.generated';
import type { Data } from './data';
import { type Packed, packedData } from './packed';

declare global {
  /** By their names in a spec; made by scripts/prepare-texts.mjs. */
  var modelCollapseTexts: Record<string, Packed> | undefined;
}

/** Version of the files' format; stands in their names. */
const VERSION = 1;

/** The built-in text a canonical spec takes; undefined for other sources. */
export function corpusName(spec: string): string | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'corpus' ? source.corpus : undefined;
}

/** The text file of that name. */
export const textData = (name: string): Data =>
  packedData('modelCollapseTexts', name, `text-${name}.v${VERSION}.js`, 'The words of the text');
