// The built modules in node, from COLLAPSE_WASM_DIR or build/wasm. A missing file fails the tests that ask for it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModuleName } from '../../../web/src/protocol/modules';
import { Core } from '../../../web/src/worker/core';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export function packedCore(module: ModuleName = 'core'): ArrayBuffer {
  const folder = process.env.COLLAPSE_WASM_DIR ?? path('../../../build/wasm');
  const bytes = readFileSync(join(folder, `${module}.wasm.lzma`));
  return new Uint8Array(bytes).buffer;
}

export const loadCore = (module: ModuleName = 'core'): Promise<Core> => Core.load(packedCore(module));

/** The CSV of a built-in table. */
export const tableText = (name: string): string =>
  readFileSync(path(`../../../core/data/${name}.csv`), 'utf8');
