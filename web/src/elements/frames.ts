import type { FrameView, Simulation } from '../engine';

/** Which frames are wanted: one generation, and in slow motion the one before it too. */
export interface Wish {
  readonly lineage: number;
  readonly generation: number;
  readonly withTeacher: boolean;
}

/** The frames of the generation shown. While one is under way only the newest wish is kept. */
export class Frames {
  frame: FrameView | null = null;
  teacher: FrameView | null = null;
  #busy = false;
  #again = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly wish: () => Wish,
    private readonly arrived: () => void,
  ) {}

  reset(): void {
    this.frame = null;
    this.teacher = null;
  }

  ask(): void {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    const { lineage, generation, withTeacher } = this.wish();
    const { started } = this.simulation;
    const wanted = [this.simulation.frame(lineage, generation)];
    if (withTeacher) wanted.push(this.simulation.frame(lineage, generation - 1));
    this.#busy = true;
    Promise.all(wanted)
      .then(
        ([frame, teacher]) => {
          if (started !== this.simulation.started) return;
          this.frame = frame ?? null;
          this.teacher = teacher ?? null;
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
}
