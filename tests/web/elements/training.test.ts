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
  expect(sentenceOf(momentOf(block(head, loss)), 15, runs)).toBe(sentence);
});
