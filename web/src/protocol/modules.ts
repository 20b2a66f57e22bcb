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
  'kde',
];

/** The part of a spec that decides; fields may be left out. */
interface Asked {
  readonly metrics?: unknown;
  readonly model?: {
    readonly kind?: unknown;
    readonly temperature?: unknown;
    readonly truncation?: unknown;
    readonly draws?: unknown;
  };
  readonly selection?: { readonly kind?: unknown };
}

/** Biased or selected draws, drawn statistics and further metrics are left out of the small module, too. */
const plain = ({ metrics = 'basic', model: m = {}, selection: s = {} }: Asked): boolean =>
  !NETWORKS.includes(String(m.kind)) &&
  metrics === 'basic' &&
  (m.temperature ?? 1) === 1 &&
  (m.truncation ?? 0) === 0 &&
  (m.draws ?? 'points') === 'points' &&
  (s.kind ?? 'none') === 'none';

/** Which module computes a spec (JSON). The small one for a text that is no spec: it says what is wrong with it. */
export function moduleOf(spec: string): ModuleName {
  try {
    return plain(JSON.parse(spec) as Asked) ? 'core' : 'networks';
  } catch {
    return 'core';
  }
}
