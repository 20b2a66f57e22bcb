// How far the training that is going on has come.

import type { Sections } from '../../../engine';
import { formatCount, formatNumber } from '../../../plots/format';
import { type Fitting, headOf, shareOf } from '../fitting';
import { type Pace, paceOf, secondsLeft, timeLeft } from '../pace';

/** One training as far as it has come. */
export interface Moment {
  readonly generation: number;
  readonly run: number;
  /** The ten digits of a real classifier must be learnt first: the share done; 1 afterwards. */
  readonly prepared: number;
  /** Share of the minibatches taken. */
  readonly taken: number;
  /** Mean losses of equal parts of the training in nats per image; NaN for what is to come. */
  readonly loss: Float64Array;
  /** The wall as the network stands; NaN before the first minibatch. */
  readonly wall: Float64Array;
  /** Of the preparation, or of this training. */
  readonly pace: Pace;
}

/** `now` in milliseconds. */
export function momentOf(block: Sections, before: Moment | null, now = performance.now()): Moment {
  const read = headOf(block);
  const [generation, run] = [read('generation'), read('run')];
  const prepared = shareOf(read('prepared'), read('preparation'), 1);
  const taken = shareOf(read('taken'), read('total'), 0);
  const same =
    before !== null &&
    before.generation === generation &&
    before.run === run &&
    before.prepared < 1 === prepared < 1;
  const pace = paceOf(prepared < 1 ? prepared : taken, same ? before.pace : null, now);
  return {
    generation,
    run,
    prepared,
    taken,
    loss: block.section('loss'),
    wall: block.section('wall'),
    // One training takes as long as the one before.
    pace: same || before === null || before.prepared < 1 ? pace : { ...pace, speed: before.pace.speed },
  };
}

/** "Learning generation 3: epoch 7 of 15, loss 96 nats a digit, about 3 seconds left". */
export function sentenceOf(moment: Moment, epochs: number, runs: number): string {
  const left = timeLeft(secondsLeft(moment.pace, 1));
  const rest = left === '' ? [] : [left];
  if (moment.prepared < 1)
    return [
      `Learning to tell real digits apart, to judge the others by: ${Math.floor(100 * moment.prepared)} %`,
      ...rest,
    ].join(', ');
  const epoch = Math.min(epochs, Math.floor(moment.taken * epochs) + 1);
  const loss = moment.loss.findLast(Number.isFinite);
  return [
    `Learning generation ${formatCount(moment.generation)}${runs > 1 ? ` of run ${formatCount(moment.run + 1)}` : ''}: epoch ${epoch} of ${epochs}`,
    ...(loss === undefined ? [] : [`loss ${formatNumber(loss)} nats a digit`]),
    ...rest,
  ].join(', ');
}

export type Training = Fitting<Moment>;
