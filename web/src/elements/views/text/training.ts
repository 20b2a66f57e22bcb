// How far the training that is going on has come.

import type { Sections } from '../../../engine';
import { formatCount, formatNumber } from '../../../plots/format';
import { TEXT_PHASES } from '../../../protocol/layout';
import { type Fitting, headOf, shareOf } from '../fitting';
import { timeLeft } from '../pace';

/** How much the newest measurement of speed counts. */
const NEWEST = 0.3;

/** One training as far as it has come. */
export interface Moment {
  readonly generation: number;
  readonly run: number;
  readonly phase: (typeof TEXT_PHASES)[number];
  /** Tokens trained on in this generation, and in all. */
  readonly tokens: number;
  readonly total: number;
  /** Tokens a second, smoothed; NaN until it is known. */
  readonly speed: number;
  /** Mean losses of equal parts of the training in nats a token; NaN for what is to come. */
  readonly loss: Float64Array;
  /** When this was asked, in milliseconds. */
  readonly at: number;
}

export type Training = Fitting<Moment>;

/** `now` in milliseconds. */
export function momentOf(block: Sections, before: Moment | null, now = performance.now()): Moment {
  const read = headOf(block);
  const moment = {
    generation: read('generation'),
    run: read('run'),
    phase: TEXT_PHASES[read('phase')] ?? 'training',
    tokens: read('tokens'),
    total: read('tokens_total'),
    loss: block.section('loss'),
    at: now,
  };
  const same =
    before !== null &&
    before.generation === moment.generation &&
    before.run === moment.run &&
    before.phase === moment.phase &&
    moment.tokens >= before.tokens;
  const seconds = same ? (now - before.at) / 1000 : 0;
  if (!same || seconds <= 0) return { ...moment, speed: before?.speed ?? Number.NaN };
  const newest = (moment.tokens - before.tokens) / seconds;
  // A poll between two steps sees nothing done: that is no standstill.
  if (newest === 0) return { ...moment, speed: before.speed, at: before.at };
  return {
    ...moment,
    speed: Number.isNaN(before.speed) ? newest : before.speed + NEWEST * (newest - before.speed),
  };
}

/** "Learning generation 3: 41 %, loss 3.21 nats a token, 12,300 tokens a second, about 8 seconds left" */
export function sentenceOf(moment: Moment, runs: number): string {
  const { phase, tokens, total, speed, loss } = moment;
  const which = `generation ${formatCount(moment.generation)}${runs > 1 ? ` of run ${formatCount(moment.run + 1)}` : ''}`;
  if (phase === 'writing')
    return `Generation ${which.slice('generation '.length)} writes what the next one will learn from`;
  if (phase === 'reading') return `Reading what ${which} wrote`;
  const last = loss.findLast(Number.isFinite);
  const left = timeLeft((total - tokens) / speed);
  return [
    `${phase === 'pretraining' ? 'Pretraining on human text' : `Learning ${which}`}: ${Math.floor(100 * shareOf(tokens, total, 0))} %`,
    ...(last === undefined || phase === 'pretraining' ? [] : [`loss ${formatNumber(last)} nats a token`]),
    ...(speed > 0 ? [`${formatCount(Number(speed.toPrecision(2)))} tokens a second`] : []),
    ...(left === '' ? [] : [left]),
  ].join(', ');
}
