import { afterEach, expect, test } from 'vitest';
import type { Progress } from '../../web/src/protocol/messages';
import type { Needs } from '../../web/src/protocol/modules';
import { Core } from '../../web/src/worker/core';
import type { CoreLike, Surroundings } from '../../web/src/worker/dispatcher';
import { answered, Conversation, refused } from './support/conversation';
import { FakeCore } from './support/fake_core';
import { packedCore } from './support/real_core';

const SPEC =
  '{"model":{"kind":"gmm"},"source":{"kind":"mixture"},"generations":30,"runs":3,"samples":{"n":60}}';
/** All that SPEC needs. */
const READY: Needs = { module: 'core', data: '', name: '' };
const open: Conversation[] = [];

afterEach(() => {
  for (const conversation of open.splice(0)) conversation.close();
});

async function talk(around: Partial<Surroundings> = {}): Promise<Conversation> {
  const conversation = new Conversation({
    load: gzipped => Core.load(gzipped),
    now: () => performance.now(),
    ...around,
  });
  open.push(conversation);
  answered(await conversation.ask('load', { wasm: packedCore() }));
  return conversation;
}

/** A clock on which every slice lasts so long. */
function clock(millisecondsPerReading: number): () => number {
  let now = 0;
  return () => {
    now += millisecondsPerReading;
    return now;
  };
}

const finished = (conversation: Conversation) => (): boolean =>
  conversation.progress.at(-1)?.finished === true;

async function whole(
  around: Partial<Surroundings>,
): Promise<{ hash: string; csv: string; parts: Progress[] }> {
  const conversation = await talk(around);
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  await conversation.until(finished(conversation));
  const { text: hash } = answered(await conversation.ask('hash', { run: 1 }));
  const { text: csv } = answered(await conversation.ask('csv', { run: 1, every: 1 }));
  return { hash, csv, parts: conversation.progress };
}

test('the result does not depend on how the worker slices it', async () => {
  const calls: number[] = [];
  const counted = async (wasm: ArrayBuffer | WebAssembly.Module): Promise<CoreLike> => {
    const core = await Core.load(wasm);
    const advance = core.advance.bind(core);
    let count = 0;
    core.advance = (handle, work) => {
      calls[calls.length - 1] = ++count;
      return advance(handle, work);
    };
    calls.push(0);
    return core;
  };
  const fine = await whole({ now: clock(1000), load: counted });
  const coarse = await whole({ now: clock(0), load: counted });
  const natural = await whole({});
  expect(calls[0]).toBeGreaterThan(10 * (calls[1] ?? 0));
  expect(fine.hash).toBe(coarse.hash);
  expect(fine.hash).toBe(natural.hash);
  expect(fine.csv).toBe(coarse.csv);
  expect(fine.parts.length).toBeGreaterThan(coarse.parts.length);
});

test('the pieces of the history join without a gap', async () => {
  const { parts } = await whole({ now: clock(1000) });
  let next = 0; // the truth comes once more with the first generation
  for (const { from, completed, history } of parts) {
    expect(from).toBe(next);
    expect(history.length % (completed - from + 1)).toBe(0);
    next = completed + 1;
  }
  expect(next).toBe(31);
});

test('progress waits for its credit and then comes in one piece', async () => {
  const conversation = await talk({ now: clock(1000) });
  conversation.acknowledges = false;
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  await conversation.until(() => conversation.progress.length === 1);
  while ((await conversation.ask('summary', { run: 1, lineage: 0, generation: 30 })).kind !== 'reply') {
    await new Promise(resolve => setTimeout(resolve));
  }
  expect(conversation.progress.length).toBe(1);
  conversation.credit(1);
  expect(conversation.progress.length).toBe(2);
  expect(conversation.progress[1]).toMatchObject({ completed: 30, finished: true });
});

