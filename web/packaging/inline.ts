// Modules the build makes: the core as text and the worker as one script, so that the page needs no further request.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The built core; COLLAPSE_WASM names another place. */
export const wasmPath = process.env.COLLAPSE_WASM ?? path('../../build/wasm/core.wasm');

/** `virtual:core-wasm`: the module, gzipped, as base64. */
export function coreWasm(): Plugin {
  const id = '\0core-wasm';
  return {
    name: 'core-wasm',
    resolveId: name => (name === 'virtual:core-wasm' ? id : undefined),
    load(name) {
      if (name !== id) return undefined;
      this.addWatchFile(wasmPath);
      let wasm: Buffer;
      try {
        wasm = readFileSync(wasmPath);
      } catch {
        return this.error(`The core is missing (${wasmPath}): build it with ./lab build.`);
      }
      return `export default ${JSON.stringify(gzipSync(wasm, { level: 9 }).toString('base64'))};`;
    },
  };
}

/** `virtual:worker-source`: the worker's script as text. */
export function workerSource(): Plugin {
  const id = '\0worker-source';
  return {
    name: 'worker-source',
    resolveId: name => (name === 'virtual:worker-source' ? id : undefined),
    async load(name) {
      if (name !== id) return undefined;
      for (const file of ['core', 'dispatcher', 'entry']) this.addWatchFile(path(`../src/worker/${file}.ts`));
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          lib: { entry: path('../src/worker/entry.ts'), formats: ['iife'], name: 'worker' },
        },
      });
      const [output] = [built].flat();
      if (output === undefined || !('output' in output)) return this.error('The worker was not built.');
      return `export default ${JSON.stringify(output.output[0].code)};`;
    },
  };
}
