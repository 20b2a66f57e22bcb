// How far the training that is going on has come.

import type { Sections } from '../../../engine';
import { formatCount, formatNumber } from '../../../plots/format';
import { type Fitting, headOf, shareOf } from '../fitting';

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
}

export function momentOf(block: Sections): Moment {
  const read = headOf(block);
  return {
    generation: read('generation'),
    run: read('run'),
    prepared: shareOf(read('prepared'), read('preparation'), 1),
    taken: shareOf(read('taken'), read('total'), 0),
    loss: block.section('loss'),
    wall: block.section('wall'),
  };
}

/** "Learning generation 3: epoch 7 of 15, loss 96 nats a digit". */
export function sentenceOf(moment: Moment, epochs: number, runs: number): string {
  if (moment.prepared < 1)
    return `Learning to tell real digits apart, to judge the others by: ${Math.floor(100 * moment.prepared)} %`;
  const epoch = Math.min(epochs, Math.floor(moment.taken * epochs) + 1);
  const loss = moment.loss.findLast(Number.isFinite);
  return [
    `Learning generation ${formatCount(moment.generation)}${runs > 1 ? ` of run ${formatCount(moment.run + 1)}` : ''}: epoch ${epoch} of ${epochs}`,
    ...(loss === undefined ? [] : [`loss ${formatNumber(loss)} nats a digit`]),
  ].join(', ');
}

export type Training = Fitting<Moment>;
