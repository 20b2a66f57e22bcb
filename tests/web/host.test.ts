import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Stale } from '../../web/src/engine/errors';
import type { Ways } from '../../web/src/engine/host';
import { Simulation } from '../../web/src/engine/simulation';
import type { FromWorker, Request, StartReply, ToWorker } from '../../web/src/protocol/messages';
import type { ModuleName, Needs } from '../../web/src/protocol/modules';

/** A line whose other end is this test. */
interface Ends {
  readonly said: ToWorker[];
  answer(message: FromWorker): void;
}

let lines: Ends[];
let simulation: Simulation;

/** The module each line was opened with, in the order of the lines. */
let modules: ModuleName[];
let fetched: ModuleName[];

const ways: Ways = {
  fetch: async module => {
    fetched.push(module);
  },
  wasm: module => {
    modules.push(module);
    return new ArrayBuffer(0);
  },
  thread: receive => {
    const said: ToWorker[] = [];
    lines.push({ said, answer: receive });
    return { post: message => said.push(message), close: () => undefined };
  },
};

beforeEach(() => {
  lines = [];
  modules = [];
  fetched = [];
  simulation = new Simulation(ways);
});

const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

function line(index = 0): Ends {
  const found = lines[index];
  if (found === undefined) throw new Error(`There is no line ${index}.`);
  return found;
}

function started(generations: number): StartReply {
  const sections = { scene: [], frame: [] };
  const layout = JSON.stringify({ generations, columns: [{ name: 'mean' }], sections });
  return { layout, spec: '{}', changes: '{}', scene: new Float64Array(0), history: new Float64Array(6) };
}

/** Answers the newest `start` (or the one before it) on a line. */
function answerStart(generations: number, back = 1, on = line()): number {
  const asked = on.said
    .filter((message): message is Request & { kind: 'start' } => message.kind === 'start')
    .at(-back);
  if (asked === undefined) throw new Error('Nothing was started.');
  on.answer({ kind: 'reply', id: asked.id, answer: started(generations) });
  return asked.run;
}

const progress = (run: number, completed: number): FromWorker => ({
  kind: 'progress',
  run,
  from: 1,
  completed,
  finished: false,
  ended: '',
  history: new Float64Array(6 * completed),
});

test('an answer to an older start is dropped, whenever it comes', async () => {
  const first = simulation.start('{"seed":1}');
  await turn();
  const second = simulation.start('{"seed":2}');
  await turn();
  answerStart(10, 2);
  await expect(first).rejects.toBeInstanceOf(Stale);
  expect(simulation.hasStarted).toBe(false);
  answerStart(20);
  expect((await second).layout.generations).toBe(20);
});

test('progress of another run is acknowledged but not taken in', async () => {
  const start = simulation.start('{}');
  await turn();
  const run = answerStart(20);
  await start;
  line().answer(progress(run + 1, 5));
  expect(simulation.completed).toBe(0);
  line().answer(progress(run, 3));
  expect(simulation.completed).toBe(3);
  expect(line().said.filter(({ kind }) => kind === 'credit').length).toBe(2);
});

test('what a dead core still says is not heard', async () => {
  const start = simulation.start('{}');
  await turn();
  const run = answerStart(20);
  await start;
  line().answer({ kind: 'fatal', message: 'unreachable' });
  await turn();
  const again = answerStart(20, 1, line(1));
  expect(again).not.toBe(run);
  await turn();
  line(0).answer(progress(again, 9));
  expect(simulation.completed).toBe(0);
  line(1).answer(progress(again, 2));
  expect(simulation.completed).toBe(2);
});

test('the module comes first on every line', async () => {
  void simulation.describe().catch(() => undefined);
  line().answer({ kind: 'fatal', message: 'unreachable' });
  void simulation.describe().catch(() => undefined);
  expect(lines.map(({ said }) => said.map(({ kind }) => kind))).toEqual([
    ['load', 'describe'],
    ['load', 'describe'],
  ]);
});

const VAE = '{"model":{"kind":"vae"}}';
const PLAIN: Needs = { module: 'core', data: '', name: '' };
const NETWORKS: Needs = { ...PLAIN, module: 'networks' };

/** Answers the newest start on a line: it needs something else than what is ready. */
async function answerNeeds(needs: Needs, on = line()): Promise<void> {
  const asked = on.said.filter(({ kind }) => kind === 'start').at(-1) as Request;
  on.answer({ kind: 'reply', id: asked.id, answer: { needs } });
  await turn();
}