test('a start for which the page is not ready ends nothing, and is told what it needs', async () => {
  const conversation = await talk();
  const long = SPEC.replace('"generations":30', '"generations":5000');
  answered(await conversation.ask('start', { run: 1, spec: long, table: '', ready: READY }));
  const table = SPEC.replace('"mixture"', '"dataset","name":"galaxies"');
  const needs = { module: 'core', data: 'table', name: 'galaxies' };
  expect(answered(await conversation.ask('start', { run: 2, spec: table, table: '', ready: READY }))).toEqual(
    {
      needs,
    },
  );
  expect(answered(await conversation.ask('check', { spec: table, edits: [] })).needs).toEqual(needs);
  expect(answered(await conversation.ask('hash', { run: 1 })).text).toMatch(/^[0-9a-f]{16}$/);
});

test('a start is heard before it is answered, so that a long one is not taken for deafness', async () => {
  const order: string[] = [];
  const conversation = await talk({
    load: async wasm => {
      const core = await Core.load(wasm);
      const create = core.create.bind(core);
      core.create = (spec, table) => {
        order.push(`heard ${conversation.heard.length}`);
        return create(spec, table);
      };
      return core;
    },
  });
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  expect(order).toEqual(['heard 1']);
});

test('long work between two generations gives signs of life', async () => {
  const conversation = await talk({ now: clock(1500) });
  conversation.acknowledges = false;
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  await conversation.until(() => conversation.beats > 3);
  expect(conversation.progress.length).toBeLessThanOrEqual(1);
});

test('a compiled module makes a core as well as a packed one', async () => {
  const { module } = await Core.load(packedCore());
  const conversation = new Conversation({ load: wasm => Core.load(wasm), now: () => 0 });
  open.push(conversation);
  expect(answered(await conversation.ask('load', { wasm: module })).module).toBe(module);
  expect(answered(await conversation.ask('describe', {})).schema).toContain('/samples/n');
});

test('an older run is stale, and a newer start ends it', async () => {
  const conversation = await talk();
  const long = SPEC.replace('"generations":30', '"generations":5000');
  answered(await conversation.ask('start', { run: 1, spec: long, table: '', ready: READY }));
  answered(await conversation.ask('start', { run: 2, spec: SPEC, table: '', ready: READY }));
  expect((await conversation.ask('hash', { run: 1 })).kind).toBe('stale');
  await conversation.until(finished(conversation));
  expect(conversation.progress.every(({ run }) => run === 2)).toBe(true);
  expect((await conversation.ask('frame', { run: 1, lineage: 0, generation: 1 })).kind).toBe('stale');
});

test('a start that the core cannot make leaves nothing running, one that is no spec everything', async () => {
  const conversation = await talk();
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  expect(refused(await conversation.ask('start', { run: 2, spec: '{}', table: '', ready: READY })).path).toBe(
    '/model/kind',
  );
  expect((await conversation.ask('hash', { run: 1 })).kind).toBe('reply');
  const huge = SPEC.replace('"runs":3', '"runs":10000').replace('"generations":30', '"generations":10000');
  expect(
    refused(await conversation.ask('start', { run: 2, spec: huge, table: '', ready: READY })).message,
  ).toContain('This would need ');
  expect((await conversation.ask('hash', { run: 1 })).kind).toBe('stale');
  expect((await conversation.ask('hash', { run: 2 })).kind).toBe('stale');
});

test('paused, nothing is computed, and everything computed can be asked for', async () => {
  const conversation = await talk();
  answered(await conversation.ask('pause', { paused: true }));
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  await new Promise(resolve => setTimeout(resolve, 30));
  expect(conversation.progress).toEqual([]);
  answered(await conversation.ask('frame', { run: 1, lineage: 0, generation: 0 }));
  answered(await conversation.ask('pause', { paused: false }));
  await conversation.until(finished(conversation));
});

