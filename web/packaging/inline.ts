// Modules the build makes: the core as text and the worker as one script, so that the page needs no further request.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzip } from '@gfx/zopfli';
import { build, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The built core; COLLAPSE_WASM names another place. */
export const wasmPath = process.env.COLLAPSE_WASM ?? path('../../build/wasm/core.wasm');

const packed = (bytes: Buffer): Promise<Uint8Array> =>
  new Promise((resolve, reject) =>
    gzip(bytes, { numiterations: 15 }, (error, output) => (error ? reject(error) : resolve(output))),
  );

/** `virtual:core-wasm`: the module, gzipped as tightly as gzip goes (zopfli saves 4 % of the first load), as base64. */
export function coreWasm(): Plugin {
  const id = '\0core-wasm';
  return {
    name: 'core-wasm',
    resolveId: name => (name === 'virtual:core-wasm' ? id : undefined),
    async load(name) {
      if (name !== id) return undefined;
      this.addWatchFile(wasmPath);
      let wasm: Buffer;
      try {
        wasm = readFileSync(wasmPath);
      } catch {
        return this.error(`The core is missing (${wasmPath}): build it with ./lab build.`);
      }
      return `export default ${JSON.stringify(Buffer.from(await packed(wasm)).toString('base64'))};`;
    },
  };
}

/**
 * `virtual:worker`: the worker's whole script as one function that needs nothing from outside it. Its text makes the
 * worker; called as it is, it serves in the page's own thread. So the bundle holds it once.
 */
export function workerFunction(): Plugin {
  const id = '\0worker';
  return {
    name: 'worker-function',
    resolveId: name => (name === 'virtual:worker' ? id : undefined),
    async load(name) {
      if (name !== id) return undefined;
      for (const file of ['core', 'dispatcher', 'entry']) this.addWatchFile(path(`../src/worker/${file}.ts`));
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          lib: { entry: path('../src/worker/entry.ts'), formats: ['iife'], name: 'serve' },
        },
      });
      const [output] = [built].flat();
      if (output === undefined || !('output' in output)) return this.error('The worker was not built.');
      return `export default function (port) { ${output.output[0].code}; return serve(port); }`;
    },
  };
}
