// The page over fake cores, to look at without a built core: `npx vite --config ../tests/web/support/vite.fake.config.ts`.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { presetList, viewAddresses, viewScripts } from '../../../web/packaging/inline.ts';
import { presetsScript } from '../../../web/packaging/presets.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const fake: Plugin = {
  name: 'fake-core',
  enforce: 'pre',
  resolveId: id => (id.endsWith('/default_ways') ? '\0fake-ways' : undefined),
  load: id =>
    id === '\0fake-ways'
      ? `export { fakeWays as defaultWays } from ${JSON.stringify(path('./fake_core.ts'))};`
      : undefined,
  configureServer: server => {
    for (const [name, make] of Object.entries({ ...viewScripts, 'presets.js': presetsScript }))
      server.middlewares.use(`/src/pages/${name}`, async (_, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(await make());
      });
  },
};

export default defineConfig({
  root: path('../../../web'),
  plugins: [fake, presetList(), viewAddresses()],
  server: { fs: { strict: false } },
});
