import { expect, test } from 'vitest';
import { DARK, LIGHT } from '../../../web/src/elements/tokens';
import { Answers } from '../../../web/src/elements/views/answers';
import { milestones } from '../../../web/src/elements/views/text/milestones';
import { ending, pieceName } from '../../../web/src/elements/views/text/next';
import { levelOf, MARKS, oneIn, readPiece } from '../../../web/src/elements/views/text/surprise';
import { type Moment, momentOf, sentenceOf } from '../../../web/src/elements/views/text/training';
import { times } from '../../../web/src/elements/views/times';
import type { Simulation } from '../../../web/src/engine';
import { Sections } from '../../../web/src/engine/sections';
import type { Question } from '../../../web/src/protocol/words';
import { contrast } from '../support/contrast';

test('a chance a tenth as large is one marker darker, up to the fourth', () => {
  const nats = (chance: number): number => -Math.log(chance);
  expect([1, 0.11, 0.1, 0.02, 0.01, 0.001, 1e-4, 1e-9].map(chance => levelOf(nats(chance)))).toEqual([
    0, 0, 1, 1, 2, 3, 4, 4,
  ]);
  expect(levelOf(-1e-12)).toBe(0);
});

test.each(['light', 'dark'] as const)(
  'ink is legible on every marker of the %s page, and they differ',
  scheme => {
    const tokens: typeof LIGHT | typeof DARK = scheme === 'light' ? LIGHT : DARK;
    const grounds = [tokens.ground, ...MARKS[scheme]];
    for (const mark of grounds) expect(contrast(tokens.ink, mark), mark).toBeGreaterThanOrEqual(4.5);
    grounds.slice(1).forEach((mark, i) => {
      expect(contrast(mark, grounds[i]!), `${grounds[i]} and ${mark}`).toBeGreaterThan(1.12);
    });
  },
);

test('a piece is read out with its chance, or with why it has none', () => {
  expect(readPiece([' whale', Math.log(1340)], true)).toBe(
    '“whale”: 1 chance in 1,340 under generation 1 (7.20 nats)',
  );
  expect(readPiece(['\n', 0], true)).toBe('the end: 100 % under generation 1 (0 nats)');
  expect(readPiece([' zzz', null], true)).toBe('“zzz”: generation 1 rules it out');
  expect(readPiece([' zzz', null], false)).toBe('“zzz”: no generation has been learnt yet');
  expect(oneIn(Math.log(1 / 0.3))).toBe('1 chance in 3.3');
});

test('few generations are all listed; of many the first ones, ever fewer, and the last', () => {
  expect(milestones(5, 6)).toEqual([1, 2, 3, 4, 5]);
  expect(milestones(12, 6)).toEqual([1, 2, 3, 5, 9, 12]);
  expect(milestones(20, 6)).toEqual([1, 2, 3, 5, 9, 20]);
  for (const last of [7, 10, 20, 100, 1000, 10_000])
    for (const most of [5, 6, 60]) {
      const list = milestones(last, most);
      expect(list.length).toBeLessThanOrEqual(most);
      expect(list.at(-1)).toBe(last);
      expect([...new Set(list)].sort((a, b) => a - b)).toEqual(list);
    }
});

test('what is said of tokens', () => {
  expect([times(1, 1), times(2, 2), times(3, 4), times(1025, 2048)]).toEqual([
    'once',
    'twice',
    '3–4 ×',
    '1,025–2,048 ×',
  ]);
  expect([pieceName('\n'), pieceName(' '), pieceName(' whale')]).toEqual(['¶', '␣', 'whale']);
  expect(ending('call me')).toBe('call me');
  expect(ending('It was a dim, random way of looking at the white whale')).toBe(
    '… way of looking at the white whale',
  );
});

const block = (head: readonly number[], loss: readonly number[] = [Number.NaN]): Sections =>
  new Sections(Float64Array.of(...head, ...loss), [
    { name: 'head', offset: 0, length: head.length },
    { name: 'loss', offset: head.length, length: loss.length },
  ]);
/** generation, run, share, 1, –, –, phase, tokens, of */
const training = (tokens: number, phase = 1): Sections =>
  block([3, 0, 0, 1, 0, 0, phase, tokens, 100_000], [5, 3.214]);

test('speed is what was trained on between two polls, and so is the time left', () => {
  const first = momentOf(training(0), null, 0);
  expect(sentenceOf(first, 1)).toBe('Learning generation 3: 0 %, loss 3.21 nats a token');
  const second = momentOf(training(2500), first, 250);
  expect(second.speed).toBe(10_000);
  expect(sentenceOf(second, 1)).toBe(
    'Learning generation 3: 2 %, loss 3.21 nats a token, 10,000 tokens a second, about 10 seconds left',
  );
  // Between two steps nothing is done; the next poll counts from the last one that saw something.
  const still = momentOf(training(2500), second, 500);
  expect(still.speed).toBe(10_000);
  expect(momentOf(training(7500), still, 750).speed).toBe(10_000);
});

test.each([
  [0, 1, 'Pretraining on human text: 50 %'],
  [1, 3, 'Learning generation 3 of run 1: 50 %, loss 3.21 nats a token'],
  [2, 1, 'Generation 3 writes what the next one will learn from'],
  [3, 1, 'Reading what generation 3 wrote'],
])('phase %i of %i runs is told', (phase, runs, sentence) => {
  const moment: Moment = momentOf(training(50_000, phase), null, 0);
  expect(sentenceOf(moment, runs)).toBe(sentence);
});

test('while a question is under way only the newest of its slot is kept, and answers are kept', async () => {
  const asked: number[] = [];
  const replies: ((answer: unknown) => void)[] = [];
  const simulation = {
    completed: 1,
    ask: ({ generation }: Question<'lost'>) => {
      asked.push(generation);
      return new Promise(resolve => replies.push(resolve));
    },
  } as unknown as Simulation;
  let changes = 0;
  const answers = new Answers(simulation, () => {
    changes += 1;
  });
  const lost = (generation: number): Question<'lost'> => ({ ask: 'lost', run: 0, generation, most: 3 });
  for (const generation of [1, 2, 3, 4]) expect(answers.want(lost(generation), 'lost')).toBeUndefined();
  expect(asked).toEqual([1]);
  replies[0]!({ alive: 1 });
  await Promise.resolve();
  await Promise.resolve();
  expect([changes, asked]).toEqual([1, [1, 4]]);
  expect(answers.want(lost(1), 'lost')).toEqual({ alive: 1 });
  // Another experiment: what comes now belongs to the one before.
  answers.reset();
  replies[1]!({ alive: 4 });
  await Promise.resolve();
  await Promise.resolve();
  expect(changes).toBe(1);
  expect(answers.want(lost(4), 'lost')).toBeUndefined();
});

test('what the core cannot answer is said in its words; a death of the core is not', async () => {
  const refused = Object.assign(new Error('"prompt" may have at most 4000 bytes, but has 5000.'), {
    name: 'SpecError',
  });
  for (const [error, sentence] of [
    [refused, refused.message],
    [Object.assign(new Error('gone'), { name: 'CoreFailure' }), ''],
  ] as const) {
    const simulation = { completed: 1, ask: () => Promise.reject(error) } as unknown as Simulation;
    const answers = new Answers(simulation, () => undefined);
    const question: Question<'text'> = { ask: 'text', run: 0, generation: 1, prompt: 'x' };
    answers.want(question, 'row');
    await new Promise(resolve => setTimeout(resolve));
    expect(answers.refusal(question)).toBe(sentence);
    expect(answers.want(question, 'row')).toBeUndefined();
  }
});
