// Files of the site beside their packed twins: x.js.br and x.js.gz. A server that knows them sends less; others do not mind.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Twins that save less are not worth a file. */
const LEAST_SAVED = 0.05;
const PACKED = /\.(br|gz)$/;

const WAYS: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  [
    '.br',
    bytes =>
      brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }),
  ],
  ['.gz', bytes => gzipSync(bytes, { level: 9 })],
];

/** Writes the twins of every file in a folder. */
export function writePacked(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry;
    if (!entry.isFile() || PACKED.test(name)) continue;
    const bytes = readFileSync(join(folder, name));
    for (const [ending, pack] of WAYS) {
      const packed = pack(bytes);
      if (packed.length <= (1 - LEAST_SAVED) * bytes.length)
        writeFileSync(join(folder, name + ending), packed);
    }
  }
}
