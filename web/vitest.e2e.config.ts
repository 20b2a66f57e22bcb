import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The built page in a real browser. Two files at a time: one alone leaves a part of two processors idle.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  cacheDir: fileURLToPath(new URL('node_modules/.vite-e2e', import.meta.url)),
  server: { fs: { strict: false } },
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A slow machine takes its time.
    expect: { poll: { timeout: 30_000 } },
  },
});
