import type { Answer, Ask, Fatal, FromWorker, Kind, Progress, Request } from '../protocol/messages';
import type { ModuleName } from '../protocol/modules';
import { Connection, forgetCompiled, type Ways } from './connection';
import { CoreFailure, SpecError, Stale } from './errors';

export type { OpenLine, Ways } from './connection';

interface Waiting {
  readonly request: Request;
  resolve(answer: Answer<Kind>): void;
  reject(error: Error): void;
}

/** A worker that has not heard a request after so many waits of so long is at work on something longer than that. */
const WAITS = 2;
const WAIT_MS = 50;

/** Answered alike by every module and at any time: such a request outlives a change of module. */
const outlives = ({ kind }: Request): boolean => kind === 'describe' || kind === 'check';

/**
 * One core behind a connection: asks, matches the answers, opens another connection after a fatal error. A start must not
 * wait for the run before it: a worker that does not hear it at once is ended and another one started. Questions that
 * need no run are then put to a second core.
 */
export class Host {
  readonly #ways: Ways;
  #main: Connection | undefined;
  /** Answers what outlives a module while the other is deaf. */
  #second: Connection | undefined;
  #module: ModuleName = 'core';
  #closed = false;
  #next = 1;
  #waiting = new Map<number, Waiting>();
  /** Of starts, checks and descriptions: those that the main connection has neither heard nor answered. */
  #unheard = new Set<number>();
  /** Whether the main connection has taken up a start, which may be what it is at work on. */
  #busy = false;
  /** It has kept a question waiting and has said nothing since: a start need not wait to learn that. */
  #deaf = false;
  #heardAt = 0;
  onProgress: (progress: Progress) => void = () => undefined;
  /** The core died; what was pending has been rejected; the next request opens a new one. */
  onFatal: (error: CoreFailure) => void = () => undefined;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** Whether the core runs beside the page and not in it. */
  get inWorker(): boolean {
    return this.#main?.inWorker ?? false;
  }

  /** The module that answers. */
  get module(): ModuleName {
    return this.#module;
  }

  /** What the run is computed behind: with another one it is gone. */
  get connection(): unknown {
    return this.#main;
  }

  /** Whether an answer is awaited. */
  get asked(): boolean {
    return this.#waiting.size > 0;
  }

  /** Milliseconds since the last word of a core. */
  get silence(): number {
    return performance.now() - this.#heardAt;
  }

  request<K extends Kind>(kind: K, ask: Ask<K>): Promise<Answer<K>> {
    if (this.#closed) return Promise.reject(new Stale());
    const id = this.#next++;
    return new Promise<Answer<K>>((resolve, reject) => {
      // The dispatcher answers a request of kind K with Answer<K>; its own types see to that.
      const request = { id, kind, ...ask } as unknown as Request;
      this.#waiting.set(id, { request, resolve: resolve as Waiting['resolve'], reject });
      this.#post(request);
    });
  }

  /**
   * From now on `module` answers. Another one ends the run of the one before it, and starts that wait there; where it
   * cannot be read, that goes on. Rejects with Stale, and changes nothing, where it is no longer `wanted` once it has come.
   */
  async use(module: ModuleName, wanted: () => boolean = () => true): Promise<void> {
    await this.#ways.fetch?.(module);
    if (!wanted()) throw new Stale();
    if (module === this.#module || this.#closed) return;
    let next: Connection;
    try {
      next = this.#connect(module);
    } catch (error) {
      throw this.#unreadable(module, error instanceof Error ? error.message : String(error));
    }
    this.#module = module;
    this.#renew(outlives, next);
  }

  /** Ends the worker, with the run it is at work on: what is asked next is answered by a new one. */
  renew(): void {
    this.#renew(outlives);
  }

  credit(run: number): void {
    this.#main?.credit(run);
  }

  close(): void {
    this.#closed = true;
    this.#main?.close();
    this.#second?.close();
    this.#main = undefined;
    this.#second = undefined;
    this.#rejectAll(new Stale());
  }

  #post(request: Request): void {
    if (this.#main === undefined) {
      this.#busy = false;
      this.#main = this.#connect(this.#module);
    }
    const main = this.#main;
    if (this.#deaf && request.kind === 'start') {
      this.#renewForStart();
      return;
    }
    main.ask(request);
    if (!main.inWorker || (request.kind !== 'start' && !outlives(request))) return;
    this.#unheard.add(request.id);
    this.#listen(request, main, WAITS);
  }

  /** Throws where the module cannot be read. */
  #connect(module: ModuleName): Connection {
    this.#heardAt = performance.now();
    return new Connection(this.#ways, module, (message, from) => {
      if (from === this.#main) this.#receive(message);
    });
  }

