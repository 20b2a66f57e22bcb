// A whole experiment with digits through the engine: the script of the page, the large module, progress, frames.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf } from '../../web/src/engine/data';
import type { Ways } from '../../web/src/engine/host';
import { Simulation } from '../../web/src/engine/simulation';
import { PROGRESS_HEAD } from '../../web/src/protocol/layout';
import type { ModuleName } from '../../web/src/protocol/modules';
import { Dispatcher } from '../../web/src/worker/dispatcher';
import { packedCore } from './support/real_core';

const script = fileURLToPath(new URL('../../build/digits/page/digits-14.v1.js', import.meta.url));
const SPEC = JSON.stringify({
  generations: 2,
  source: { kind: 'digits' },
  model: { kind: 'vae', hidden: 16, latent: 2, epochs: 2 },
  samples: { n: 500 },
});

/** Which module each core was made of, one after the other. */
const modules: ModuleName[] = [];
/** The one read last, and the names of those that are kept compiled. */
let read: ModuleName = 'core';
const compiled = new Map<unknown, ModuleName>();
/** The real modules, in this thread. */
const ways: Ways = {
  wasm: module => {
    read = module;
    return packedCore(module);
  },
  thread: receive => {
    let name: ModuleName = 'core';
    const dispatcher = new Dispatcher(message => {
      if (message.kind === 'reply' && 'module' in message.answer) compiled.set(message.answer.module, name);
      receive(message);
    });
    return {
      post: message => {
        if ('wasm' in message) {
          name = compiled.get(message.wasm) ?? read;
          modules.push(name);
        }
        queueMicrotask(() => dispatcher.receive(message));
      },
      close: () => dispatcher.close(),
    };
  },
};

const simulation = new Simulation(ways);
beforeAll(() => {
  runInThisContext(readFileSync(script, 'utf8'));
});
afterAll(() => simulation.dispose());

test('the file of the page is found by what a spec needs and unpacked', async () => {
  expect(dataOf({ module: 'core', data: '', name: '' })).toBeUndefined();
  const bytes = (await dataOf({ module: 'networks', data: 'digits', name: '14' })?.load()) as Uint8Array;
  expect(new TextDecoder().decode(bytes.subarray(0, 8))).toBe('MCLDIGIT');
});

test('digits are learnt in the other module, with the fit in view, and the truth is measured on the way', async () => {
  const finished = new Promise(resolve => simulation.addEventListener('finished', resolve, { once: true }));
  const { layout, scene } = await simulation.start(SPEC);
  expect(modules.at(-1)).toBe('networks');
  expect(layout).toMatchObject({ model: 'vae', side: 14, has_density: false, laws: [] });
  expect(layout.attribution).toMatch(/^Digits: MNIST, .*CC BY-SA 3\.0/);
  expect(scene.section('real').length).toBe(64 * 14 * 14);
  const fit = await simulation.fitting();
  expect(fit.section('head').length).toBe(PROGRESS_HEAD.indexOf('phase'));
  expect(fit.section('wall').length).toBe(64 * 14 * 14);
  await finished;
  expect(simulation.series('classes_alive', 'mean')[0]).toBe(10);
  expect(simulation.series('latent_sd', 'mean')[0]).toBeGreaterThan(0);
  expect(simulation.series('test_elbo', 'mean')[2]).toBeLessThan(0);
  const frame = await simulation.frame(0, 2);
  expect(frame.pointsTotal).toBe(500);
  expect(frame.pointsReal).toBe(0);
  expect(frame.section('wall').every(value => value >= 0 && value <= 1)).toBe(true);
  expect((await simulation.ridges(0, 0, 2)).length).toBe(3 * layout.ridge_width);
  expect(await simulation.summary(0, 2)).toMatch(/^After 2 generations /);
});

test('a Gaussian afterwards goes back to the small module', async () => {
  const { layout } = await simulation.start('{"model":{"kind":"gaussian"},"generations":3}');
  expect(layout.model).toBe('gaussian');
  expect(modules.at(-1)).toBe('core');
});
