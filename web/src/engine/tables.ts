// The built-in tables lie in a script of their own, loaded when a spec names one.

import type { ExperimentSpec } from '../protocol/spec.generated';
import { loadBeside } from './beside';

declare global {
  var modelCollapseTables: Readonly<Record<string, string>> | undefined;
}

/** Name of the built-in table a canonical spec takes its data from. */
export function builtInTable(spec: string): string | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'dataset' ? source.name : undefined;
}

export async function loadTable(name: string): Promise<string> {
  if (globalThis.modelCollapseTables === undefined) await loadBeside('tables.js', 'The built-in tables');
  const table = globalThis.modelCollapseTables?.[name];
  if (table === undefined) throw new Error(`There is no built-in table "${name}".`);
  return table;
}
