// The built-in tables lie in a script of their own, loaded when a spec names one.

import { loadBeside } from './beside';
import type { Data } from './data';

declare global {
  var modelCollapseTables: Readonly<Record<string, string>> | undefined;
}

/** The CSV of a table by its name in a spec. */
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
