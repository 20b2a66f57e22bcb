// Turns requests into calls of the core and computes ahead between them, in slices short enough to be interrupted.
// Time is read for the length of a slice only; no result depends on it.

import type { Answer, FromWorker, Kind, Refusal, Request, StartReply, ToWorker } from '../protocol/messages';
import { sameNeeds } from '../protocol/modules';
import { Core, Refused } from './core';

/** What the dispatcher needs of `Core`. */
export type CoreLike = Pick<
  Core,
  | 'abi'
  | 'describe'
  | 'edit'
  | 'needs'
  | 'mostSamples'
  | 'create'
  | 'destroy'
  | 'advance'
  | 'finished'
  | 'block'
  | 'text'
  | 'ask'
  | 'save'
> & { readonly module?: WebAssembly.Module };

const SLICE_MS = 8;
const MOST_WORK = 2 ** 30;
/** Progress is told at most this often. */
const PROGRESS_MS = 16;
/** Between two slices a sign of life is given this often where nothing else is told. */
const BEAT_MS = 1000;

interface Run {
  readonly number: number;
  readonly handle: number;
  completed: number;
  /** Nothing is left to compute. */
  finished: boolean;
  /** Why that came before the last generation; else empty. */
  ended: string;
  /** Last generation whose history the page has. */
  told: number;
  toldAt: number;
  /** Of the last sign of life. */
  beatAt: number;
  /** The page has taken in the last progress. */
  credit: boolean;
}

export interface Surroundings {
  readonly load: (wasm: ArrayBuffer | WebAssembly.Module) => Promise<CoreLike>;
  readonly now: () => number;
}

export class Dispatcher {
  readonly #post: (message: FromWorker, transfer: Transferable[]) => void;
  readonly #around: Surroundings;
  readonly #turn = new MessageChannel();
  #core: CoreLike | undefined;
  #early: ToWorker[] = [];
  #dead = false;
  #run: Run | undefined;
  #paused = false;
  #pending = false;
  #work = 64;

