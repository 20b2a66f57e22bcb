// The built core in node: COLLAPSE_WASM or build/wasm/core.wasm. A missing file fails the tests that ask for it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Core } from '../../../web/src/worker/core';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export function gzippedCore(): ArrayBuffer {
  const bytes = gzipSync(readFileSync(process.env.COLLAPSE_WASM ?? path('../../../build/wasm/core.wasm')));
  return new Uint8Array(bytes).buffer;
}

export const loadCore = (): Promise<Core> => Core.load(gzippedCore());

/** The CSV of a built-in table. */
export const tableText = (name: string): string =>
  readFileSync(path(`../../../core/data/${name}.csv`), 'utf8');
