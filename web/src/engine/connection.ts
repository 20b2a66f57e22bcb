import type { FromWorker, Line, Request } from '../protocol/messages';
import type { ModuleName } from '../protocol/modules';

/** Opens a line to a dispatcher; may throw where workers are forbidden. */
export type OpenLine = (receive: (message: FromWorker) => void) => Line;

export interface Ways {
  /** Tried first; left for good when it breaks before its first word (a policy against blob workers). */
  readonly worker?: OpenLine;
  readonly thread: OpenLine;
  /** Makes a module available to `wasm`. */
  readonly fetch?: (module: ModuleName) => Promise<void>;
  /** What `fetch` brought cannot be read: the next one asks anew. */
  readonly forget?: (module: ModuleName) => void;
  /** The packed module; a fresh copy each time, because it is transferred. Throws where it cannot be read. */
  readonly wasm: (module: ModuleName) => ArrayBuffer;
}

/** A worker that has not said a word by then never will. */
const SILENT_MS = 10_000;

let workersForbidden = false;

/** Modules that a line has compiled: the next line need not. */
const compiled = new Map<ModuleName, WebAssembly.Module>();

/** The module cannot be read: the next line takes it from where it comes from. */
export function forgetCompiled(module: ModuleName): void {
  compiled.delete(module);
}

/**
 * A line that has a core loaded: to a worker, or, where there can be none, to a dispatcher in this thread. What was said
 * to a worker that never speaks is said again to the other.
 */
export class Connection {
  readonly #ways: Ways;
  readonly #hear: (message: FromWorker, connection: Connection) => void;
  #line: Line | undefined;
  #inWorker = false;
  #spoken = false;
  #loaded = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Asked of a worker that has not said a word yet. */
  #unproven: Request[] = [];

  /** Throws where the module cannot be read. */
  constructor(
    ways: Ways,
    readonly module: ModuleName,
    hear: (message: FromWorker, connection: Connection) => void,
  ) {
    this.#ways = ways;
    this.#hear = hear;
    this.#open();
  }

  /** Whether the core runs beside the page and not in it. */
  get inWorker(): boolean {
    return this.#inWorker;
  }
  /** Whether the core is there. */
  get loaded(): boolean {
    return this.#loaded;
  }

  ask(request: Request): void {
    if (this.#inWorker && !this.#spoken) this.#unproven.push(request);
    this.#line?.post(request);
  }

  credit(run: number): void {
    this.#line?.post({ kind: 'credit', run });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#line?.close();
    this.#line = undefined;
  }

  #open(): void {
    const { worker, thread } = this.#ways;
    const module = this.#bytes();
    if (worker !== undefined && !workersForbidden) {
      try {
        this.#attach(worker);
        this.#inWorker = true;
        this.#timer = setTimeout(() => this.#intoThread(), SILENT_MS);
      } catch {
        workersForbidden = true;
      }
    }
    if (!this.#inWorker) this.#attach(thread);
    this.#load(module);
  }

  #bytes(): ArrayBuffer | WebAssembly.Module {
    return compiled.get(this.module) ?? this.#ways.wasm(this.module);
  }

  #attach(open: OpenLine): void {
    let line: Line | undefined;
    line = open(message => {
      if (line !== undefined && line === this.#line) this.#receive(message);
    });
    this.#line = line;
  }

  #load(module: ArrayBuffer | WebAssembly.Module): void {
    this.#line?.post({ id: 0, kind: 'load', wasm: module }, module instanceof ArrayBuffer ? [module] : []);
  }

  #intoThread(): void {
    clearTimeout(this.#timer);
    this.#line?.close();
    this.#inWorker = false;
    this.#attach(this.#ways.thread);
    this.#load(this.#bytes());
    for (const request of this.#unproven.splice(0)) this.#line?.post(request);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'fatal' && this.#inWorker && !this.#spoken) {
      workersForbidden = true;
      this.#intoThread();
      return;
    }
    this.#spoken = true;
    this.#unproven = [];
    clearTimeout(this.#timer);
    if (message.kind === 'reply' && message.id === 0) {
      this.#loaded = true;
      const { module } = message.answer as { module?: WebAssembly.Module };
      if (module !== undefined) compiled.set(this.module, module);
    } else if (message.kind !== 'alive') this.#hear(message, this);
  }
}
