import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import {
  classicScript,
  coreWasm,
  leanTemplates,
  networksScript,
  presetList,
  viewAddresses,
  viewScripts,
  workerFunction,
} from './packaging/inline.ts';
import { writePacked } from './packaging/packed.ts';
import { presetsScript } from './packaging/presets.ts';
import { tablesScript, writeSite, written } from './packaging/site.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const pages = path('src/pages');
const out = process.env.COLLAPSE_DIST ?? path('../dist');

/** One classic script: the page with everything on it, or the element alone for embedding. */
const script = (name: string, first: boolean): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    outDir: out,
    emptyOutDir: first,
    copyPublicDir: false,
    lib: {
      entry: `${pages}/${name}.ts`,
      formats: ['iife'],
      name: name.replaceAll('-', '_'),
      fileName: () => `${name}.js`,
    },
  },
});

const site: Plugin = {
  name: 'site',
  buildApp: {
    order: 'post',
    handler: async () => {
      writeFileSync(`${out}/reading.js`, await classicScript('../src/pages/reading.ts', 'reading'));
      writeSite(pages, out);
      writeFileSync(`${out}/networks.js`, networksScript());
      writeFileSync(`${out}/presets.js`, presetsScript());
      for (const [name, make] of Object.entries(viewScripts)) writeFileSync(`${out}/${name}`, await make());
      writePacked(out);
    },
  },
  transformIndexHtml: { order: 'pre', handler: (html, { path: name }) => written(name.slice(1), html) },
  configureServer: server => {
    const scripts: Readonly<Record<string, () => string | Promise<string>>> = {
      'tables.js': tablesScript,
      'networks.js': networksScript,
      'presets.js': presetsScript,
      ...viewScripts,
    };
    for (const [name, make] of Object.entries(scripts)) {
      server.middlewares.use(`/${name}`, async (_, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(await make());
      });
    }
  },
};

export default defineConfig({
  root: pages,
  plugins: [leanTemplates(), coreWasm(), presetList(), workerFunction(), viewAddresses(), site],
  define: { 'process.env.NODE_ENV': '"production"' },
  server: { fs: { allow: [path('..')] } },
  environments: { laboratory: script('laboratory', true), element: script('model-collapse', false) },
  builder: {
    buildApp: async builder => {
      for (const name of ['laboratory', 'element']) {
        const environment = builder.environments[name];
        if (environment === undefined) throw new Error(`There is no environment ${name}.`);
        await builder.build(environment);
      }
    },
  },
});