  constructor(
    post: (message: FromWorker, transfer: Transferable[]) => void,
    around: Surroundings = { load: wasm => Core.load(wasm), now: () => performance.now() },
  ) {
    this.#post = post;
    this.#around = around;
    // A message to itself is a turn of the event loop: what the page said meanwhile comes first.
    this.#turn.port1.onmessage = () => {
      this.#pending = false;
      this.#guard(() => this.#slice());
    };
  }

  receive(message: ToWorker): void {
    if (this.#dead) return;
    if (message.kind === 'load') void this.#load(message.id, message.wasm);
    else if (this.#core === undefined) this.#early.push(message);
    else if (message.kind === 'credit') this.#guard(() => this.#credit(message.run));
    else this.#guard(() => this.#serve(message));
  }

  close(): void {
    this.#dead = true;
    this.#turn.port1.close();
  }

  async #load(id: number, wasm: ArrayBuffer | WebAssembly.Module): Promise<void> {
    let core: CoreLike;
    try {
      core = await this.#around.load(wasm);
    } catch (error) {
      return this.#die(error);
    }
    this.#core = core;
    const { abi, module } = core;
    try {
      this.#answer(id, module === undefined ? { abi } : { abi, module });
    } catch {
      // A module that cannot be handed over is compiled anew where it is needed.
      this.#answer(id, { abi });
    }
    for (const message of this.#early.splice(0)) this.receive(message);
  }

  #serve(request: Exclude<Request, { kind: 'load' }>): void {
    try {
      const { answer, transfer } = this.#handle(request);
      this.#answer(request.id, answer, transfer);
    } catch (error) {
      if (error instanceof StaleRun) this.#post({ kind: 'stale', id: request.id }, []);
      else if (error instanceof Refused) {
        const refusal: Refusal = { path: error.path, message: error.message };
        this.#post({ kind: 'refused', id: request.id, error: refusal }, []);
      } else throw error;
    }
  }

  #handle(request: Exclude<Request, { kind: 'load' }>): { answer: Answer<Kind>; transfer?: Transferable[] } {
    const core = this.#loaded;
    switch (request.kind) {
      case 'describe':
        return { answer: { schema: core.describe() } };
      case 'check': {
        const spec = core.edit(request.spec, request.edits);
        return { answer: { spec, needs: core.needs(spec) } };
      }
      case 'most':
        return { answer: { n: core.mostSamples(request.spec, request.table) } };
      case 'start': {
        this.#post({ kind: 'heard', id: request.id }, []);
        const needs = core.needs(request.spec);
        if (!sameNeeds(needs, request.ready)) return { answer: { needs } };
        return this.#start(request.run, request.spec, request.table);
      }
      case 'frame':
        return blocks(core.block(this.#current(request.run), 'frame', request.lineage, request.generation));
      case 'fit':
        return blocks(core.block(this.#current(request.run), 'progress'));
      case 'lines': {
        const handle = this.#current(request.run);
        const to = this.#run?.completed ?? 0;
        const block = core.block(handle, 'lines', request.column, request.count, 0, to);
        return { answer: { block, to }, transfer: [block.buffer] };
      }
      case 'ridges':
        return blocks(
          core.block(this.#current(request.run), 'ridges', request.lineage, request.from, request.to),
        );
      case 'csv':
        return { answer: { text: core.text(this.#current(request.run), 'csv', request.every) } };
      case 'hash':
        return { answer: { text: core.text(this.#current(request.run), 'hash') } };
      case 'summary':
        return {
          answer: {
            text: core.text(this.#current(request.run), 'summary', request.lineage, request.generation),
          },
        };
      case 'ask':
        return { answer: { text: core.ask(this.#current(request.run), String(request.question)) } };
      case 'save': {
        const bytes = core.save(this.#current(request.run));
        return { answer: { bytes }, transfer: [bytes.buffer] };
      }
      case 'pause':
        this.#paused = request.paused;
        this.#keepGoing();
        return { answer: {} };
      case 'stop':
        this.#stop();
        return { answer: {} };
      default:
        throw new Refused(
          '',
          `The worker knows no request "${String((request as { kind: unknown }).kind)}".`,
        );
    }
  }

  #start(
    number: number,
    spec: string,
    table: string | Uint8Array,
  ): { answer: StartReply; transfer: Transferable[] } {
    this.#stop();
    const core = this.#loaded;
    const handle = core.create(spec, table);
    const layout = core.text(handle, 'layout');
    this.#run = {
      number,
      handle,
      completed: 0,
      finished: false,
      ended: '',
      told: 0,
      toldAt: this.#around.now(),
      beatAt: this.#around.now(),
      credit: true,
    };
    const scene = core.block(handle, 'scene');
    const history = core.block(handle, 'history', 0, 0);
    this.#keepGoing();
    return {
      answer: {
        spec: core.text(handle, 'spec'),
        changes: core.text(handle, 'changes'),
        layout,
        scene,
        history,
      },
      transfer: [scene.buffer, history.buffer],
    };
  }

  #stop(): void {
    if (this.#run !== undefined) this.#loaded.destroy(this.#run.handle);
    this.#run = undefined;
  }

  #slice(): void {
    const run = this.#run;
    if (run === undefined || this.#paused) return;
    const from = this.#around.now();
    run.completed = this.#loaded.advance(run.handle, this.#work);
    Object.assign(run, this.#loaded.finished(run.handle));
    const now = this.#around.now();
    // Toward a slice of SLICE_MS, by at most a factor of two up or to what one unit takes down.
    const factor = Math.min(2, SLICE_MS / Math.max(now - from, SLICE_MS / 64));
    this.#work = Math.min(MOST_WORK, Math.max(1, Math.round(this.#work * factor)));
    this.#tell(run, now);
    if (now - Math.max(run.beatAt, run.toldAt) > BEAT_MS) {
      run.beatAt = now;
      this.#post({ kind: 'beat' }, []);
    }
    this.#keepGoing();
  }

  /** Nothing to tell, too early, or the page is still busy with the last: later, in one piece. */
  #tell(run: Run, now: number): void {
    const { finished, ended } = run;
    if (!run.credit || run.completed <= run.told || (!finished && now - run.toldAt < PROGRESS_MS)) return;
    // The truth is told again with the first generation: what digits are measured by must be learnt first.
    const from = run.told === 0 ? 0 : run.told + 1;
    const history = this.#loaded.block(run.handle, 'history', from, run.completed);
    run.told = run.completed;
    run.toldAt = now;
    run.credit = false;
    const { number, completed } = run;
    this.#post({ kind: 'progress', run: number, from, completed, finished, ended, history }, [
      history.buffer,
    ]);
  }

  #credit(number: number): void {
    const run = this.#run;
    if (run === undefined || run.number !== number) return;
    run.credit = true;
    this.#tell(run, this.#around.now());
  }

  #keepGoing(): void {
    const run = this.#run;
    if (run === undefined || this.#paused || this.#pending || this.#dead || run.finished) return;
    this.#pending = true;
    this.#turn.port2.postMessage(undefined);
  }

  get #loaded(): CoreLike {
    if (this.#core === undefined) throw new Error('The core has not been loaded.');
    return this.#core;
  }

  #current(number: number): number {
    if (this.#run === undefined || this.#run.number !== number) throw new StaleRun();
    return this.#run.handle;
  }

  #answer(id: number, answer: Answer<Kind>, transfer: Transferable[] = []): void {
    this.#post({ kind: 'reply', id, answer }, transfer);
  }

  /** Whatever is thrown here is a trap of the module: it cannot be trusted any more. */
  #guard(act: () => void): void {
    if (this.#dead) return;
    try {
      act();
    } catch (error) {
      this.#die(error);
    }
  }

  #die(error: unknown): void {
    this.close();
    // Some engines throw errors without a message (Node 22's decompression): their name is better than nothing.
    const message = error instanceof Error && error.message !== '' ? error.message : String(error);
    this.#post({ kind: 'fatal', message }, []);
  }
}

class StaleRun extends Error {}

function blocks(block: Float64Array<ArrayBuffer>): {
  answer: { block: Float64Array<ArrayBuffer> };
  transfer: Transferable[];
} {
  return { answer: { block }, transfer: [block.buffer] };
}
