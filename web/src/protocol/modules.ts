// The core comes as two WebAssembly modules behind one border: a small one for the first view, and one that computes
// everything and is loaded when a spec asks for it.

export type ModuleName = 'core' | 'networks';

/** Kinds of model that only the module `networks` computes; the small one refuses them. */
const NETWORKS: readonly string[] = [
  'vae',
  'ngram',
  'transformer',
  'categorical',
  'poisson',
  'linear_regression',
];

/** Which module computes a spec (JSON). The small one for a text that is no spec: it says what is wrong with it. */
export function moduleOf(spec: string): ModuleName {
  try {
    const { model } = JSON.parse(spec) as { model?: { kind?: unknown } };
    return NETWORKS.includes(String(model?.kind)) ? 'networks' : 'core';
  } catch {
    return 'core';
  }
}
