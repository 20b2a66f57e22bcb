import { afterEach, describe, expect, test } from 'vitest';
import { startComparison, together } from '../../web/src/engine/compare';
import { CoreFailure, SpecError, Stale } from '../../web/src/engine/errors';
import type { Ways } from '../../web/src/engine/host';
import { Simulation } from '../../web/src/engine/simulation';
import { type FakeCore, fakeWays } from './support/fake_core';
import { tableText } from './support/real_core';

const SPEC = '{"model":{"kind":"gaussian"},"generations":300}';
const TEXT = '{"model":{"kind":"ngram"},"source":{"kind":"corpus"},"generations":5}';
const open: Simulation[] = [];

afterEach(() => {
  for (const simulation of open.splice(0)) simulation.dispose();
});

function made(ways: Ways = fakeWays()): Simulation {
  const simulation = new Simulation(ways);
  open.push(simulation);
  return simulation;
}

const until = (target: EventTarget, type: string): Promise<Event> =>
  new Promise(resolve => target.addEventListener(type, resolve, { once: true }));

describe('over a fake core', () => {
  test('it computes ahead to the last generation', async () => {
    const simulation = made();
    const finished = until(simulation, 'finished');
    const { layout } = await simulation.start(SPEC);
    await finished;
    expect(simulation.completed).toBe(300);
    expect(simulation.finished).toBe(true);
    expect(layout.generations).toBe(300);
    expect(simulation.series('variance', 'mean').length).toBe(301);
    expect(simulation.history.at(simulation.column('variance'), 'mean', 0)).toBe(1);
    expect((await simulation.frame(0, 300)).generation).toBe(300);
  });

  test('a frame is asked for once and then at hand', async () => {
    const simulation = made();
    await simulation.start(SPEC);
    expect(simulation.readyFrame(0, 0)).toBeUndefined();
    const asked = simulation.frame(0, 0);
    expect(simulation.frame(0, 0)).toBe(asked);
    const view = await asked;
    expect(simulation.readyFrame(0, 0)).toBe(view);
    expect(view.pointsX.length).toBe(view.pointsShown);
    expect(view.curveX.length).toBe(view.curveY.length);
  });

  test('words are asked for as JSON and answered as it', async () => {
    const simulation = made();
    const finished = until(simulation, 'finished');
    await simulation.start(TEXT);
    await finished;
    const { text, prompt } = await simulation.ask({ ask: 'text', run: 0, generation: 2, length: 12 });
    expect(prompt.map(([piece]) => piece).join('')).toBe('some leaning against the');
    expect(text.length).toBe(12);
    const { rows } = await simulation.ask({ ask: 'next', run: 0, generation: 1, before: 'the', most: 5 });
    expect(rows.map(({ first }) => first)).toEqual(rows.map(({ now }) => now));
    await expect(simulation.ask({ ask: 'lost', run: 0, generation: 9, most: 3 })).rejects.toThrow(
      'has not been computed',
    );
  });

  test('an experiment without words says so', async () => {
    const simulation = made();
    await simulation.start(SPEC);
    await expect(simulation.ask({ ask: 'text', run: 0, generation: 0 })).rejects.toBeInstanceOf(SpecError);
  });

  test('a run that ends early is finished with the generation whose training overflowed', async () => {
    const simulation = made(
      fakeWays(core => {
        core.endsAt = 2;
      }),
    );
    const finished = until(simulation, 'finished');
    await simulation.start(TEXT);
    expect(simulation.last).toBe(5);
    await finished;
    expect([simulation.completed, simulation.finished, simulation.generations]).toEqual([2, true, 5]);
    expect([simulation.last, simulation.endedEarly]).toEqual([2, 'its training overflowed']);
    await simulation.start(SPEC);
    expect([simulation.last, simulation.endedEarly]).toEqual([300, '']);
  });

  test('a frame that is refused can be asked for again', async () => {
    const simulation = made();
    simulation.pause();
    await simulation.start(SPEC);
    await expect(simulation.frame(0, 5)).rejects.toBeInstanceOf(SpecError);
    const finished = until(simulation, 'finished');
    simulation.resume();
    await finished;
    expect((await simulation.frame(0, 5)).generation).toBe(5);
  });

  test('a newer start makes the older one and its answers stale', async () => {
    const simulation = made();
    await simulation.start(SPEC);
    const frame = simulation.frame(0, 0);
    const first = simulation.start(SPEC.replace('300', '40'));
    const second = simulation.start(SPEC.replace('300', '20'));
    const late = simulation.frame(0, 0);
    await expect(first).rejects.toBeInstanceOf(Stale);
    expect((await second).layout.generations).toBe(20);
    expect((await frame).generation).toBe(0);
    expect(await late.catch((error: unknown) => error)).toBe(await frame);
    expect(simulation.generations).toBe(20);
  });

  test('progress of a run that is over is not taken in', async () => {
    const simulation = made();
    await simulation.start(SPEC.replace('300', '100000'));
    let most = 0;
    simulation.addEventListener('progress', () => {
      most = Math.max(most, simulation.completed);
    });
    const finished = until(simulation, 'finished');
    await simulation.start(SPEC.replace('300', '30'));
    expect(simulation.completed).toBe(0);
    most = 0;
    await finished;
    expect(most).toBe(30);
    expect(simulation.history.completed).toBe(30);
  });

  test('a refused start says where and why, and leaves the run before it at hand to the eye', async () => {
    const simulation = made();
    await simulation.start(SPEC);
    const reason = await simulation.start('{').catch((error: unknown) => error);
    expect(reason).toBeInstanceOf(SpecError);
    expect(simulation.layout.generations).toBe(300);
    expect(simulation.history.series(0, 'mean').length).toBeGreaterThan(0);
  });

  test('a dead core is rebuilt from the spec', async () => {
    const cores: FakeCore[] = [];
    const simulation = made(
      fakeWays(core => {
        if (cores.length === 0) core.trapIn = 2;
        cores.push(core);
      }),
    );
    const restarted = until(simulation, 'restarted');
    const finished = until(simulation, 'finished');
    await simulation.start(SPEC);
    await restarted;
    await finished;
    expect(cores.length).toBe(2);
    expect(simulation.completed).toBe(300);
    expect(simulation.series('variance', 'mean').length).toBe(301);
  });

  test('a core that dies again in the same run is reported, and the next start works', async () => {
    let fragile = true;
    const simulation = made(
      fakeWays(core => {
        if (fragile) core.trapIn = 1;
      }),
    );
    const failed = until(simulation, 'failed');
    await simulation.start(SPEC);
    expect((await failed) as CustomEvent<{ message: string }>).toMatchObject({
      detail: { message: 'unreachable' },
    });
    fragile = false;
    const finished = until(simulation, 'finished');
    await simulation.start(SPEC);
    await finished;
    expect(simulation.completed).toBe(300);
  });

  test('a core that cannot be loaded rejects and reports', async () => {
    const simulation = made(
      fakeWays(undefined, { load: () => Promise.reject(new Error('No WebAssembly here.')) }),
    );
    const failed = until(simulation, 'failed');
    await expect(simulation.start(SPEC)).rejects.toBeInstanceOf(CoreFailure);
    await failed;
  });

  test('a comparison has the same seed and the edits', async () => {
    const [one, two] = [made(), made()];
    await one.start('{"model":{"kind":"gaussian"},"seed":11}');
    await startComparison(one, two, { label: 'Accumulate', edits: [['/workflow/kind', 'accumulate']] });
    expect(JSON.parse(two.spec)).toEqual({ ...JSON.parse(one.spec), workflow: { kind: 'accumulate' } });
    const both = together(one, two);
    expect([both.generations, both.last]).toEqual([100, 100]);
    await Promise.all([one, two].map(each => (each.finished ? undefined : until(each, 'finished'))));
    expect(both.completed).toBe(100);
  });

  test('after dispose everything is stale', async () => {
    const simulation = made();
    await simulation.start(SPEC);
    const pending = simulation.hash();
    simulation.dispose();
    await expect(pending).rejects.toBeInstanceOf(Stale);
    await expect(simulation.check(SPEC)).rejects.toBeInstanceOf(Stale);
  });
});

