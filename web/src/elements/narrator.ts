import type { Player, Simulation } from '../engine';

/** The sentence changes at most this often while playing. */
const SENTENCE_MS = 150;

/** The core's sentence about the generation shown. */
export class Narrator {
  sentence = '';
  /** The generation the sentence speaks of. */
  told = 0;
  /** The last sentence at rest: what is read aloud. */
  milestone = '';
  #at = 0;
  #timer = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly shown: () => {
      readonly player: Player;
      readonly generation: number;
      readonly lineage: number;
    },
    private readonly changed: () => void,
  ) {}

  /** `resting`: nothing moves on from here, so the sentence must not wait. */
  async say(resting: boolean): Promise<void> {
    window.clearTimeout(this.#timer);
    const { player, generation, lineage } = this.shown();
    const now = performance.now();
    if (player.playing && !resting && now - this.#at < SENTENCE_MS) {
      this.#timer = window.setTimeout(() => void this.say(true), SENTENCE_MS);
      return;
    }
    this.#at = now;
    try {
      this.sentence = await this.simulation.summary(lineage, generation);
      this.told = generation;
      if (!player.playing) this.milestone = this.sentence;
      this.changed();
    } catch {
      // A newer run took over.
    }
  }
}
