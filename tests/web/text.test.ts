// Text through the real module: what the page asks for is what the core answers.

import { beforeAll, expect, test } from 'vitest';
import { EXAMPLE } from '../../web/src/elements/views/text/settings';
import { Sections } from '../../web/src/engine/sections';
import { type Layout, PROGRESS_HEAD, TEXT_PHASES } from '../../web/src/protocol/layout';
import type { Question, Topic, WordsOf } from '../../web/src/protocol/words';
import { type Core, Refused } from '../../web/src/worker/core';
import { loadCore } from './support/real_core';

const SPEC = JSON.stringify({
  generations: 4,
  source: { kind: 'text', value: EXAMPLE },
  model: { kind: 'ngram', order: 2, smoothing: 'none' },
  samples: { n: 60 },
});

let core: Core;
let handle: number;
let layout: Layout;
beforeAll(async () => {
  core = await loadCore('networks');
  handle = core.create(SPEC, '');
  layout = JSON.parse(core.text(handle, 'layout')) as Layout;
  while (core.advance(handle, 1000) < 4);
});

const ask = <T extends Topic>(question: Question<T>): WordsOf<T> =>
  JSON.parse(core.ask(handle, JSON.stringify(question))) as WordsOf<T>;
const run = 0;

test('the layout says what the text is', () => {
  expect(layout).toMatchObject({ model: 'ngram', tokens: 'words', names: false, parameters: 0 });
  expect(layout.vocabulary).toBeGreaterThan(20);
  expect(layout.prompt).not.toBe('');
  expect(layout.columns.at(-1)?.name).toBe('status');
});

test('every section the figures read is there, in one length', () => {
  const scene = new Sections(core.block(handle, 'scene'), layout.sections.scene);
  const frame = new Sections(core.block(handle, 'frame', 0, 4), layout.sections.frame);
  expect(scene.section('ranks').length).toBe(scene.section('real_frequency').length);
  expect(frame.section('frequency').length).toBe(scene.section('ranks').length);
  expect(scene.section('rarity_from').length).toBe(scene.section('rarity_to').length);
  expect(frame.section('alive_by_rarity').length).toBe(scene.section('rarity_from').length);
  expect(scene.section('grid_x').length).toBe(layout.ridge_width);
  expect(core.block(handle, 'ridges', 0, 0, 4).length).toBe(5 * layout.ridge_width);
  const head = new Sections(core.block(handle, 'progress'), layout.sections.progress).section('head');
  expect(head.length).toBe(PROGRESS_HEAD.length);
  expect(TEXT_PHASES[head[PROGRESS_HEAD.indexOf('phase')]!]).toBeDefined();
});

test('a continuation comes in pieces that make a text, with what generation 1 thinks of each', () => {
  const { prompt, text, unknown } = ask({ ask: 'text', run, generation: 2, length: 20 });
  expect(prompt.map(([piece]) => piece).join('')).toBe(layout.prompt);
  expect(prompt.every(([, nats]) => nats === null)).toBe(true);
  expect(text.length).toBe(20);
  expect(text.some(([, nats]) => nats !== null && nats >= 0)).toBe(true);
  expect(unknown).toEqual([]);
  // The same random numbers: what differs is the models' doing.
  expect(ask({ ask: 'text', run, generation: 2, length: 20 }).text).toEqual(text);
});

test('unknown words of a prompt are named', () => {
  const { unknown, text } = ask({ ask: 'text', run, generation: 0, prompt: 'the baker sells xylophones' });
  expect(unknown).toEqual(['xylophones']);
  expect(text).toEqual([]);
});

test('what comes next is a probability under generation 1 and under the one asked about', () => {
  const { rows } = ask({ ask: 'next', run, generation: 4, before: 'the', most: 50 });
  const sum = (of: 'first' | 'now'): number => rows.reduce((all, row) => all + row[of], 0);
  expect(sum('first')).toBeCloseTo(1, 9);
  expect(sum('now')).toBeCloseTo(1, 9);
});

test('what is lost and what is alive is all there was', () => {
  const { alive, of, lost } = ask({ ask: 'lost', run, generation: 4, most: 1000 });
  expect(alive + lost.length).toBe(of);
  for (const { count, generation } of lost) {
    expect(count).toBeGreaterThan(0);
    expect(generation).toBeGreaterThan(1);
    expect(generation).toBeLessThanOrEqual(4);
  }
});

test('the grid is square', () => {
  const { pieces, first, now } = ask({ ask: 'grid', run, generation: 4, size: 8 });
  expect(pieces.length).toBe(8);
  for (const square of [first, now]) {
    expect(square.length).toBe(8);
    for (const row of square) expect(row.length).toBe(8);
  }
});

test('a bad question is refused with a sentence', () => {
  for (const question of ['', 'no JSON', '{}', '{"ask":"weather"}', '{"ask":"text","generation":99}'])
    expect(() => core.ask(handle, question), question).toThrow(Refused);
  expect(ask({ ask: 'lost', run, generation: 1, most: 1 }).lost).toEqual([]);
});
