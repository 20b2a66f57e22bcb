import type { Layout, Statistic } from '../protocol/layout';
import type { Checked, Edit, Progress, StartReply } from '../protocol/messages';
import type { Needs } from '../protocol/modules';
import type { Schema } from '../protocol/schema';
import type { Question, Topic, WordsOf } from '../protocol/words';
import { type Data, dataOf } from './data';
import { defaultWays } from './default_ways';
import { CoreFailure, isStale, SpecError, Stale } from './errors';
import { HistoryStore } from './history';
import { Host, type Ways } from './host';
import { Lru } from './lru';
import { FrameView, Sections } from './sections';

export interface Started {
  readonly layout: Layout;
  readonly scene: Sections;
  /** Canonical spec. */
  readonly spec: string;
  /** The spec without the fields at their defaults. */
  readonly changes: string;
}

type Prepare = (layout: Layout) => Promise<unknown>;

/** 64 frames of 10,000 points are 17 MB. */
const KEPT_FRAMES = 64;
/** A core at work that has said nothing for so long is said to be silent. */
const QUIET_MS = 5000;

/**
 * One experiment, computed beside the page as far as its last generation; everything asked for is answered between two
 * slices of the computation. Events: 'started', 'progress' (completed grew), 'finished', 'restarted' (the core died, or a
 * start that failed had ended the run before it: that was begun again from its spec), 'failed' (CustomEvent with
 * detail.message; nothing goes on until the next start), 'silent' (whether it is has changed).
 */
export class Simulation extends EventTarget {
  readonly #host: Host;
  readonly #ways: Ways;
  /** Number of the newest start. */
  #run = 0;
  /** Number of the run that is shown: the newest start that was answered. */
  #live = 0;
  /** The data of the run that is shown, and what it needs. */
  #table: string | Uint8Array = '';
  #needs: Needs = { module: 'core', data: '', name: '' };
  /** Of the newest start, told before it could be shown. */
  #early: Progress[] = [];
  /** No core has the run that is shown any more: another has been started in its place. */
  #lost = false;
  /** Starts under way. */
  #starting = 0;
  #silent = false;
  #watching: ReturnType<typeof setTimeout> | undefined;
  #rebuilt = false;
  #started: Started | undefined;
  #history = new HistoryStore(0, 0);
  #completed = 0;
  #finished = false;
  #ended = '';
  #paused = false;
  readonly #frames = new Lru<Promise<FrameView>>(KEPT_FRAMES);
  readonly #ready = new Lru<FrameView>(KEPT_FRAMES);

  constructor(ways: Ways = defaultWays()) {
    super();
    this.#ways = ways;
    this.#host = new Host(ways);
    this.#host.onProgress = progress => this.#progress(progress);
    // Where something is being started, that start hears of it.
    this.#host.onFatal = error => {
      if (this.#starting === 0) void this.#recover(error);
    };
  }

