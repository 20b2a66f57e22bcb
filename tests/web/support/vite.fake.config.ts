// The page over fake cores, to look at without a built core: `npx vite --config ../tests/web/support/vite.fake.config.ts`.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const fake: Plugin = {
  name: 'fake-core',
  enforce: 'pre',
  resolveId: id => (id.endsWith('/default_ways') ? '\0fake-ways' : undefined),
  load: id =>
    id === '\0fake-ways'
      ? `export { fakeWays as defaultWays } from ${JSON.stringify(path('./fake_core.ts'))};`
      : undefined,
};

export default defineConfig({
  root: path('../../../web'),
  plugins: [fake],
  server: { fs: { strict: false } },
});
