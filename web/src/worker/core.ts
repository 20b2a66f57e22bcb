// The wasm module behind its C border, typed. Nothing here knows of threads or messages.

import type { Needs } from '../protocol/modules';
import { unpack } from './unpack';

/** The core said no: a pointer into the spec and a sentence. Anything else thrown from here is the module's end. */
export class Refused extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  collapse_abi_version(): number;
  collapse_alloc(bytes: number): number;
  collapse_free(memory: number): void;
  collapse_length(): number;
  collapse_create(
    spec: number,
    specLength: number,
    table: number,
    tableLength: number,
    first: number,
    count: number,
  ): number;
  collapse_destroy(handle: number): void;
  collapse_most_samples(spec: number, specLength: number, table: number, tableLength: number): number;
  collapse_advance(handle: number, work: number): number;
  collapse_finished(handle: number): number;
  collapse_block(handle: number, kind: number, a: number, b: number, c: number, d: number): number;
  collapse_text(handle: number, kind: number, a: number, b: number): number;
  collapse_ask(handle: number, question: number, questionLength: number): number;
  collapse_load(saved: number, savedLength: number, table: number, tableLength: number): number;
  collapse_describe(): number;
  collapse_edit(spec: number, specLength: number, edits: number, editsLength: number): number;
  collapse_needs(spec: number, specLength: number): number;
  collapse_last_error(): number;
}

export const ABI_VERSION = 4;

const BLOCK = { scene: 0, frame: 1, history: 2, lines: 3, ridges: 4, progress: 5 } as const;
const TEXT = { spec: 0, changes: 1, layout: 2, hash: 3, summary: 4, csv: 5, save: 6, ended: 7 } as const;

export class Core {
  readonly #exports: Exports;
  readonly #utf8 = { in: new TextEncoder(), out: new TextDecoder() };

  private constructor(
    exports: Exports,
    /** Compiled: another core is made of it in no time. */
    readonly module: WebAssembly.Module,
  ) {
    this.#exports = exports;
  }

  /** From the module's bytes, packed as .lzma, or from the module compiled before. */
  static async load(wasm: ArrayBuffer | WebAssembly.Module): Promise<Core> {
    const module =
      wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(unpack(new Uint8Array(wasm)));
    const instance = await WebAssembly.instantiate(module, {
      env: { emscripten_notify_memory_growth: () => undefined },
      wasi_snapshot_preview1: {
        proc_exit: (code: number) => {
          throw new Error(`The core ended with code ${code}.`);
        },
        fd_close: () => 8,
        fd_seek: () => 8,
        fd_write: () => 8,
      },
    });
    const exports = instance.exports as unknown as Exports;
    exports._initialize();
    const core = new Core(exports, module);
    if (core.abi !== ABI_VERSION)
      throw new Error(`The core speaks version ${core.abi} of its border, not ${ABI_VERSION}.`);
    return core;
  }

  get abi(): number {
    return this.#exports.collapse_abi_version();
  }

  describe(): string {
    return this.#text(this.#exports.collapse_describe());
  }

