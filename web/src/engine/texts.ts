// Each built-in text lies in a script, loaded when a spec asks for it.

import type { ExperimentSpec } from '../protocol/spec.generated';
import { loadPacked, type Packed } from './packed';

declare global {
  /** By their names in a spec; made by scripts/prepare-texts.mjs. */
  var modelCollapseTexts: Readonly<Record<string, Packed>> | undefined;
}

/** Version of the files' format; stands in their names. */
const VERSION = 1;

/** The built-in text a canonical spec takes; undefined for other sources. */
export function corpusName(spec: string): string | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'corpus' ? source.corpus : undefined;
}

/** The text file of that name. */
export const loadText = (name: string): Promise<Uint8Array> =>
  loadPacked(
    () => globalThis.modelCollapseTexts?.[name],
    `text-${name}.v${VERSION}.js`,
    'The words of the text',
  );
