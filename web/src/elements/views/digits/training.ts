// How far the training that is going on has come.

import type { Sections } from '../../../engine';
import { formatCount, formatNumber } from '../../../plots/format';
import { PROGRESS_HEAD } from '../../../protocol/layout';
import type { Lab } from '../view';

/** How often the core is asked. */
const EVERY_MS = 250;

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
  const head = block.section('head');
  const read = (name: (typeof PROGRESS_HEAD)[number]): number => head[PROGRESS_HEAD.indexOf(name)] ?? 0;
  const share = (part: number, whole: number, none: number): number => (whole > 0 ? part / whole : none);
  return {
    generation: read('generation'),
    run: read('run'),
    prepared: share(read('prepared'), read('preparation'), 1),
    taken: share(read('taken'), read('total'), 0),
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

/** Asks for the training again and again, until everything is computed. */
export class Training {
  moment: Moment | null = null;
  #timer = 0;
  #closed = false;

  constructor(
    private readonly lab: Lab,
    private readonly changed: () => void,
  ) {}

  /** A new experiment, or more of it: goes on asking if it had stopped. */
  follow(): void {
    const { simulation } = this.lab;
    if (simulation.finished) {
      this.#stop();
      if (this.moment !== null) this.#take(null);
    } else if (this.#timer === 0) this.#timer = window.setTimeout(this.#ask, EVERY_MS);
  }

  reset(): void {
    this.#stop();
    this.moment = null;
    this.follow();
  }

  dispose(): void {
    this.#closed = true;
    this.#stop();
  }

  #stop(): void {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #take(moment: Moment | null): void {
    this.moment = moment;
    this.changed();
  }

  readonly #ask = async (): Promise<void> => {
    const { simulation } = this.lab;
    const { started } = simulation;
    try {
      // Nobody sees a hidden page: the core has better things to do than to draw for it.
      const moment = document.hidden ? this.moment : momentOf(await simulation.fitting());
      if (started === simulation.started && !simulation.finished && !this.#closed) this.#take(moment);
    } catch {
      // A newer run took over, or the core died: whoever started it hears of that.
    }
    this.#timer = 0;
    if (!this.#closed) this.follow();
  };
}
