import { beforeEach, expect, test } from 'vitest';
import { Stale } from '../../web/src/engine/errors';
import type { Ways } from '../../web/src/engine/host';
import { Simulation } from '../../web/src/engine/simulation';
import type { FromWorker, Request, StartReply, ToWorker } from '../../web/src/protocol/messages';
import { type ModuleName, moduleOf } from '../../web/src/protocol/modules';

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

test('a spec names its module; a text that is no spec goes to the small one', () => {
  for (const kind of ['vae', 'ngram', 'transformer'])
    expect(moduleOf(JSON.stringify({ model: { kind } }))).toBe('networks');
  for (const text of ['{"model":{"kind":"gmm"}}', '{}', 'null', '[', '', '{"model":null}', '7']) {
    expect(moduleOf(text)).toBe('core');
  }
});

test('another kind of model restarts the core on the other module, and back', async () => {
  const first = simulation.start('{"model":{"kind":"gaussian"}}');
  await turn();
  answerStart(20);
  await first;
  const second = simulation.start(VAE);
  await turn();
  expect(modules).toEqual(['core', 'networks']);
  answerStart(5, 1, line(1));
  expect((await second).layout.generations).toBe(5);
  line(0).answer(progress(1, 7));
  expect(simulation.completed).toBe(0);
  void simulation.start('{"model":{"kind":"gmm"}}').catch(() => undefined);
  await turn();
  expect(modules).toEqual(['core', 'networks', 'core']);
  expect(fetched).toEqual(['core', 'networks', 'core']);
});

test('a check asked before the change of module is answered by the new one; a frame is stale', async () => {
  const start = simulation.start('{}');
  await turn();
  answerStart(20);
  await start;
  const checked = simulation.check('{}');
  const frame = simulation.frame(0, 0);
  void simulation.start(VAE).catch(() => undefined);
  await expect(frame).rejects.toBeInstanceOf(Stale);
  const again = line(1).said.find((message): message is Request => message.kind === 'check');
  line(1).answer({ kind: 'reply', id: again?.id ?? -1, answer: { spec: '{"seed":9}' } });
  expect((await checked).spec).toBe('{"seed":9}');
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
  await expect(broken.start(VAE)).rejects.toThrow('gone');
  void broken.describe();
  expect(modules).toEqual(['core']);
  expect(line().said.at(-1)?.kind).toBe('describe');
});
