import type { Answer, Ask, Fatal, FromWorker, Kind, Line, Progress, Request } from '../protocol/messages';
import type { ModuleName } from '../protocol/modules';
import { CoreFailure, SpecError, Stale } from './errors';

/** Opens a line to a dispatcher; may throw where workers are forbidden. */
export type OpenLine = (receive: (message: FromWorker) => void) => Line;

export interface Ways {
  /** Tried first; left for good when it breaks before its first answer (a policy against blob workers). */
  readonly worker?: OpenLine;
  readonly thread: OpenLine;
  /** Makes a module available to `wasm`. */
  readonly fetch?: (module: ModuleName) => Promise<void>;
  /** The packed module; a fresh copy each time, because it is transferred. */
  readonly wasm: (module: ModuleName) => ArrayBuffer;
}

interface Waiting {
  readonly request: Request;
  resolve(answer: Answer<Kind>): void;
  reject(error: Error): void;
}

let workersForbidden = false;

/** Answered alike by every module and at any time: such a request outlives a change of module. */
const outlives = ({ kind }: Request): boolean => kind === 'describe' || kind === 'check';

/** One core behind a line: asks, matches the answers, opens a new line after a fatal error. */
export class Host {
  readonly #ways: Ways;
  #line: Line | undefined;
  #module: ModuleName = 'core';
  #alive = false;
  #inWorker = false;
  #closed = false;
  #next = 1;
  #waiting = new Map<number, Waiting>();
  /** Asked over a worker that has not answered yet: repeated in this thread if it never does. */
  #unproven: Request[] = [];
  onProgress: (progress: Progress) => void = () => undefined;
  /** The core died; what was pending has been rejected; the next request opens a new one. */
  onFatal: (error: CoreFailure) => void = () => undefined;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** Whether the core runs beside the page and not in it. */
  get inWorker(): boolean {
    return this.#inWorker;
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

  /** From now on `module` answers. Another one ends the run of the one before it. */
  async use(module: ModuleName): Promise<void> {
    await this.#ways.fetch?.(module);
    if (module === this.#module || this.#closed) return;
    this.#module = module;
    this.#line?.close();
    this.#line = undefined;
    this.#unproven = [];
    for (const [id, { request, reject }] of [...this.#waiting]) {
      if (outlives(request)) this.#post(request);
      else {
        this.#waiting.delete(id);
        reject(new Stale());
      }
    }
  }

  credit(run: number): void {
    this.#line?.post({ kind: 'credit', run });
  }

  close(): void {
    this.#closed = true;
    this.#line?.close();
    this.#line = undefined;
    this.#rejectAll(new Stale());
  }

  #post(request: Request): void {
    const line = this.#line ?? this.#open();
    if (this.#inWorker && !this.#alive) this.#unproven.push(request);
    line.post(request);
  }

  #open(): Line {
    this.#alive = false;
    const { worker, thread, wasm } = this.#ways;
    let line: Line | undefined;
    const receive = (message: FromWorker): void => {
      if (this.#line === line) this.#receive(message);
    };
    if (worker !== undefined && !workersForbidden) {
      try {
        line = worker(receive);
      } catch {
        workersForbidden = true;
      }
    }
    this.#inWorker = line !== undefined;
    line ??= thread(receive);
    this.#line = line;
    const bytes = wasm(this.#module);
    line.post({ id: 0, kind: 'load', wasm: bytes }, [bytes]);
    return line;
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'progress') this.onProgress(message);
    else if (message.kind === 'fatal') this.#fatal(message);
    else if (message.kind === 'stale') this.#take(message.id)?.reject(new Stale());
    else if (message.kind === 'refused') {
      const { path, message: sentence } = message.error;
      this.#take(message.id)?.reject(new SpecError(path, sentence));
    } else {
      this.#alive = true;
      this.#unproven = [];
      this.#take(message.id)?.resolve(message.answer);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #fatal({ message }: Fatal): void {
    this.#line?.close();
    this.#line = undefined;
    if (this.#inWorker && !this.#alive) {
      workersForbidden = true;
      const again = this.#unproven;
      this.#unproven = [];
      for (const request of again) this.#post(request);
      return;
    }
    const error = new CoreFailure(message);
    this.#rejectAll(error);
    this.onFatal(error);
  }

  #rejectAll(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