  /** Throws before the first start. */
  get started(): Started {
    if (this.#started === undefined) throw new Error('The simulation has not been started.');
    return this.#started;
  }
  get hasStarted(): boolean {
    return this.#started !== undefined;
  }
  get layout(): Layout {
    return this.started.layout;
  }
  get scene(): Sections {
    return this.started.scene;
  }
  get spec(): string {
    return this.started.spec;
  }
  get generations(): number {
    return this.#started?.layout.generations ?? 0;
  }
  get history(): HistoryStore {
    return this.#history;
  }
  /** Generations computed by every lineage. */
  get completed(): number {
    return this.#completed;
  }
  get finished(): boolean {
    return this.#finished;
  }
  /** The last generation there will be: fewer than asked for once the computation has ended early. */
  get last(): number {
    return this.#finished ? this.#completed : this.generations;
  }
  /** Why the computation ended early, to be said after a colon: there is nothing to go on from. Empty where it has not. */
  get endedEarly(): string {
    return this.#ended;
  }
  get paused(): boolean {
    return this.#paused;
  }
  /** A core at work in a worker has not said anything for five seconds: a long step, or the worker's end. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Index of a column by its name; -1 when the experiment has none. */
  column(name: string): number {
    return this.layout.columns.findIndex(column => column.name === name);
  }

  series(name: string, statistic: Statistic = 'q50'): Float64Array {
    return this.#history.series(this.column(name), statistic);
  }

  async describe(): Promise<Schema> {
    return parse<Schema>((await this.#host.request('describe', {})).schema);
  }

  /** Canonical spec after the edits; rejects with SpecError. */
  check(spec: string, edits: readonly Edit[] = []): Promise<Checked> {
    return this.#host.request('check', { spec, edits });
  }

  /** The largest sample size the real data of a spec allow after the edits, whatever its own; rejects with SpecError. */
  async mostSamples(spec: string, edits: readonly Edit[] = []): Promise<number> {
    const { spec: wanted, needs } = await this.check(spec, edits);
    const table = (await dataOf(needs)?.load()) ?? '';
    // A core of its own counts: the one at work on a long fit would not hear of it, and another module would end that run.
    const counting = new Host(this.#ways);
    try {
      await counting.use(needs.module);
      return (await counting.request('most', { spec: wanted, table })).n;
    } finally {
      counting.close();
    }
  }

  /**
   * Ends the run before it. Rejects with SpecError, with another error where a part cannot be had, or with Stale when a
   * newer start took over. After a failure the run before it goes on, if need be from its beginning. `prepare` brings what
   * is needed to show the experiment; until then the one before it stays.
   */
  async start(spec: string, prepare?: Prepare): Promise<Started> {
    const run = ++this.#run;
    this.#rebuilt = false;
    this.#starting += 1;
    this.#watch();
    let data: Data | undefined;
    let table: string | Uint8Array = '';
    // Most specs need no more than what is there; the core says what others do, and is asked again.
    let needs: Needs = { module: this.#host.module, data: '', name: '' };
    try {
      for (;;) {
        const { connection } = this.#host;
        const lost = this.#lost;
        this.#early = [];
        this.#lost = true;
        const reply = await this.#host.request('start', { run, spec, table, ready: needs });
        if (run !== this.#run) throw new Stale();
        if (!('needs' in reply)) return await this.#begin(run, reply, needs, table, prepare);
        if (connection === this.#host.connection) this.#lost = lost;
        needs = reply.needs;
        data = dataOf(needs);
        table = (await data?.load()) ?? '';
        if (run !== this.#run) throw new Stale();
        await this.#host.use(needs.module, () => run === this.#run);
        this.#lost = true;
        if (run !== this.#run) throw new Stale();
      }
    } catch (error) {
      if (run !== this.#run || isStale(error)) throw error;
      if (error instanceof SpecError) data?.forget();
      if (this.#started === undefined) {
        if (error instanceof CoreFailure) this.#fail(error);
      } else if (this.#lost) void this.#resume(error);
      throw error;
    } finally {
      this.#starting -= 1;
      this.#watch();
    }
  }

  /** Ends the worker, whatever it is at work on, and with it the run: for who has waited long enough. The next start gets a new one. */
  renew(): void {
    this.#lost = true;
    this.#host.renew();
  }

  /** The frame of generation 0 … completed of a lineage. */
  frame(lineage: number, generation: number): Promise<FrameView> {
    const key = `${lineage}/${generation}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const run = this.#live;
    const { layout } = this.started;
    const asked = this.#host.request('frame', { run, lineage, generation }).then(({ block }) => {
      if (run !== this.#live) throw new Stale();
      const view = new FrameView(block, layout);
      this.#ready.set(key, view);
      return view;
    });
    this.#frames.set(key, asked);
    asked.catch(() => {
      if (this.#frames.get(key) === asked) this.#frames.delete(key);
    });
    return asked;
  }

  /** The frame if it has already arrived. */
  readyFrame(lineage: number, generation: number): FrameView | undefined {
    return this.#ready.get(`${lineage}/${generation}`);
  }

  /** One column of lineages 0 … count-1, generations 0 … `to` each, one lineage after another. */
  async lines(column: number, count: number): Promise<{ block: Float64Array; to: number }> {
    return this.#host.request('lines', { run: this.#live, column, count });
  }
  /** How far the fit that is going on has come: `head` (PROGRESS_HEAD) and what its model shows so far. */
  async fitting(): Promise<Sections> {
    const { layout } = this.started;
    const { block } = await this.#host.request('fit', { run: this.#live });
    return new Sections(block, layout.sections.progress);
  }
  /** Model densities on the scene's grid_x, one row of layout.ridge_width a generation. */
  async ridges(lineage: number, from: number, to: number): Promise<Float64Array> {
    return (await this.#host.request('ridges', { run: this.#live, lineage, from, to })).block;
  }
  /** The tidy table of what is computed, byte for byte what the command writes. */
  async csv(every = 1): Promise<string> {
    return (await this.#host.request('csv', { run: this.#live, every })).text;
  }
  /** State hash of what is computed, 16 hexadecimal digits. */
  async hash(): Promise<string> {
    return (await this.#host.request('hash', { run: this.#live })).text;
  }
  /** What is told of a lineage at a generation: a headline and, behind a line break if there is one, notes. */
  async summary(lineage: number, generation: number): Promise<string> {
    return (await this.#host.request('summary', { run: this.#live, lineage, generation })).text;
  }
  /** The answer to a question about words. Rejects with SpecError where there are none. */
  async ask<T extends Topic>(question: Question<T>): Promise<WordsOf<T>> {
    const run = this.#live;
    const { text } = await this.#host.request('ask', { run, question: JSON.stringify(question) });
    if (run !== this.#live) throw new Stale();
    return parse<WordsOf<T>>(text);
  }
  async save(): Promise<Uint8Array> {
    return (await this.#host.request('save', { run: this.#live })).bytes;
  }

  /** Stops computing ahead; everything computed can still be asked for. */
  pause(): void {
    this.#setPaused(true);
  }
  resume(): void {
    this.#setPaused(false);
  }

  dispose(): void {
    this.#live = ++this.#run;
    clearTimeout(this.#watching);
    this.#host.close();
    this.#frames.clear();
    this.#ready.clear();
  }

  async #begin(
    run: number,
    reply: StartReply,
    needs: Needs,
    table: string | Uint8Array,
    prepare?: Prepare,
  ): Promise<Started> {
    const layout = parse<Layout>(reply.layout);
    if (prepare !== undefined) await prepare(layout);
    if (run !== this.#run) throw new Stale();
    this.#table = table;
    this.#needs = needs;
    this.#take(run, layout, reply);
    if (this.#paused) this.#setPaused(true);
    this.dispatchEvent(new Event('started'));
    for (const progress of this.#early.splice(0)) this.#progress(progress);
    return this.started;
  }

  #take(run: number, layout: Layout, { scene, spec, changes, history }: StartReply): void {
    this.#live = run;
    this.#lost = false;
    this.#frames.clear();
    this.#ready.clear();
    this.#started = { layout, spec, changes, scene: new Sections(scene, layout.sections.scene) };
    this.#history = new HistoryStore(layout.columns.length, layout.generations);
    this.#history.append(0, history);
    this.#completed = 0;
    this.#finished = false;
    this.#ended = '';
  }

  #progress(progress: Progress): void {
    const { run, from, completed, finished, ended, history } = progress;
    if (run !== this.#live && run === this.#run) {
      this.#early.push(progress);
      return;
    }
    this.#host.credit(run);
    if (run !== this.#live) return;
    this.#history.append(from, history);
    if (from === 0) {
      // The truth told again: its frame may have been made before what measures it was learnt.
      this.#frames.clear();
      this.#ready.clear();
    }
    this.#completed = completed;
    this.#finished = finished;
    this.#ended = ended;
    this.dispatchEvent(new Event('progress'));
    this.#watch();
    if (finished) this.dispatchEvent(new Event('finished'));
  }

  /** The spec is the whole state: begin again once; a second death in the same run is reported. */
  async #recover(error: CoreFailure): Promise<void> {
    if (this.#started === undefined || this.#rebuilt) this.#fail(error);
    else await this.#resume(error);
  }

  /** Begins the run that is shown again; where that fails it is `error` that is reported. */
  async #resume(error: unknown): Promise<void> {
    const { spec } = this.started;
    const run = ++this.#run;
    const [table, ready] = [this.#table, this.#needs];
    this.#rebuilt = true;
    try {
      await this.#host.use(ready.module, () => run === this.#run);
      this.#early = [];
      const reply = await this.#host.request('start', { run, spec, table, ready });
      if (run !== this.#run) throw new Stale();
      if ('needs' in reply) throw error;
      await this.#begin(run, reply, ready, table);
      this.dispatchEvent(new Event('restarted'));
    } catch (reason) {
      if (!isStale(reason)) this.#fail(reason instanceof SpecError ? reason : (error as Error));
    }
  }

  /** Notes whether the core is silent, and when to look again. */
  #watch(): void {
    clearTimeout(this.#watching);
    const running = this.#started !== undefined && !this.#finished && !this.#paused && !this.#lost;
    // A start may also wait for a part of the page, or for data: that is no silence of the core.
    const awaited = this.#host.inWorker && (this.#host.asked || running);
    const quiet = awaited ? this.#host.silence : 0;
    if (this.#silent !== quiet >= QUIET_MS) {
      this.#silent = !this.#silent;
      this.dispatchEvent(new Event('silent'));
    }
    if (this.#starting > 0 || running)
      this.#watching = setTimeout(() => this.#watch(), Math.max(QUIET_MS - quiet, QUIET_MS / 5));
  }

  #fail({ message }: Error): void {
    this.dispatchEvent(new CustomEvent('failed', { detail: { message } }));
  }

  #setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#watch();
    this.#host.request('pause', { paused }).catch(() => undefined);
  }
}

/** The core's own JSON: its shape is covered by the tests of the border. */
function parse<Shape>(text: string): Shape {
  return JSON.parse(text) as Shape;
}
