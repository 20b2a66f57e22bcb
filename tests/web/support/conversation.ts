import type {
  Answer,
  Ask,
  FromWorker,
  Kind,
  Progress,
  Refusal,
  Request,
} from '../../../web/src/protocol/messages';
import { Dispatcher, type Surroundings } from '../../../web/src/worker/dispatcher';

export type Outcome<K extends Kind> =
  | { readonly kind: 'reply'; readonly answer: Answer<K> }
  | { readonly kind: 'refused'; readonly error: Refusal }
  | { readonly kind: 'stale' };

/** A dispatcher to talk to: asks, and keeps what it says unasked. */
export class Conversation {
  readonly #dispatcher: Dispatcher;
  readonly #waiting = new Map<number, (message: FromWorker) => void>();
  readonly #watchers: (() => void)[] = [];
  readonly progress: Progress[] = [];
  fatal: string | undefined;
  /** Ids of the starts it has taken up. */
  readonly heard: number[] = [];
  beats = 0;
  /** Whether progress is acknowledged at once. */
  acknowledges = true;
  #next = 1;

  constructor(around: Surroundings) {
    this.#dispatcher = new Dispatcher(message => this.#hear(message), around);
  }

  ask<K extends Kind>(kind: K, ask: Ask<K>): Promise<Outcome<K>> {
    return this.say({ kind, ...ask }) as Promise<Outcome<K>>;
  }

  /** Anything at all, with an id of its own. */
  say(message: object): Promise<unknown> {
    const id = this.#next++;
    return new Promise(resolve => {
      this.#waiting.set(id, resolve);
      this.#dispatcher.receive({ ...message, id } as Request);
    });
  }

  credit(run: number): void {
    this.#dispatcher.receive({ kind: 'credit', run });
  }

  /** Until what has been heard satisfies `condition`. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>(resolve => this.#watchers.push(resolve));
  }

  close(): void {
    this.#dispatcher.close();
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'progress') {
      this.progress.push(message);
      if (this.acknowledges) queueMicrotask(() => this.credit(message.run));
    } else if (message.kind === 'fatal') this.fatal = message.message;
    else if (message.kind === 'heard') this.heard.push(message.id);
    else if (message.kind === 'beat') this.beats += 1;
    else if (message.kind !== 'alive') {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

/** The answer of an outcome that must be one. */
export function answered<K extends Kind>(outcome: Outcome<K>): Answer<K> {
  if (outcome.kind !== 'reply') throw new Error(`No answer: ${JSON.stringify(outcome)}`);
  return outcome.answer;
}

export function refused<K extends Kind>(outcome: Outcome<K>): Refusal {
  if (outcome.kind !== 'refused') throw new Error(`Not refused: ${outcome.kind}`);
  return outcome.error;
}
