// A built-in text through the engine: the script of the page is unpacked, and the large module learns it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf } from '../../web/src/engine/data';
import type { Ways } from '../../web/src/engine/host';
import { Simulation } from '../../web/src/engine/simulation';
import type { ModuleName } from '../../web/src/protocol/modules';
import { Dispatcher } from '../../web/src/worker/dispatcher';
import { packedCore } from './support/real_core';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const modules: ModuleName[] = [];
/** The real modules, in this thread. */
const ways: Ways = {
  wasm: module => {
    modules.push(module);
    return packedCore(module);
  },
  thread: receive => {
    const dispatcher = new Dispatcher(message => receive(message));
    return {
      post: message => queueMicrotask(() => dispatcher.receive(message)),
      close: () => dispatcher.close(),
    };
  },
};

const simulation = new Simulation(ways);
beforeAll(() => {
  for (const name of ['names', 'moby-dick'])
    runInThisContext(readFileSync(path(`../../build/texts/page/text-${name}.v1.js`), 'utf8'));
});
afterAll(() => simulation.dispose());

test('the text is found by what a spec needs and unpacked', async () => {
  const data = dataOf({ module: 'networks', data: 'corpus', name: 'moby-dick' });
  const bytes = (await data?.load()) as Uint8Array;
  expect(new TextDecoder().decode(bytes.subarray(0, 8))).toBe('MCLTEXTS');
  expect(bytes.length).toBe(readFileSync(path('../../build/texts/moby-dick.bin')).length);
});

test('a text is learnt in the other module', async () => {
  const finished = new Promise(resolve => simulation.addEventListener('finished', resolve, { once: true }));
  await simulation.start(
    JSON.stringify({
      generations: 2,
      source: { kind: 'corpus', corpus: 'names', tokens: 'characters' },
      model: { kind: 'ngram' },
      samples: { n: 500 },
    }),
  );
  expect(modules.at(-1)).toBe('networks');
  await finished;
  expect(await simulation.hash()).toMatch(/^[0-9a-f]{16}$/);
});
