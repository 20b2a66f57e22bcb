// Where the bytes of the two modules come from: the small one is part of this bundle, the other a script beside it.

import core, { networksScript } from 'virtual:core-wasm';
import type { ModuleName } from '../protocol/modules';
import { loadBeside } from './beside';

/** What the module `networks` is, in a sentence. */
const NETWORKS = 'The part of the core that computes networks';

declare global {
  /** Module `networks`, packed, as base64. */
  var modelCollapseNetworks: string | undefined;
}

/** Brings the module into memory if it is not there yet. */
export async function fetchModule(name: ModuleName): Promise<void> {
  if (name === 'networks') await loadBeside(networksScript, NETWORKS, () => globalThis.modelCollapseNetworks);
}

/** The module cannot be read: the next `fetchModule` asks for it anew. */
export function forgetModule(name: ModuleName): void {
  if (name === 'networks') globalThis.modelCollapseNetworks = undefined;
}

/** A fresh copy of a module that has been fetched, packed as .lzma. Throws where that cannot be read. */
export function moduleBytes(name: ModuleName): ArrayBuffer {
  const text = name === 'core' ? core : globalThis.modelCollapseNetworks;
  if (text === undefined) throw new Error(`The module ${name} has not been loaded.`);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}