test('another kind of model restarts the core on the other module, and back', async () => {
  const first = simulation.start('{"model":{"kind":"gaussian"}}');
  await turn();
  answerStart(20);
  await first;
  const second = simulation.start(VAE);
  await turn();
  line(0).answer(progress(1, 3));
  await answerNeeds(NETWORKS);
  expect(simulation.completed).toBe(3);
  expect(modules).toEqual(['core', 'networks']);
  expect(line(1).said.at(-1)).toMatchObject({ kind: 'start', ready: NETWORKS });
  answerStart(5, 1, line(1));
  expect((await second).layout.generations).toBe(5);
  line(0).answer(progress(1, 7));
  expect(simulation.completed).toBe(0);
  void simulation.start('{"model":{"kind":"gmm"}}').catch(() => undefined);
  await turn();
  await answerNeeds(PLAIN, line(1));
  expect(modules).toEqual(['core', 'networks', 'core']);
  expect(fetched).toEqual(['networks', 'core']);
});

test('a check asked before the change of module is answered by the new one; a frame is stale', async () => {
  const start = simulation.start('{}');
  await turn();
  answerStart(20);
  await start;
  const checked = simulation.check('{}');
  const frame = simulation.frame(0, 0);
  void simulation.start(VAE).catch(() => undefined);
  await answerNeeds(NETWORKS);
  await expect(frame).rejects.toBeInstanceOf(Stale);
  const again = line(1).said.find((message): message is Request => message.kind === 'check');
  line(1).answer({ kind: 'reply', id: again?.id ?? -1, answer: { spec: '{"seed":9}', needs: PLAIN } });
  expect((await checked).spec).toBe('{"seed":9}');
});

test('a start that was overtaken while its module was on the way changes no module under the newer one', async () => {
  let there: () => void = () => undefined;
  const fetching = new Promise<void>(resolve => (there = resolve));
  const slow = new Simulation({ ...ways, fetch: name => (name === 'core' ? Promise.resolve() : fetching) });
  const first = slow.start('{}');
  answerStart(20);
  await first;
  const overtaken = expect(slow.start(VAE)).rejects.toBeInstanceOf(Stale);
  await answerNeeds(NETWORKS);
  const newer = slow.start(VAE.replace('vae', 'kde'));
  there();
  await turn();
  await overtaken;
  expect(modules).toEqual(['core']);
  await answerNeeds(NETWORKS);
  expect(modules).toEqual(['core', 'networks']);
  answerStart(5, 1, line(1));
  expect((await newer).layout.generations).toBe(5);
  slow.dispose();
});

test('a module that cannot be fetched leaves the one in use as it is', async () => {
  const broken = new Simulation({
    ...ways,
    fetch: name => (name === 'core' ? Promise.resolve() : Promise.reject(new Error('gone'))),
  });
  const start = broken.start('{}');
  await turn();
  answerStart(20);
  await start;
  const refused = expect(broken.start(VAE)).rejects.toThrow('gone');
  await answerNeeds(NETWORKS);
  await refused;
  await turn();
  // The run goes on; it is not begun again.
  expect(line().said.filter(({ kind }) => kind === 'start').length).toBe(2);
  line().answer(progress(1, 3));
  expect(broken.completed).toBe(3);
  void broken.describe();
  expect(modules).toEqual(['core']);
  expect(line().said.at(-1)?.kind).toBe('describe');
});

