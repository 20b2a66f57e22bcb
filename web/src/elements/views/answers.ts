// What the core answered about words, kept for when it is shown again.

import type { Question, Simulation, Topic, WordsOf } from '../../engine';

/** A page of every generation's text, and what the reader asks beside it. */
const MOST_KEPT = 600;

/** What was answered: words, or why there are none. */
type Answered = { readonly words: unknown } | { readonly refusal: string };

/**
 * Asks for words. Whoever asks names a slot: while its last question is under way only its newest is kept, so that
 * scrubbing leaves no queue behind.
 */
export class Answers {
  readonly #known = new Map<string, Answered>();
  readonly #slots = new Map<string, Question<Topic> | null>();
  #ticket = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly changed: () => void,
  ) {}

  /** Another experiment or another run: what was answered is worthless. */
  reset(): void {
    this.#ticket += 1;
    this.#known.clear();
    this.#slots.clear();
  }

  /** The answer, if it is here; else it is asked for. */
  want<T extends Topic>(question: Question<T>, slot: string): WordsOf<T> | undefined {
    const known = this.#known.get(this.#key(question));
    if (known === undefined) {
      if (this.#slots.has(slot)) this.#slots.set(slot, question as Question<Topic>);
      else void this.#ask(question as Question<Topic>, slot);
    }
    return known !== undefined && 'words' in known ? (known.words as WordsOf<T>) : undefined;
  }

  /** Settled when the answer is here, or cannot be had. */
  async need(question: Question<Topic>): Promise<void> {
    if (this.#known.has(this.#key(question))) return;
    const [ticket, key] = [this.#ticket, this.#key(question)];
    const answer = await this.#answer(question);
    if (answer !== null && ticket === this.#ticket) this.#keep(key, answer);
  }

  /** Why the core cannot answer; empty when it can or has not said yet. */
  refusal(question: Question<Topic>): string {
    const known = this.#known.get(this.#key(question));
    return known !== undefined && 'refusal' in known ? known.refusal : '';
  }

  /** How surprising a word is is known from generation 1 on, so answers from before are not for later. */
  #key(question: Question<Topic>): string {
    return `${Math.min(1, this.simulation.completed)}${JSON.stringify(question)}`;
  }

  async #ask(question: Question<Topic>, slot: string): Promise<void> {
    const ticket = this.#ticket;
    const key = this.#key(question);
    this.#slots.set(slot, null);
    const answer = await this.#answer(question);
    if (ticket !== this.#ticket) return;
    const next = this.#slots.get(slot);
    this.#slots.delete(slot);
    if (answer !== null) {
      this.#keep(key, answer);
      this.changed();
    }
    if (next) this.want(next, slot);
  }

  /** Null where nothing was said. */
  async #answer(question: Question<Topic>): Promise<Answered | null> {
    try {
      return { words: await this.simulation.ask(question) };
    } catch (error) {
      // Only what the core says is shown. If a newer run took over or the core died, whoever started it hears of that.
      // (By name: this script has no class of the page's own script.)
      return error instanceof Error && error.name === 'SpecError' ? { refusal: error.message } : null;
    }
  }

  #keep(key: string, answer: Answered): void {
    this.#known.set(key, answer);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_KEPT) break;
      this.#known.delete(oldest);
    }
  }
}
