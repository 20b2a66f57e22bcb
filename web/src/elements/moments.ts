import type { FrameView, Simulation } from '../engine';

/** Which generation is wanted, of which run; in slow motion with the one before it. */
export interface Wish {
  readonly lineage: number;
  readonly generation: number;
  readonly withTeacher: boolean;
}

/** One generation with all that is shown of it: whatever is read off this at once agrees. */
export interface Moment {
  readonly lineage: number;
  readonly generation: number;
  readonly frame: FrameView;
  /** Slow motion: the generation before. */
  readonly teacher: FrameView | null;
  /** The core's sentence. */
  readonly sentence: string;
}

/**
 * Brings together what is shown of a generation before any of it is: the frame, the sentence, and what the views need.
 * While one moment is under way only the newest wish is kept.
 */
export class Moments {
  newest: Moment | null = null;
  #busy = false;
  #again = false;

  /** `prepare`: what views ask for themselves. */
  constructor(
    private readonly simulation: Simulation,
    private readonly wish: () => Wish,
    private readonly prepare: (generation: number) => readonly Promise<unknown>[],
    private readonly arrived: () => void,
  ) {}

  reset(): void {
    this.newest = null;
  }

  ask(): void {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    const { started } = this.simulation;
    this.#bring(this.wish())
      .then(
        moment => {
          if (started !== this.simulation.started) return;
          this.newest = moment;
          this.arrived();
        },
        // A newer run took over, or the core died: whoever started it hears of that.
        () => undefined,
      )
      .finally(() => {
        this.#busy = false;
        if (!this.#again) return;
        this.#again = false;
        this.ask();
      });
  }

  async #bring({ lineage, generation, withTeacher }: Wish): Promise<Moment> {
    const { simulation } = this;
    const [frame, teacher, sentence] = await Promise.all([
      simulation.frame(lineage, generation),
      withTeacher ? simulation.frame(lineage, generation - 1) : null,
      simulation.summary(lineage, generation),
      // What a view cannot have, it does without.
      Promise.allSettled(this.prepare(generation)),
    ]);
    return { lineage, generation, frame, teacher, sentence };
  }
}
