// How far the fit that is going on has come.

import type { Sections } from '../../engine';
import { PROGRESS_HEAD } from '../../protocol/layout';
import type { Lab } from './view';

/** How often the core is asked. */
const EVERY_MS = 250;

/** Asks for the fit again and again, until everything is computed. */
export class Fitting<Moment> {
  moment: Moment | null = null;
  #timer = 0;
  #closed = false;

  /** `read` makes a moment of a progress block and the moment before it. */
  constructor(
    private readonly lab: Lab,
    private readonly read: (block: Sections, before: Moment | null) => Moment,
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
      const moment = document.hidden ? this.moment : this.read(await simulation.fitting(), this.moment);
      if (started === simulation.started && !simulation.finished && !this.#closed) this.#take(moment);
    } catch {
      // A newer run took over, or the core died: whoever started it hears of that.
    }
    this.#timer = 0;
    if (!this.#closed) this.follow();
  };
}

/** The number of that name at the start of a progress block; 0 where it has none. */
export function headOf(block: Sections): (name: (typeof PROGRESS_HEAD)[number]) => number {
  const head = block.section('head');
  return name => head[PROGRESS_HEAD.indexOf(name)] ?? 0;
}

/** A part of a whole; `none` where there is no whole. */
export const shareOf = (part: number, whole: number, none: number): number =>
  whole > 0 ? part / whole : none;
