import { expect, test } from 'vitest';
import { Simulation } from '../../web/src/engine/simulation';
import { fakeWays } from './support/fake_core';

const until = (target: EventTarget, type: string): Promise<Event> =>
  new Promise(resolve => target.addEventListener(type, resolve, { once: true }));

test('a started simulation computes ahead to its last generation', async () => {
  const simulation = new Simulation(fakeWays());
  const finished = until(simulation, 'finished');
  const { layout } = await simulation.start('{"model":{"kind":"gaussian"},"generations":300}');
  await finished;
  expect(simulation.completed).toBe(300);
  expect(layout.generations).toBe(300);
  expect(simulation.series('variance', 'mean').length).toBe(301);
  expect((await simulation.frame(0, 300)).generation).toBe(300);
  simulation.dispose();
});
