// What the page and the worker say to each other. Every request has an id and one typed reply; progress and the end of
// a run are told unasked. A run number belongs to one `start`; whatever carries an older one is stale and dropped.

import type { Needs } from './modules';

/** A field to change: a JSON pointer and the new value as JSON text (text that is not JSON stands for itself). */
export type Edit = readonly [pointer: string, value: string];

/** Why the core refused: a JSON pointer into the spec ("" for the whole) and one sentence. */
export interface Refusal {
  readonly path: string;
  readonly message: string;
}

export interface Checked {
  /** Canonical spec, every field that applies. */
  readonly spec: string;
  readonly needs: Needs;
}

/** Nothing was started, and what runs goes on: the page is not ready for the spec. */
export interface NotReady {
  readonly needs: Needs;
}

export interface StartReply {
  readonly spec: string;
  /** The spec without the fields at their defaults. */
  readonly changes: string;
  /** JSON of `Layout`. */
  readonly layout: string;
  readonly scene: Float64Array<ArrayBuffer>;
  /** Statistics of generation 0. */
  readonly history: Float64Array<ArrayBuffer>;
}

interface Kinds {
  /** The module, packed as .lzma or compiled; comes first. The answer holds it compiled where it can be handed over. */
  load: {
    ask: { wasm: ArrayBuffer | WebAssembly.Module };
    answer: { abi: number; module?: WebAssembly.Module };
  };
  describe: { ask: object; answer: { schema: string } };
  check: { ask: { spec: string; edits: readonly Edit[] }; answer: Checked };
  /** The largest sample size the real data of a spec allow. `table` as for `start`. */
  most: { ask: { spec: string; table: string | Uint8Array }; answer: { n: number } };
  /**
   * Ends the run before it. `ready`: the module that is asked and the data that come as `table`, a CSV or the bytes of a
   * file; without them "". Where that is not what the spec needs, the answer says what is.
   */
  start: {
    ask: { run: number; spec: string; table: string | Uint8Array; ready: Needs };
    answer: StartReply | NotReady;
  };
  frame: {
    ask: { run: number; lineage: number; generation: number };
    answer: { block: Float64Array<ArrayBuffer> };
  };
  /** The fit that is going on. */
  fit: { ask: { run: number }; answer: { block: Float64Array<ArrayBuffer> } };
  lines: {
    ask: { run: number; column: number; count: number };
    answer: { block: Float64Array<ArrayBuffer>; to: number };
  };
  ridges: {
    ask: { run: number; lineage: number; from: number; to: number };
    answer: { block: Float64Array<ArrayBuffer> };
  };
  csv: { ask: { run: number; every: number }; answer: { text: string } };
  hash: { ask: { run: number }; answer: { text: string } };
  summary: { ask: { run: number; lineage: number; generation: number }; answer: { text: string } };
  /** About words, which are no numbers: JSON that names its kind as `ask`; see words.ts. */
  ask: { ask: { run: number; question: string }; answer: { text: string } };
  save: { ask: { run: number }; answer: { bytes: Uint8Array<ArrayBuffer> } };
  pause: { ask: { paused: boolean }; answer: object };
  stop: { ask: object; answer: object };
}

export type Kind = keyof Kinds;
export type Ask<K extends Kind> = Kinds[K]['ask'];
export type Answer<K extends Kind> = Kinds[K]['answer'];

export type Request = { [K in Kind]: { readonly id: number; readonly kind: K } & Readonly<Ask<K>> }[Kind];

/** The reader of progress has taken it in: the worker may send the next. */
export interface Credit {
  readonly kind: 'credit';
  readonly run: number;
}

export type ToWorker = Request | Credit;

export type Reply =
  | { readonly kind: 'reply'; readonly id: number; readonly answer: Answer<Kind> }
  | { readonly kind: 'refused'; readonly id: number; readonly error: Refusal }
  | { readonly kind: 'stale'; readonly id: number };

/** Generations [from, completed] of the history have been computed by every lineage. */
export interface Progress {
  readonly kind: 'progress';
  readonly run: number;
  readonly from: number;
  readonly completed: number;
  readonly finished: boolean;
  /** Why every lineage ended before the last generation, to be said after a colon; empty where that is not so. */
  readonly ended: string;
  readonly history: Float64Array<ArrayBuffer>;
}

/** The worker's script runs: what goes wrong from now on is no fault of the worker's. */
export interface Alive {
  readonly kind: 'alive';
}

/** A start has been taken up: the worker is not at work on the run before it. */
export interface Heard {
  readonly kind: 'heard';
  readonly id: number;
}

/** A run is still being computed, though there is nothing new to tell of it. */
export interface Beat {
  readonly kind: 'beat';
}

/** The module trapped or could not be made: nothing in this worker can be trusted any more. */
export interface Fatal {
  readonly kind: 'fatal';
  readonly message: string;
}

export type FromWorker = Reply | Progress | Alive | Heard | Beat | Fatal;

/** One end of the line to a dispatcher, in a worker or in this thread. */
export interface Line {
  post(message: ToWorker, transfer?: Transferable[]): void;
  close(): void;
}

/** A dispatcher's end of the line: the global scope of a worker, or an object that stands for one in this thread. */
export interface Port {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}
