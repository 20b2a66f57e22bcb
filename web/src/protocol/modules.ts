// The core comes as two WebAssembly modules behind one border: a small one for the first view, and one that computes
// everything and is loaded when a spec asks for it. Either says of any spec what that needs.

export type ModuleName = 'core' | 'networks';

/** What has to be at hand before a spec can be computed. */
export interface Needs {
  readonly module: ModuleName;
  /** The kind of built-in data it takes; "" for none. */
  readonly data: '' | 'table' | 'digits' | 'corpus';
  /** Which of them: the table, the side of the digits in pixels, the corpus; "" for none. */
  readonly name: string;
}

export const sameNeeds = (a: Needs, b: Needs): boolean =>
  a.module === b.module && a.data === b.data && a.name === b.name;