  /** Several short waits: where it is the page that was busy, what the worker said meanwhile comes in between. A worker that has nothing to be at work on is waited for. */
  #listen(request: Request, main: Connection, waits: number): void {
    setTimeout(() => {
      if (main !== this.#main || !main.inWorker || !this.#unheard.has(request.id)) return;
      if (waits > 0) this.#listen(request, main, main.loaded && this.#busy ? waits - 1 : waits);
      else if (request.kind === 'start') this.#renewForStart();
      else {
        this.#deaf = true;
        this.#consult(request);
      }
    }, WAIT_MS);
  }

  /** Of several starts the newest counts. */
  #renewForStart(): void {
    const starts = [...this.#waiting.values()].filter(({ request }) => request.kind === 'start');
    const newest = starts.at(-1)?.request.id;
    this.#renew(other => outlives(other) || other.kind === 'pause' || other.id === newest);
  }

  /** Ends the main connection; what is to outlive it is asked again of the next, the rest is stale. */
  #renew(stays: (request: Request) => boolean, next?: Connection): void {
    this.#main?.close();
    this.#main = next;
    this.#busy = false;
    this.#deaf = false;
    this.#unheard.clear();
    for (const [id, { request, reject }] of [...this.#waiting]) {
      if (stays(request)) this.#post(request);
      else {
        this.#waiting.delete(id);
        reject(new Stale());
      }
    }
  }

  #consult(request: Request): void {
    try {
      this.#second ??= new Connection(this.#ways, 'core', message => this.#receiveSecond(message));
      this.#second.ask(request);
    } catch {
      // The main connection answers when it has time.
    }
  }

  #receiveSecond(message: FromWorker): void {
    if (message.kind === 'reply' || message.kind === 'refused') this.#settle(message);
    const open = [...this.#waiting.values()].some(({ request }) => outlives(request));
    if (open && message.kind !== 'fatal') return;
    this.#second?.close();
    this.#second = undefined;
  }

  #receive(message: FromWorker): void {
    this.#deaf = false;
    this.#heardAt = performance.now();
    if (message.kind === 'progress') this.onProgress(message);
    else if (message.kind === 'heard') {
      this.#busy = true;
      this.#unheard.delete(message.id);
    } else if (message.kind === 'fatal') this.#fatal(message);
    else this.#settle(message);
  }

  #settle(message: FromWorker): void {
    if (message.kind === 'stale') this.#take(message.id)?.reject(new Stale());
    else if (message.kind === 'refused') {
      const { path, message: sentence } = message.error;
      this.#take(message.id)?.reject(new SpecError(path, sentence));
    } else if (message.kind === 'reply') this.#take(message.id)?.resolve(message.answer);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#unheard.delete(id);
    return waiting;
  }

  #fatal({ message }: Fatal): void {
    const module = this.#module;
    const loaded = this.#main?.loaded;
    this.#main?.close();
    this.#main = undefined;
    if (loaded) {
      this.#fail(new CoreFailure(message), () => false);
      return;
    }
    // What needs no run is asked of the small core, unless it is that which cannot be had.
    this.#module = 'core';
    this.#fail(this.#unreadable(module, message), module === 'core' ? () => false : outlives);
  }

  /** The module cannot be made into a core. */
  #unreadable(module: ModuleName, why: string): CoreFailure {
    forgetCompiled(module);
    this.#ways.forget?.(module);
    const part = module === 'core' ? 'The core' : 'The part of the core that computes networks';
    return new CoreFailure(`${part} could not be started. ${why}`);
  }

  #fail(error: CoreFailure, stays: (request: Request) => boolean): void {
    this.#unheard.clear();
    for (const [id, { request, reject }] of [...this.#waiting]) {
      if (stays(request)) this.#post(request);
      else {
        this.#waiting.delete(id);
        reject(error);
      }
    }
    this.onFatal(error);
  }

  #rejectAll(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
