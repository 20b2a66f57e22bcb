import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { coreWasm, presetList, viewAddresses, workerFunction } from './packaging/inline.ts';

// The tests live in tests/web and tests/cli beside all other tests, so the root is the repository, not this folder.
// Plain node unless a test asks for a page on its first line: // @vitest-environment happy-dom
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [coreWasm(), presetList(), workerFunction(), viewAddresses()],
  cacheDir: fileURLToPath(new URL('node_modules/.vite', import.meta.url)),
  server: { fs: { strict: false } },
  test: {
    include: ['tests/web/**/*.test.ts', 'tests/cli/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    // All processors; Vitest would leave one idle, of two.
    maxWorkers: '100%',
  },
});