describe('a worker at work on something long', () => {
  /** Lines to workers; what a test leaves unanswered has not been heard. */
  let closed: Ends[];
  let deaf: Simulation;
  const workers: Ways = {
    ...ways,
    worker: receive => {
      const said: ToWorker[] = [];
      const ends = { said, answer: receive };
      lines.push(ends);
      return { post: message => said.push(message), close: () => closed.push(ends) };
    },
  };

  const loaded = (index: number): void => {
    line(index).answer({ kind: 'alive' });
    line(index).answer({ kind: 'reply', id: 0, answer: { abi: 4 } });
  };
  /** Lets time pass, and everything that follows from it. */
  const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const asked = (index: number, kind: ToWorker['kind']): Request[] =>
    line(index).said.filter((message): message is Request => message.kind === kind);

  const takeUp = (index: number): void =>
    line(index).answer({ kind: 'heard', id: asked(index, 'start').at(-1)?.id ?? -1 });

  beforeEach(async () => {
    vi.useFakeTimers();
    closed = [];
    deaf = new Simulation(workers);
    const start = deaf.start('{"seed":1}');
    await pass(0);
    loaded(0);
    takeUp(0);
    answerStart(20);
    await start;
  });
  afterEach(() => {
    deaf.dispose();
    vi.useRealTimers();
  });

  test('is ended when a new start is not heard, and the start goes to a new one', async () => {
    const frame = deaf.frame(0, 0).catch((error: unknown) => error);
    const start = deaf.start('{"seed":2}');
    await pass(1000);
    expect(closed).toEqual([line(0)]);
    expect(asked(1, 'start').map(request => request.kind === 'start' && request.spec)).toEqual([
      '{"seed":2}',
    ]);
    expect(await frame).toBeInstanceOf(Stale);
    loaded(1);
    answerStart(30, 1, line(1));
    expect((await start).layout.generations).toBe(30);
  });

  test('is left alone when it has heard the start, however long that takes', async () => {
    const start = deaf.start('{"seed":2}');
    await pass(10);
    takeUp(0);
    await pass(60_000);
    expect(closed).toEqual([]);
    answerStart(30);
    expect((await start).layout.generations).toBe(30);
  });

  test('is left alone while its core is on the way', async () => {
    const start = deaf.start('{"seed":2}');
    await pass(1000);
    await pass(5000);
    expect(lines.length).toBe(2);
    line(1).answer({ kind: 'alive' });
    await pass(60_000);
    expect(lines.length).toBe(2);
    loaded(1);
    await pass(60_000);
    expect(lines.length).toBe(2);
    answerStart(30, 1, line(1));
    await start;
  });

  test('goes on with its run while another core answers a check', async () => {
    const checked = deaf.check('{"seed":2}');
    await pass(1000);
    expect(lines.length).toBe(2);
    loaded(1);
    line(1).answer({
      kind: 'reply',
      id: asked(1, 'check').at(-1)?.id ?? -1,
      answer: { spec: '{"seed":9}', needs: PLAIN },
    });
    expect((await checked).spec).toBe('{"seed":9}');
    expect(closed).toEqual([line(1)]);
    line(0).answer(progress(1, 4));
    expect(deaf.completed).toBe(4);
  });

  test('that has kept a check waiting is ended at once when the start comes', async () => {
    const checked = deaf.check('{"seed":2}');
    await pass(1000);
    loaded(1);
    line(1).answer({
      kind: 'reply',
      id: asked(1, 'check').at(-1)?.id ?? -1,
      answer: { spec: '{"seed":2}', needs: PLAIN },
    });
    const start = deaf.start((await checked).spec);
    await pass(0);
    expect(closed).toEqual([line(1), line(0)]);
    loaded(2);
    answerStart(30, 1, line(2));
    await start;
  });

  test('only the newest of several starts is begun by the new one', async () => {
    const first = deaf.start('{"seed":2}').catch((error: unknown) => error);
    const second = deaf.start('{"seed":3}');
    await pass(1000);
    expect(asked(1, 'start').map(request => request.kind === 'start' && request.spec)).toEqual([
      '{"seed":3}',
    ]);
    expect(await first).toBeInstanceOf(Stale);
    loaded(1);
    answerStart(30, 1, line(1));
    await second;
  });

  test('is said to be silent, until it is heard again', async () => {
    const told: boolean[] = [];
    deaf.addEventListener('silent', () => told.push(deaf.silent));
    await pass(4000);
    line().answer(progress(1, 2));
    await pass(4000);
    expect(told).toEqual([]);
    await pass(4000);
    expect(told).toEqual([true]);
    line().answer(progress(1, 1));
    expect(told).toEqual([true, false]);
  });

  test('is not called silent while a start waits for a part of the page', async () => {
    const told: boolean[] = [];
    deaf.addEventListener('silent', () => told.push(deaf.silent));
    let arrived = (_: unknown): void => undefined;
    const start = deaf.start('{"seed":2}', () => new Promise(resolve => (arrived = resolve)));
    await pass(0);
    answerStart(30);
    await pass(20000);
    expect(told).toEqual([]);
    arrived(undefined);
    await start;
  });

  test('that never says a word is replaced by this thread, which is asked the same', async () => {
    const mute = new Simulation(workers);
    const start = mute.start('{"seed":4}');
    await pass(9000);
    expect(lines.length).toBe(2);
    await pass(2000);
    expect(asked(2, 'start').length).toBe(1);
    answerStart(30, 1, line(2));
    await start;
    mute.dispose();
  });

  test('hands its compiled module to the next', async () => {
    const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    vi.resetModules();
    const { Simulation: Fresh } = await import('../../web/src/engine/simulation');
    const one = new Fresh(workers);
    const [from, unpacked] = [lines.length, modules.length];
    void one.describe();
    line(from).answer({ kind: 'reply', id: 0, answer: { abi: 4, module } });
    void new Fresh(workers).describe();
    expect(line(from + 1).said[0]).toMatchObject({ kind: 'load', wasm: module });
    expect(modules.length).toBe(unpacked + 1);
  });
});