  /** Canonical spec after the edits. */
  edit(spec: string, edits: readonly (readonly [string, string])[]): string {
    return this.#lend([spec, JSON.stringify(edits)], (at, length, editsAt, editsLength) =>
      this.#text(this.#exports.collapse_edit(at, length, editsAt, editsLength)),
    );
  }

  /** What the spec needs. */
  needs(spec: string): Needs {
    return this.#lend([spec, ''], (at, length) =>
      JSON.parse(this.#text(this.#exports.collapse_needs(at, length))),
    ) as Needs;
  }

  /** `table`: the data set the spec names, as CSV or as the bytes of a digits file; "" for none. */
  create(spec: string, table: string | Uint8Array): number {
    return this.#lend([spec, table], (at, length, tableAt, tableLength) =>
      this.#handle(this.#exports.collapse_create(at, length, tableAt, tableLength, 0, -1)),
    );
  }

  destroy(handle: number): void {
    this.#exports.collapse_destroy(handle);
  }

  /** The largest sample size the real data of a spec allow. */
  mostSamples(spec: string, table: string | Uint8Array): number {
    return this.#lend([spec, table], (at, length, tableAt, tableLength) => {
      const most = this.#exports.collapse_most_samples(at, length, tableAt, tableLength);
      if (most < 0) throw this.#error();
      return most;
    });
  }

  /** Generations completed by all lineages. */
  advance(handle: number, work: number): number {
    const completed = this.#exports.collapse_advance(handle, work);
    if (completed < 0) throw this.#error();
    return completed;
  }

  /** Whether all is computed; where every lineage ended before the last generation, why. */
  finished(handle: number): { finished: boolean; ended: string } {
    const finished = this.#exports.collapse_finished(handle);
    if (finished < 0) throw this.#error();
    return { finished: finished > 0, ended: finished === 2 ? this.text(handle, 'ended') : '' };
  }

  /** A copy of a block, so that it can be handed over. */
  block(handle: number, kind: keyof typeof BLOCK, ...which: number[]): Float64Array<ArrayBuffer> {
    const [a = 0, b = 0, c = 0, d = 0] = whole(...which);
    const at = this.#exports.collapse_block(handle, BLOCK[kind], a, b, c, d);
    if (at === 0) throw this.#error();
    return new Float64Array(this.#exports.memory.buffer, at, this.#exports.collapse_length()).slice();
  }

  text(handle: number, kind: keyof typeof TEXT, ...which: number[]): string {
    const [a = 0, b = 0] = whole(...which);
    return this.#text(this.#exports.collapse_text(handle, TEXT[kind], a, b));
  }

  /** The answer to a question about words, both JSON. */
  ask(handle: number, question: string): string {
    return this.#lend([question, ''], (at, length) =>
      this.#text(this.#exports.collapse_ask(handle, at, length)),
    );
  }

  save(handle: number): Uint8Array<ArrayBuffer> {
    return this.#bytes(
      this.#exports.collapse_text(handle, TEXT.save, 0, 0),
    ).slice() as Uint8Array<ArrayBuffer>;
  }

  /** The text at an address the core returned; views are made anew because memory may have grown. */
  #text(at: number): string {
    return this.#utf8.out.decode(this.#bytes(at));
  }

  #bytes(at: number): Uint8Array {
    const length = this.#exports.collapse_length();
    if (at === 0 || length === 0) throw this.#error();
    return new Uint8Array(this.#exports.memory.buffer, at, length);
  }

  #handle(handle: number): number {
    if (handle <= 0) throw this.#error();
    return handle;
  }

  #error(): Error {
    const at = this.#exports.collapse_last_error();
    const length = this.#exports.collapse_length();
    const text = this.#utf8.out.decode(new Uint8Array(this.#exports.memory.buffer, at, length));
    if (text === '') return new Error('The core failed without saying why.');
    const { path, message } = JSON.parse(text) as { path: string; message: string };
    return new Refused(path, message);
  }

  /** Copies two texts or bytes into the core's memory while `use` runs. */
  #lend<Value>(
    [first, second]: readonly [string, string | Uint8Array],
    use: (a: number, aLength: number, b: number, bLength: number) => Value,
  ): Value {
    const a = this.#copyIn(first);
    const b = this.#copyIn(second);
    try {
      return use(a.at, a.length, b.at, b.length);
    } finally {
      this.#exports.collapse_free(a.at);
      this.#exports.collapse_free(b.at);
    }
  }

  #copyIn(text: string | Uint8Array): { at: number; length: number } {
    const bytes = text instanceof Uint8Array ? text : this.#utf8.in.encode(text);
    const at = this.#exports.collapse_alloc(Math.max(1, bytes.length));
    if (at === 0) throw new Error('The core ran out of memory.');
    new Uint8Array(this.#exports.memory.buffer, at, bytes.length).set(bytes);
    return { at, length: bytes.length };
  }
}

/** Numbers cross the border as 32-bit integers: any other would be bent into one in silence. */
function whole(...numbers: number[]): number[] {
  for (const value of numbers) {
    if ((value | 0) !== value)
      throw new Refused('', `A whole number was expected, but got ${String(value)}.`);
  }
  return numbers;
}
