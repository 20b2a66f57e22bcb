// The built-in tables lie in a script of their own, loaded when a spec names one.

import type { ExperimentSpec } from '../protocol/spec.generated';
import { loadBeside } from './beside';
import type { Data } from './data';

declare global {
  var modelCollapseTables: Readonly<Record<string, string>> | undefined;
}

/** Name of the built-in table a canonical spec takes its data from. */
export function builtInTable(spec: string): string | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'dataset' ? source.name : undefined;
}

/** Its CSV. */
export const tableData = (name: string): Data => ({
  load: async () => {
    const tables = await loadBeside('tables.js', 'The built-in tables', () => globalThis.modelCollapseTables);
    const table = tables[name];
    if (table === undefined) throw new Error(`There is no built-in table "${name}".`);
    return table;
  },
  forget: () => {
    globalThis.modelCollapseTables = undefined;
  },
});
