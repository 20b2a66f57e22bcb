import { expect, test } from 'vitest';
import { momentOf, sentenceOf } from '../../../web/src/elements/views/digits/training';
import { Sections } from '../../../web/src/engine/sections';

const block = (head: readonly number[], loss: readonly number[]): Sections =>
  new Sections(Float64Array.of(...head, ...loss), [
    { name: 'head', offset: 0, length: head.length },
    { name: 'loss', offset: head.length, length: loss.length },
  ]);

// generation, run, minibatches taken, of, preparation done, of
test.each([
  [
    [1, 0, 0, 0, 250, 1000],
    [Number.NaN],
    1,
    'Learning to tell real digits apart, to judge the others by: 25 %',
  ],
  [
    [3, 0, 349, 750, 1000, 1000],
    [130, 96.2, Number.NaN],
    1,
    'Learning generation 3: epoch 7 of 15, loss 96.2 nats a digit',
  ],
  [[3, 0, 0, 750, 1000, 1000], [Number.NaN], 1, 'Learning generation 3: epoch 1 of 15'],
  [
    [12, 2, 750, 750, 0, 0],
    [60],
    3,
    'Learning generation 12 of run 3: epoch 15 of 15, loss 60.0 nats a digit',
  ],
])('the line under the wall says what is learnt and how far: %j', (head, loss, runs, sentence) => {
  expect(sentenceOf(momentOf(block(head, loss), null, 0), 15, runs)).toBe(sentence);
});

test('how long it takes is told once it is known, from how fast it goes', () => {
  const at = (taken: number, prepared = 1000): Sections =>
    block([1, 0, taken, 750, prepared, 1000], [Number.NaN]);
  const first = momentOf(at(0), null, 0);
  expect(sentenceOf(first, 15, 1)).not.toContain('left');
  const second = momentOf(at(75), first, 1000);
  expect(sentenceOf(second, 15, 1)).toMatch(/, about 9 seconds left$/);
  // A look between two minibatches is no standstill.
  expect(sentenceOf(momentOf(at(75), second, 1250), 15, 1)).toMatch(/, about 9 seconds left$/);
  const preparing = momentOf(at(0, 250), momentOf(at(0, 0), null, 0), 500);
  expect(sentenceOf(preparing, 15, 1)).toMatch(/: 25 %, about 2 seconds left$/);
  // Another work has another pace.
  expect(sentenceOf(momentOf(at(0), preparing, 2000), 15, 1)).not.toContain('left');
});
