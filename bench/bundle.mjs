// A script and all it imports as one text, by the bundler the page is built with.

import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const web = createRequire(new URL('../web/package.json', import.meta.url));

/** name: a script of this folder. For a page: an ordinary script; for node: a CommonJS module of the same parts. */
export async function bundle(name, platform) {
  const { rolldown } = await import(
    pathToFileURL(createRequire(web.resolve('vite')).resolve('rolldown')).href
  );
  const build = await rolldown({
    input: fileURLToPath(new URL(name, import.meta.url)),
    platform,
    logLevel: 'silent',
    // TensorFlow.js keeps its gradients out of the files it offers to node.
    resolve: { mainFields: platform === 'browser' ? ['browser', 'module', 'main'] : ['module', 'main'] },
  });
  const { output } = await build.generate({ format: platform === 'browser' ? 'iife' : 'cjs' });
  return output[0].code;
}