describe('where workers are forbidden', () => {
  // Both kinds of refusal that browsers have. The first also leaves workers for good, for all simulations of the page,
  // so each test takes a fresh copy of the engine.
  const fresh = async (): Promise<typeof Simulation> => {
    const { vi } = await import('vitest');
    vi.resetModules();
    return (await import('../../web/src/engine/simulation')).Simulation;
  };

  test('one that throws is left for this thread', async () => {
    let tried = 0;
    const ways: Ways = {
      ...fakeWays(),
      worker: () => {
        ++tried;
        throw new Error('SecurityError');
      },
    };
    const Fresh = await fresh();
    const simulation = new Fresh(ways);
    expect((await simulation.start(SPEC)).layout.generations).toBe(300);
    simulation.dispose();
    const another = new Fresh(ways);
    await another.start(SPEC);
    another.dispose();
    expect(tried).toBe(1);
  });

  test('one that breaks before its first answer loses nothing that was asked', async () => {
    const Fresh = await fresh();
    const ways: Ways = {
      ...fakeWays(),
      worker: receive => {
        setTimeout(() => receive({ kind: 'fatal', message: 'blocked' }), 5);
        return { post: () => undefined, close: () => undefined };
      },
    };
    const simulation = new Fresh(ways);
    const [started, schema] = await Promise.all([simulation.start(SPEC), simulation.describe()]);
    expect(started.layout.generations).toBe(300);
    expect(schema.fields.length).toBeGreaterThan(0);
    simulation.dispose();
  });
});

