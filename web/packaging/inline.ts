// Modules the build makes: the core as text and the worker as one script, so that the page needs no further request.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { offered, presetsScript } from './presets.ts';
import { mark, unindented } from './site.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The built modules; COLLAPSE_WASM_DIR names another place. */
export const modulePath = (name: 'core' | 'networks'): string =>
  join(process.env.COLLAPSE_WASM_DIR ?? path('../../build/wasm'), `${name}.wasm`);

/** A module as it is shipped: packed by scripts/pack.py when it was linked, as base64. */
function packed(name: 'core' | 'networks'): string {
  const file = `${modulePath(name)}.lzma`;
  try {
    return readFileSync(file).toString('base64');
  } catch {
    throw new Error(`A part of the core is missing (${file}): build it with ./lab build.`);
  }
}

/** The module `networks` as a classic script, loaded when a spec asks for it. */
export const networksScript = (): string =>
  `globalThis.modelCollapseNetworks = ${JSON.stringify(packed('networks'))};\n`;

/** `virtual:core-wasm`: the small module, and where the script with the other one lies. */
export function coreWasm(): Plugin {
  const id = '\0core-wasm';
  return {
    name: 'core-wasm',
    resolveId: name => (name === 'virtual:core-wasm' ? id : undefined),
    load(name) {
      if (name !== id) return undefined;
      this.addWatchFile(modulePath('core'));
      const script = `networks.js?${mark(readFileSync(modulePath('networks')))}`;
      return `export default ${JSON.stringify(packed('core'))};
export const networksScript = ${JSON.stringify(script)};`;
    },
  };
}

/** `virtual:presets`: the first preset, and where the script with all of them lies. */
export function presetList(): Plugin {
  const id = '\0presets';
  return {
    name: 'presets',
    resolveId: name => (name === 'virtual:presets' ? id : undefined),
    load(name) {
      if (name !== id) return undefined;
      return `export const first = ${JSON.stringify(offered()[0])};
export const presetsScript = ${JSON.stringify(`presets.js?${mark(presetsScript())}`)};`;
    },
  };
}

/** Templates and style sheets in `src/elements` without indentation; elsewhere in a script it means nothing. */
export function leanTemplates(): Plugin {
  const elements = path('../src/elements/');
  return {
    name: 'lean-templates',
    enforce: 'pre',
    transform: (code, id) => (id.startsWith(elements) ? { code: unindented(code), map: null } : undefined),
  };
}

/** A script of this folder's pages as one classic script without imports. */
export async function classicScript(entry: string, name: string): Promise<string> {
  const built = await build({
    configFile: false,
    plugins: [leanTemplates()],
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry: path(entry), formats: ['iife'], name } },
  });
  const [output] = [built].flat();
  if (output === undefined || !('output' in output)) throw new Error(`${entry} was not built.`);
  return output.output[0].code;
}

/** Parts of the page that are scripts of their own, loaded when they are asked for: their files' names, and where they are written. */
const VIEWS = {
  counts: ['count-views.js', 'views/counts/script.ts'],
  digits: ['digit-views.js', 'views/digits/script.ts'],
  help: ['help.js', 'views/help/script.ts'],
  plane: ['plane-views.js', 'views/plane/script.ts'],
  points: ['points.js', 'views/points/script.ts'],
  table: ['data-table.js', 'data-table.ts'],
  text: ['text-views.js', 'views/text/script.ts'],
  verdicts: ['verdicts.js', 'views/verdicts/script.ts'],
} as const;
type Part = keyof typeof VIEWS;

const viewScript = (part: Part): Promise<string> =>
  classicScript(`../src/elements/${VIEWS[part][1]}`, `modelCollapse_${part}`);

/** Each of those scripts by its file's name. */
export const viewScripts: Readonly<Record<string, () => Promise<string>>> = Object.fromEntries(
  (Object.keys(VIEWS) as Part[]).map(part => [VIEWS[part][0], () => viewScript(part)]),
);

/** `virtual:view-scripts`: where those scripts lie. */
export function viewAddresses(): Plugin {
  const id = '\0view-scripts';
  return {
    name: 'view-scripts',
    resolveId: name => (name === 'virtual:view-scripts' ? id : undefined),
    async load(name) {
      if (name !== id) return undefined;
      const lines = (Object.keys(VIEWS) as Part[]).map(async part => {
        const address = `${VIEWS[part][0]}?${mark(await viewScript(part))}`;
        return `export const ${part} = ${JSON.stringify(address)};`;
      });
      return (await Promise.all(lines)).join('\n');
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
      for (const file of ['core', 'dispatcher', 'entry', 'unpack'])
        this.addWatchFile(path(`../src/worker/${file}.ts`));
      const code = await classicScript('../src/worker/entry.ts', 'serve');
      return `export default function (port) { ${code}; return serve(port); }`;
    },
  };
}