test('pause is heard before the next slice', async () => {
  const conversation = await talk({ now: clock(1000) });
  const long = '{"model":{"kind":"gaussian"},"generations":10000}';
  answered(await conversation.ask('start', { run: 1, spec: long, table: '', ready: READY }));
  await conversation.until(() => conversation.progress.length === 2);
  const computed = async (): Promise<number> =>
    answered(await conversation.ask('lines', { run: 1, column: 0, count: 1 })).to;
  answered(await conversation.ask('pause', { paused: true }));
  const held = await computed();
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(await computed()).toBe(held);
});

test('every bad message is answered with a sentence, and the worker goes on', async () => {
  const conversation = await talk();
  answered(await conversation.ask('start', { run: 1, spec: SPEC, table: '', ready: READY }));
  await conversation.until(finished(conversation));
  const bad: object[] = [
    { kind: 'dance' },
    {},
    { kind: 'check', spec: 'no JSON', edits: [] },
    { kind: 'check', spec: '{"model":{"kind":"gaussian"}}', edits: [['/no/such', '1']] },
    { kind: 'check', spec: '{"model":{"kind":"gaussian"}}', edits: [['/samples/n', '0']] },
    { kind: 'check', spec: '{"model":{"kind":"gaussian"}}', edits: 'none' },
    { kind: 'check' },
    { kind: 'frame', run: 1, lineage: 0, generation: 31 },
    { kind: 'frame', run: 1, lineage: 3, generation: 1 },
    { kind: 'frame', run: 1, lineage: -1, generation: 1 },
    { kind: 'frame', run: 1, lineage: 'first', generation: 1 },
    { kind: 'frame', run: 1, generation: 1 },
    { kind: 'lines', run: 1, column: 999, count: 1 },
    { kind: 'lines', run: 1, column: 0, count: 0 },
    { kind: 'ridges', run: 1, lineage: 0, from: 5, to: 4 },
    { kind: 'csv', run: 1, every: 0 },
    { kind: 'csv', run: 1, every: 1.5 },
    { kind: 'summary', run: 1, lineage: 0, generation: -1 },
    { kind: 'ask', run: 1 },
    { kind: 'ask', run: 1, question: '{"ask":"text","run":0,"generation":1}' },
  ];
  for (const message of bad) {
    const outcome = await conversation.say(message);
    expect(outcome, JSON.stringify(message)).toMatchObject({ kind: 'refused' });
    expect(refused(outcome as never).message, JSON.stringify(message)).toMatch(/^.{10,}\.$/s);
  }
  expect(conversation.fatal).toBeUndefined();
  answered(await conversation.ask('hash', { run: 1 }));
  expect(
    refused(await conversation.ask('start', { run: 2, spec: '[]', table: '', ready: READY })).message,
  ).not.toBe('');
});

test('a trap is fatal and silences the worker', async () => {
  const core = new FakeCore();
  const conversation = await talk({ load: () => Promise.resolve(core) });
  core.trapIn = 1;
  void conversation.ask('start', { run: 1, spec: '{"model":{"kind":"gaussian"}}', table: '', ready: READY });
  await conversation.until(() => conversation.fatal !== undefined);
  expect(conversation.fatal).toContain('unreachable');
  void conversation.ask('hash', { run: 1 }).then(() => expect.unreachable());
  await new Promise(resolve => setTimeout(resolve, 5));
});

test('what is asked before the core has loaded is answered after', async () => {
  const conversation = new Conversation({
    load: gzipped => Core.load(gzipped),
    now: () => performance.now(),
  });
  open.push(conversation);
  const early = conversation.ask('check', { spec: '{"model":{"kind":"gaussian"}}', edits: [] });
  answered(await conversation.ask('load', { wasm: packedCore() }));
  expect(JSON.parse(answered(await early).spec)).toMatchObject({ schema: 1 });
});

test('a module that is none is fatal with a reason', async () => {
  const conversation = new Conversation({ load: gzipped => Core.load(gzipped), now: () => 0 });
  open.push(conversation);
  void conversation.ask('load', { wasm: new ArrayBuffer(8) });
  await conversation.until(() => conversation.fatal !== undefined);
  expect(conversation.fatal).not.toBe('');
});