describe('over the real core', () => {
  // Node has no Worker of the web's kind, so the engine finds its way to this thread.
  const real = (): Simulation => {
    const simulation = new Simulation();
    open.push(simulation);
    return simulation;
  };

  test('the same spec gives the same hash, another seed another', async () => {
    const hashes: string[] = [];
    for (const seed of [7, 7, 8]) {
      const simulation = real();
      const finished = until(simulation, 'finished');
      await simulation.start(`{"model":{"kind":"gaussian"},"generations":20,"seed":${seed}}`);
      await finished;
      hashes.push(await simulation.hash());
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  test('a spec that names a built-in table is given it', async () => {
    Object.assign(globalThis, { modelCollapseTables: { faithful: tableText('faithful') } });
    const simulation = real();
    const spec = '{"model":{"kind":"gaussian"},"source":{"kind":"dataset"},"generations":3}';
    const { layout } = await simulation.start(spec);
    expect(layout.has_density).toBe(false);
    expect(simulation.scene.section('table_points').length).toBe(272);
    Object.assign(globalThis, { modelCollapseTables: {} });
    await expect(simulation.start(spec)).rejects.toThrow('no built-in table "faithful"');
    Object.assign(globalThis, { modelCollapseTables: undefined });
  });

  test('lines and history agree where there is one lineage', async () => {
    const simulation = real();
    const finished = until(simulation, 'finished');
    await simulation.start('{"model":{"kind":"gaussian"},"generations":50}');
    await finished;
    const column = simulation.column('variance');
    const { block, to } = await simulation.lines(column, 1);
    expect(to).toBe(50);
    expect(block).toEqual(simulation.history.series(column, 'q50'));
    const frame = await simulation.frame(0, 50);
    expect(frame.value(column)).toBe(block[50]);
    expect((await simulation.ridges(0, 0, 50)).length).toBe(51 * simulation.layout.ridge_width);
    expect(await simulation.summary(0, 50)).toMatch(/^After 50 generations/);
  });
});