describe('a part that arrives damaged', () => {
  const SENTENCE = 'The part of the core that computes networks could not be started. It cannot be read.';
  let forgotten: ModuleName[];
  let damaged: boolean;
  let fragile: Simulation;

  beforeEach(async () => {
    forgotten = [];
    damaged = true;
    fragile = new Simulation({
      ...ways,
      forget: module => forgotten.push(module),
      wasm: module => {
        if (module === 'networks' && damaged) throw new Error('It cannot be read.');
        return new ArrayBuffer(0);
      },
    });
    const start = fragile.start('{"seed":1}');
    await turn();
    answerStart(20);
    await start;
  });

  test('is said, and the run before it goes on', async () => {
    const refused = expect(fragile.start(VAE)).rejects.toThrow(SENTENCE);
    await answerNeeds(NETWORKS);
    await refused;
    expect(forgotten).toEqual(['networks']);
    expect(lines.length).toBe(1);
    line().answer(progress(1, 3));
    expect(fragile.completed).toBe(3);
    damaged = false;
    const again = fragile.start(VAE);
    await answerNeeds(NETWORKS);
    answerStart(5, 1, line(1));
    expect((await again).layout.generations).toBe(5);
  });

  test('and is found to be so only in the worker: the run before it is begun again, and a check is answered', async () => {
    damaged = false;
    const start = fragile.start(VAE);
    await answerNeeds(NETWORKS);
    const checked = fragile.check('{}');
    line(1).answer({ kind: 'fatal', message: 'It cannot be read.' });
    await expect(start).rejects.toThrow(SENTENCE);
    await turn();
    expect(forgotten).toEqual(['networks']);
    expect(line(2).said.map(({ kind }) => kind)).toEqual(['load', 'check', 'start']);
    const asked = line(2).said.find((message): message is Request => message.kind === 'check');
    line(2).answer({ kind: 'reply', id: asked?.id ?? -1, answer: { spec: '{"seed":9}', needs: PLAIN } });
    expect((await checked).spec).toBe('{"seed":9}');
    const restarted = new Promise(resolve => fragile.addEventListener('restarted', resolve, { once: true }));
    answerStart(20, 1, line(2));
    await restarted;
  });

  test('that a core cannot be made of is no reason to give up workers', async () => {
    const opened: Ends[] = [];
    const before = lines.length;
    const wary = new Simulation({
      ...ways,
      worker: receive => {
        const said: ToWorker[] = [];
        opened.push({ said, answer: receive });
        return { post: message => said.push(message), close: () => undefined };
      },
    });
    // Each attempt asks the small module first, which is sound.
    for (const attempt of [0, 2]) {
      const start = wary.start(VAE);
      opened[attempt]?.answer({ kind: 'alive' });
      await answerNeeds(NETWORKS, opened[attempt]);
      opened[attempt + 1]?.answer({ kind: 'alive' });
      opened[attempt + 1]?.answer({ kind: 'fatal', message: 'It is damaged.' });
      await expect(start).rejects.toThrow('It is damaged.');
    }
    expect(opened.length).toBe(4);
    expect(lines.length).toBe(before);
    wary.dispose();
  });
});

test('until what shows an experiment is there the one before it stays, and nothing of the new one is lost', async () => {
  const start = simulation.start('{"seed":1}');
  await turn();
  answerStart(20);
  await start;
  let ready: () => void = () => undefined;
  const next = simulation.start('{"seed":2}', () => new Promise<void>(resolve => (ready = resolve)));
  await turn();
  const run = answerStart(30);
  await turn();
  line().answer(progress(run, 3));
  expect([simulation.generations, simulation.completed]).toEqual([20, 0]);
  ready();
  await next;
  expect([simulation.generations, simulation.completed]).toEqual([30, 3]);
});

test('where what shows an experiment cannot be had the run before it is begun again', async () => {
  const start = simulation.start('{"seed":1}');
  await turn();
  answerStart(20);
  await start;
  const next = simulation.start('{"seed":2}', () => Promise.reject(new Error('It is not there.')));
  await turn();
  answerStart(30);
  await expect(next).rejects.toThrow('It is not there.');
  await turn();
  expect(line().said.at(-1)).toMatchObject({ kind: 'start', spec: '{}' });
  answerStart(20);
  await turn();
  expect(simulation.generations).toBe(20);
});
