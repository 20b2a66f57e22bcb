import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  type Column,
  type Edit,
  type FrameView,
  findPreset,
  isStale,
  type Phase,
  Player,
  type Preset,
  presets,
  Simulation,
  SpecError,
  type Started,
  startComparison,
} from '../engine';
import { formatCount } from '../plots/format';
import { HistoryPlot } from '../plots/history-plot';
import { LinePlot, type Motion } from '../plots/line-plot';
import { type MetricLaw, type MetricPicture, MetricPlot } from '../plots/metric-plot';
import { PlanePlot } from '../plots/plane-plot';
import { Surface } from '../plots/surface';
import { readTheme, type Theme } from '../plots/theme';
import './data-table';
import { icons } from './icons';
import { axisName, linePicture, planePicture } from './pictures';
import './player-bar';
import { layout as layoutStyles } from './layout-styles';
import { fittingSpeed } from './player-bar';
import { RidgeStore } from './ridge-store';
import { controls, tokens } from './tokens';

const RUNS = [1, 10, 100, 1000];
const LAW_NAMES = { expectation: 'expected', geometric_mean: 'typical', limit: 'limit' } as const;
const MOST_LINES = 50;
/** The sentence above the plots changes at most this often while playing. */
const SENTENCE_MS = 150;

type State = 'loading' | 'ready' | 'error' | 'unsupported' | 'failed';

/** What an experiment is started from. */
export interface Opening {
  readonly preset?: Preset | undefined;
  /** JSON; the preset's spec when absent. */
  readonly spec?: string | undefined;
  readonly edits?: readonly Edit[];
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const reducedMotion = (): boolean => calm.matches;

/**
 * One experiment, computed and played: the sentence, the plots, the player and the table.
 *
 * Attributes: `preset` (id), `spec` (JSON, instead of a preset), `seed`, `metric` (a column's name), `autoplay` ("off":
 * waits for the reader), `theme` ("light" | "dark"; else the system's), `hide` (space-separated: "history", "metrics",
 * "table", "settings", "heading").
 * Events: `collapse-started` (detail: spec, changes), `collapse-generation` (detail: generation), `collapse-finished`,
 * `collapse-error` (detail: path, message).
 * The slot holds what stands there before the first frame and where WebAssembly is missing.
 */
export class ModelCollapse extends LitElement {
  static override properties = {
    preset: { type: String },
    spec: { type: String },
    seed: { type: Number },
    metric: { type: String },
    autoplay: { type: String },
    theme: { type: String, reflect: true },
    hide: { type: String },
    state: { state: true },
    error: { state: true },
    generation: { state: true },
    sentence: { state: true },
    told: { state: true },
    readouts: { state: true },
    log: { state: true },
    lineage: { state: true },
    historyStyle: { state: true },
    locked: { state: true },
    hash: { state: true },
    milestone: { state: true },
    seedError: { state: true },
    copied: { state: true },
    tick: { state: true },
  };
  declare preset: string | null;
  declare spec: string | null;
  declare seed: number | null;
  declare metric: string | null;
  declare autoplay: string | null;
  declare theme: 'light' | 'dark' | null;
  declare hide: string | null;
  declare private state: State;
  declare private error: { path: string; message: string } | null;
  declare private generation: number;
  declare private sentence: string;
  /** The generation the sentence speaks of. */
  declare private told: number;
  declare private readouts: Record<string, string>;
  declare private log: boolean;
  declare private lineage: number;
  declare private historyStyle: 'ridges' | 'heat';
  declare private locked: boolean;
  declare private hash: string;
  declare private milestone: string;
  declare private seedError: string;
  declare private copied: boolean;
  /** Counts what the template must show anew but Lit cannot see: progress of the computation. */
  declare private tick: number;

  static override styles = [tokens, controls, layoutStyles];

  readonly #simulation: Simulation | null;
  /** The experiment the preset compares with, on the same seed; only its median is drawn. */
  #other: Simulation | null = null;
  #player: Player | null = null;
  #opening: Opening = {};
  #opened = false;
  #seen = 0;
  #theme: Theme | null = null;
  #surfaces = new Map<string, Surface>();
  #line: LinePlot | null = null;
  #plane: PlanePlot | null = null;
  #metric: MetricPlot | null = null;
  #history: HistoryPlot | null = null;
  #small: {
    canvas: HTMLCanvasElement;
    surface: Surface;
    draw: (frame: FrameView) => void;
    frame: FrameView | null;
  }[] = [];
  #ridges: RidgeStore | null = null;
  #lines: { key: string; to: number; count: number; block: Float64Array } | null = null;
  #laws: { started: Started; metric: string; laws: readonly MetricLaw[] } | null = null;
  #linesBusy = false;
  #drawing = false;
  #again = false;
  #frame: FrameView | null = null;
  #teacher: FrameView | null = null;
  #sentenceAt = 0;
  #sentenceTimer = 0;
  #visible: IntersectionObserver | null = null;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #wait = 0;
  #editing = Promise.resolve();

  constructor() {
    super();
    this.preset = null;
    this.spec = null;
    this.seed = null;
    this.metric = null;
    this.autoplay = null;
    this.theme = null;
    this.hide = null;
    this.state = 'loading';
    this.error = null;
    this.generation = 0;
    this.sentence = '';
    this.told = 0;
    this.readouts = {};
    this.log = false;
    this.lineage = 0;
    this.historyStyle = 'ridges';
    this.locked = false;
    this.hash = '';
    this.milestone = '';
    this.seedError = '';
    this.copied = false;
    this.tick = 0;
    this.#simulation = typeof WebAssembly === 'object' ? new Simulation() : null;
    if (this.#simulation === null) this.state = 'unsupported';
  }

  // ---------------------------------------------------------------- for pages and scripts

  /** The engine behind this element; null without WebAssembly. */
  get simulation(): Simulation | null {
    return this.#simulation;
  }
  get player(): Player | null {
    return this.#player;
  }
  get currentPreset(): Preset | undefined {
    return this.#opening.preset;
  }
  /** Canonical spec of the experiment shown; empty before the first start. */
  get currentSpec(): string {
    return this.#simulation?.hasStarted ? this.#simulation.spec : '';
  }
  get seedLocked(): boolean {
    return this.locked;
  }

  play(): void {
    this.#player?.play();
  }
  pause(): void {
    this.#player?.pause();
  }

  /** Starts an experiment; rejects with SpecError and then leaves the one shown as it is. */
  async open(opening: Opening): Promise<void> {
    const simulation = this.#simulation;
    if (simulation === null) return;
    this.#opened = true;
    const spec = opening.spec ?? JSON.stringify(opening.preset?.spec ?? {});
    const edits: Edit[] = [...(opening.edits ?? [])];
    if (this.locked && simulation.hasStarted) edits.push(['/seed', String(seedOf(simulation.spec))]);
    const checked = await simulation.check(spec, edits);
    const started = await this.#start(checked.spec);
    if (!started) return;
    const fresh = this.#opening.preset !== opening.preset;
    this.#opening = opening;
    const view = opening.preset?.view;
    if (fresh || this.metric === null) {
      this.metric = view?.metric ?? null;
      this.log = view?.log ?? false;
    }
    this.#begin(true);
  }

  /** Changes fields of the running experiment; rejects with SpecError and then leaves it as it is. */
  async edit(edits: readonly Edit[]): Promise<void> {
    const simulation = this.#simulation;
    if (simulation === null || !simulation.hasStarted) return;
    // One after another, so that the second edit starts from the result of the first.
    const done = this.#editing.then(async () => {
      const { spec } = await simulation.check(simulation.spec, edits);
      if (await this.#start(spec)) this.#begin(false);
    });
    this.#editing = done.catch(() => undefined);
    return done;
  }

  /** A PNG of the distribution as shown. */
  toBlob(): Promise<Blob | null> {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('#distribution');
    return new Promise(resolve => (canvas ? canvas.toBlob(resolve) : resolve(null)));
  }

  // ---------------------------------------------------------------- life

  override connectedCallback(): void {
    super.connectedCallback();
    this.#scheme.addEventListener('change', this.#themeChanged);
    this.addEventListener('keydown', this.handleKey);
    const simulation = this.#simulation;
    if (simulation === null) return;
    this.#visible = new IntersectionObserver(([entry]) => {
      if (this.#player) this.#player.suspended = entry?.isIntersecting === false;
    });
    this.#visible.observe(this);
    simulation.addEventListener('progress', this.#progressed);
    simulation.addEventListener('finished', this.#finished);
    simulation.addEventListener('restarted', this.#restarted);
    simulation.addEventListener('failed', this.#failed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scheme.removeEventListener('change', this.#themeChanged);
    this.removeEventListener('keydown', this.handleKey);
    this.#visible?.disconnect();
    // A move inside the page disconnects and connects at once: only a lasting removal ends the computation.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#player?.dispose();
      this.#simulation?.dispose();
      this.#other?.dispose();
      for (const surface of this.#surfaces.values()) surface.dispose();
    });
  }

  override willUpdate(changed: PropertyValues): void {
    if (this.#simulation === null) return;
    if (changed.has('preset') || changed.has('spec')) void this.#openAttributes();
  }

  async #openAttributes(): Promise<void> {
    if (this.spec === null && this.preset === null) return;
    const preset = this.preset === null ? undefined : findPreset(this.preset);
    if (this.spec === null && preset === undefined) {
      const known = presets.map(({ id }) => id).join(', ');
      this.showError(new SpecError('', `There is no preset "${this.preset}". There are: ${known}.`));
      return;
    }
    const edits: Edit[] = this.seed === null || Number.isNaN(this.seed) ? [] : [['/seed', String(this.seed)]];
    try {
      await this.open({ preset, spec: this.spec ?? undefined, edits });
    } catch (error) {
      this.showError(error);
    }
  }

  /** Shows why an experiment could not be started, in place of the plots. */
  showError(error: unknown): void {
    if (isStale(error)) return;
    const path = error instanceof SpecError ? error.path : '';
    const message = error instanceof Error ? error.message : String(error);
    this.error = { path, message };
    this.state = 'error';
    this.dispatchEvent(
      new CustomEvent('collapse-error', { detail: this.error, bubbles: true, composed: true }),
    );
  }

  async #start(spec: string): Promise<boolean> {
    const simulation = this.#simulation;
    if (simulation === null) return false;
    const waiting = window.setTimeout(() => {
      this.#wait = 1;
      this.requestUpdate();
    }, 250);
    try {
      await simulation.start(spec);
      return true;
    } catch (error) {
      if (isStale(error)) return false;
      throw error;
    } finally {
      window.clearTimeout(waiting);
      this.#wait = 0;
    }
  }

  /** A new experiment runs: `anew` from a preset or address, else by a changed setting. */
  #begin(anew: boolean): void {
    const simulation = this.#simulation!;
    const first = this.#player === null;
    const held = anew ? 0 : this.generation;
    if (this.#player === null) {
      this.#player = new Player(simulation);
      this.#player.addEventListener('tick', this.#ticked);
      this.#player.addEventListener('state', this.#stateChanged);
      this.#player.addEventListener('end', this.#ended);
    }
    const player = this.#player;
    const playing = player.playing;
    this.state = 'ready';
    this.error = null;
    this.seedError = '';
    this.hash = '';
    this.#frame = null;
    this.#teacher = null;
    this.#lines = null;
    this.lineage = Math.min(this.lineage, simulation.layout.runs - 1);
    this.#ridges ??= new RidgeStore(simulation, () => this.#drawHistory());
    this.#ridges.reset();
    if (anew || first) {
      this.#seen = 0;
      if (player.speed !== 'slow') player.speed = fittingSpeed(simulation.generations);
    }
    this.#hold = !playing && !anew ? held : 0;
    player.restart(simulation);
    this.generation = player.generation;
    if (anew) {
      if (reducedMotion()) this.#hold = simulation.generations;
      else if (this.autoplay !== 'off') player.play();
    }
    if (playing || anew) this.#seen = 0;
    this.tick += 1;
    this.#drawFrame();
    this.#progressed();
    this.#compare();
    const { spec, changes } = simulation.started;
    this.dispatchEvent(
      new CustomEvent('collapse-started', { detail: { spec, changes, anew }, bubbles: true, composed: true }),
    );
  }

  #compare(): void {
    const compare = this.#opening.preset?.compare;
    const drop = (): void => {
      this.#other?.dispose();
      this.#other = null;
    };
    if (compare === undefined) {
      drop();
      return;
    }
    if (this.#other === null) {
      this.#other = new Simulation();
      this.#other.addEventListener('progress', () => this.#drawMetric());
    }
    // Settings that leave nothing to compare with (its edits no longer apply) are no fault of the reader's.
    startComparison(this.#simulation!, this.#other, compare).catch(error => {
      if (!isStale(error)) drop();
    });
  }

  /** The compared experiment's values of a metric; null where it has none or is the one shown. */
  #otherOf(metric: string): MetricPicture['other'] {
    const other = this.#other;
    const compare = this.#opening.preset?.compare;
    if (!other?.hasStarted || compare === undefined || other.spec === this.#simulation!.spec) return null;
    const index = other.layout.columns.findIndex(({ name }) => name === metric);
    if (index < 0) return null;
    const { runs } = other.layout;
    return {
      name: runs > 1 ? `${compare.label}, median` : compare.label,
      values: other.history.series(index, runs > 1 ? 'q50' : 'mean'),
    };
  }

  /** Generation to return to once it is computed, after a setting was changed while paused. */
  #hold = 0;

  // ---------------------------------------------------------------- events of engine and player

  readonly #progressed = (): void => {
    const simulation = this.#simulation!;
    if (!simulation.hasStarted) return;
    if (this.#hold > 0) {
      const to = Math.min(this.#hold, simulation.completed);
      if (this.#player && !this.#player.playing && to > this.#player.generation) this.#player.seek(to);
      if (to >= Math.min(this.#hold, simulation.generations)) this.#hold = 0;
    }
    this.tick += 1;
    void this.#ridges?.load(this.lineage);
    void this.#loadLines();
    this.#drawMetric();
  };

  readonly #finished = (): void => {
    const simulation = this.#simulation!;
    void simulation.hash().then(
      hash => {
        this.hash = hash;
      },
      () => undefined,
    );
    this.dispatchEvent(new CustomEvent('collapse-finished', { bubbles: true, composed: true }));
  };

  readonly #restarted = (): void => this.#begin(false);

  readonly #failed = (event: Event): void => {
    const { message } = (event as CustomEvent<{ message: string }>).detail;
    this.error = { path: '', message };
    this.state = 'failed';
  };

  readonly #ticked = (): void => {
    const player = this.#player!;
    if (player.generation !== this.generation) {
      this.generation = player.generation;
      this.dispatchEvent(
        new CustomEvent('collapse-generation', {
          detail: { generation: this.generation },
          bubbles: true,
          composed: true,
        }),
      );
    }
    this.#seen = Math.max(this.#seen, this.generation);
    this.#drawFrame();
    if (player.phase === 'next') this.#drawOverviews();
  };

  readonly #stateChanged = (): void => {
    this.tick += 1;
    if (this.#player?.playing === false) {
      this.#drawFrame();
      void this.#say(true);
    }
  };

  readonly #ended = (): void => {
    void this.#say(true);
  };

  readonly #themeChanged = (): void => {
    this.#theme = readTheme(this);
    this.#redraw();
  };

  /** Space plays and pauses, arrows step. Pages may hand over the keys of the whole document. */
  readonly handleKey = (event: KeyboardEvent): void => {
    const player = this.#player;
    if (player === null || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const [target] = event.composedPath();
    if (
      target instanceof HTMLElement &&
      target.closest('input, select, textarea, summary, [contenteditable]')
    )
      return;
    const onButton = target instanceof HTMLElement && target.closest('button, a') !== null;
    const by = event.shiftKey ? 10 : 1;
    if (event.key === ' ' && !onButton) player.playing ? player.pause() : player.play();
    else if (event.key === 'ArrowRight') player.step(by);
    else if (event.key === 'ArrowLeft') player.step(-by);
    else if (event.key === 'Home') player.seek(0);
    else if (event.key === 'End') player.seek(this.#simulation?.completed ?? 0);
    else return;
    event.preventDefault();
  };

  // ---------------------------------------------------------------- drawing

  #surface(id: string, redraw: () => void): Surface | null {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(`#${id}`);
    const known = this.#surfaces.get(id);
    if (canvas === null) return null;
    if (known?.canvas === canvas) return known;
    known?.dispose();
    const surface = new Surface(canvas, redraw);
    this.#surfaces.set(id, surface);
    return surface;
  }

  override updated(changed: PropertyValues): void {
    if (this.state !== 'ready') return;
    this.#theme ??= readTheme(this);
    if (changed.has('theme')) this.#theme = readTheme(this);
    const theme = this.#theme;
    const stage = this.#surface('distribution', () => this.#drawStage());
    if (stage && this.#line === null) {
      this.#line = new LinePlot(stage, theme);
      this.#plane = new PlanePlot(stage, theme);
    }
    const metric = this.#surface('metrics', () => this.#drawMetric());
    if (metric && this.#metric === null) this.#metric = new MetricPlot(metric, theme);
    const history = this.#surface('history', () => this.#drawHistory());
    if (history && this.#history === null) this.#history = new HistoryPlot(history, theme);
    this.#updateSmall();
    if (changed.has('theme')) this.#redraw();
    if (changed.has('state')) this.#redraw();
    if (changed.has('metric') || changed.has('log') || changed.has('lineage')) {
      void this.#loadLines();
      this.#drawMetric();
    }
    if (changed.has('lineage') && changed.get('lineage') !== undefined) {
      this.#ridges?.reset();
      void this.#ridges?.load(this.lineage);
      this.#drawFrame();
    }
    if (changed.has('historyStyle')) this.#drawHistory();
  }

  #redraw(): void {
    this.#drawStage();
    this.#drawOverviews();
    for (const { frame, draw } of this.#small) if (frame) draw(frame);
  }

  #drawOverviews(): void {
    this.#drawMetric();
    this.#drawHistory();
    this.#updateSmall();
  }

  /** Asks for the frame of the player's generation; while one is under way only the newest wish is kept. */
  #drawFrame(): void {
    if (this.#drawing) {
      this.#again = true;
      return;
    }
    const simulation = this.#simulation!;
    const player = this.#player!;
    const generation = player.generation;
    const slow = player.speed === 'slow' && generation > 0 && player.progress < 1;
    const wanted = [simulation.frame(this.lineage, generation)];
    if (slow) wanted.push(simulation.frame(this.lineage, generation - 1));
    this.#drawing = true;
    Promise.all(wanted).then(
      ([frame, teacher]) => {
        this.#drawing = false;
        this.#frame = frame ?? null;
        this.#teacher = teacher ?? null;
        this.#drawStage();
        void this.#say(false);
        if (this.#again) {
          this.#again = false;
          this.#drawFrame();
        }
      },
      () => {
        this.#drawing = false;
        if (this.#again) {
          this.#again = false;
          this.#drawFrame();
        }
      },
    );
  }

  get #motion(): Motion | null {
    const player = this.#player;
    if (player === null || player.speed !== 'slow' || player.progress >= 1 || this.#teacher === null)
      return null;
    return { phase: player.phase, progress: player.progress };
  }

  #drawStage(): void {
    const simulation = this.#simulation;
    const frame = this.#frame;
    if (!simulation?.hasStarted || frame === null || this.#theme === null || this.#line === null) return;
    if (frame.section('row').length !== simulation.layout.columns.length) return;
    const motion = this.#motion;
    if (simulation.layout.view_dimension === 1) {
      this.#line.set(linePicture(simulation, frame, this.#teacher, motion), this.#theme);
    } else {
      this.#plane!.set(planePicture(simulation, frame, this.#teacher, motion), this.#theme);
    }
    const note = this.renderRoot.querySelector('.phase');
    if (note) note.textContent = motion === null ? '' : phaseName(motion.phase, frame);
  }

  #drawHistory(): void {
    const simulation = this.#simulation;
    if (!simulation?.hasStarted || this.#theme === null || this.#history === null || this.#ridges === null)
      return;
    this.#history.set(
      {
        ridges: this.#ridges.ridges,
        last: simulation.generations,
        generation: this.generation,
        seen: this.#seen,
        axis: axisName(simulation, 0),
        style: this.historyStyle,
      },
      this.#theme,
    );
  }

  get #column(): { column: Column; index: number } | null {
    const simulation = this.#simulation;
    if (!simulation?.hasStarted) return null;
    const { columns } = simulation.layout;
    let index = columns.findIndex(({ name }) => name === this.metric);
    if (index < 0) index = columns.findIndex(({ headline }) => headline);
    if (index < 0) index = 0;
    const column = columns[index];
    return column === undefined ? null : { column, index };
  }

  async #loadLines(): Promise<void> {
    const simulation = this.#simulation!;
    const picked = this.#column;
    if (picked === null || this.#linesBusy) return;
    const { runs } = simulation.layout;
    const count = Math.min(runs, Math.max(MOST_LINES, Math.min(this.lineage + 1, 200)));
    const key = `${simulation.spec}/${picked.index}/${count}`;
    if (this.#lines?.key === key && this.#lines.to >= simulation.completed) return;
    this.#linesBusy = true;
    try {
      const { block, to } = await simulation.lines(picked.index, count);
      this.#lines = { key, to, count, block };
    } catch {
      // A newer run took over; its own progress asks again.
    } finally {
      this.#linesBusy = false;
    }
    this.#drawMetric();
    if (this.#lines?.key !== key || (this.#lines.to < simulation.completed && simulation.finished))
      void this.#loadLines();
  }

  /** The laws of a metric, their gaps as NaN; kept as long as the experiment. */
  #lawsOf(metric: string): readonly MetricLaw[] {
    const { started } = this.#simulation!;
    if (this.#laws?.started !== started || this.#laws.metric !== metric) {
      const laws = started.layout.laws
        .filter(law => law.metric === metric)
        .map(({ kind, label, values }) => ({
          name: LAW_NAMES[kind],
          label,
          values: Float64Array.from(values, value => value ?? Number.NaN),
        }));
      this.#laws = { started, metric, laws };
    }
    return this.#laws.laws;
  }

  #drawMetric(): void {
    const simulation = this.#simulation;
    const picked = this.#column;
    if (!simulation?.hasStarted || picked === null || this.#metric === null || this.#theme === null) return;
    const { column, index } = picked;
    const { history, layout } = simulation;
    const lines: { lineage: number; values: Float64Array }[] = [];
    if (this.#lines?.key.startsWith(`${simulation.spec}/${index}/`)) {
      const { block, to, count } = this.#lines;
      for (let k = 0; k < count; k += 1)
        lines.push({ lineage: k, values: block.subarray(k * (to + 1), (k + 1) * (to + 1)) });
    } else if (layout.runs === 1) lines.push({ lineage: 0, values: history.series(index, 'mean') });
    const picture: MetricPicture = {
      key: `${simulation.spec}/${index}`,
      label: column.label,
      unit: column.unit,
      nonNegative: column.log_axis,
      log: this.log && column.log_axis,
      last: simulation.generations,
      generation: this.generation,
      seen: this.#seen,
      runs: layout.runs,
      lineage: this.lineage,
      mean: history.series(index, 'mean'),
      median: history.series(index, 'q50'),
      bands: [
        [history.series(index, 'q05'), history.series(index, 'q95')],
        [history.series(index, 'q25'), history.series(index, 'q75')],
      ],
      lines,
      laws: this.#lawsOf(column.name),
      other: this.#otherOf(column.name),
    };
    this.#metric.set(picture, this.#theme);
  }

  // ---------------------------------------------------------------- small multiples

  get #snapshots(): readonly number[] {
    const simulation = this.#simulation;
    if (!simulation?.hasStarted) return [];
    if (simulation.layout.view_dimension === 1 && !reducedMotion()) return [];
    const last = simulation.generations;
    const given = this.#opening.preset?.view?.snapshots?.filter(g => g <= last);
    if (given && given.length > 1) return given;
    const even = [0, 1, ...[1, 2, 3, 4, 5, 6].map(i => Math.round((last * i) / 6))];
    return [...new Set(even)].sort((a, b) => a - b);
  }

  /** Fills the small canvases whose generation has been played (or computed, where nothing moves). */
  #updateSmall(): void {
    const simulation = this.#simulation;
    if (!simulation?.hasStarted || this.#theme === null) return;
    const canvases = [...this.renderRoot.querySelectorAll<HTMLCanvasElement>('.small canvas')];
    if (
      canvases.length !== this.#small.length ||
      canvases.some((canvas, i) => this.#small[i]?.canvas !== canvas)
    ) {
      for (const { surface } of this.#small) surface.dispose();
      this.#small = canvases.map(canvas => {
        const entry = {
          canvas,
          surface: new Surface(canvas, () => entry.frame && entry.draw(entry.frame)),
          frame: null as FrameView | null,
          draw: (_: FrameView): void => undefined,
        };
        const two = simulation.layout.view_dimension === 2;
        const plot = two
          ? new PlanePlot(entry.surface, this.#theme!, { small: true })
          : new LinePlot(entry.surface, this.#theme!, { small: true });
        entry.draw = frame => {
          if (plot instanceof PlanePlot) plot.set(planePicture(simulation, frame, null, null), this.#theme!);
          else plot.set(linePicture(simulation, frame, null, null), this.#theme!);
        };
        return entry;
      });
    }
    const until = reducedMotion() ? simulation.completed : this.#seen;
    this.#snapshots.forEach((generation, i) => {
      const entry = this.#small[i];
      if (entry === undefined || generation > until || generation > simulation.completed) return;
      const ready = simulation.readyFrame(this.lineage, generation);
      if (ready && entry.frame === ready) return;
      const run = simulation.started;
      simulation.frame(this.lineage, generation).then(
        frame => {
          if (simulation.started !== run || this.#small[i] !== entry) return;
          entry.frame = frame;
          entry.draw(frame);
        },
        () => undefined,
      );
    });
  }

  // ---------------------------------------------------------------- words

  async #say(resting: boolean): Promise<void> {
    const simulation = this.#simulation!;
    window.clearTimeout(this.#sentenceTimer);
    const now = performance.now();
    const rest = this.#player?.playing !== true || resting;
    if (!rest && now - this.#sentenceAt < SENTENCE_MS) {
      this.#sentenceTimer = window.setTimeout(() => void this.#say(true), SENTENCE_MS);
      return;
    }
    this.#sentenceAt = now;
    try {
      const { generation } = this;
      const sentence = await simulation.summary(this.lineage, generation);
      this.sentence = sentence;
      this.told = generation;
      if (this.#player?.playing === false) this.milestone = sentence;
    } catch {
      // A newer run took over.
    }
  }

  #read(name: string, text: string): void {
    if (this.readouts[name] !== text) this.readouts = { ...this.readouts, [name]: text };
  }

  // ---------------------------------------------------------------- pointing

  #pointStage(event: PointerEvent): void {
    const simulation = this.#simulation!;
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    if (simulation.layout.view_dimension === 1) this.#readLine(this.#line!.locate(event.clientX - left));
    else this.#readPlane(this.#plane!.locate(event.clientX - left, event.clientY - top));
  }

  #readLine(x: number | null): void {
    this.#line!.cursor = x;
    this.#read('distribution', x === null ? '' : this.#line!.read(x));
    this.#drawStage();
  }

  #readPlane(at: readonly [number, number] | null): void {
    this.#plane!.cursor = at;
    this.#read('distribution', at === null ? '' : this.#plane!.read(at[0], at[1]));
    this.#drawStage();
  }

  /** Arrow keys move the reading line over the distribution; elsewhere they step through the generations. */
  #keyStage(event: KeyboardEvent): void {
    const simulation = this.#simulation!;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
    if (event.key === 'Escape') this.#leaveStage();
    if (by === undefined) return;
    const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = simulation.scene.section('view');
    const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
    if (simulation.layout.view_dimension === 1) {
      if (by[1] !== 0) return;
      const from = this.#line!.cursor ?? (x0 + x1) / 2;
      this.#readLine(clamp(from + (by[0]! * (x1 - x0)) / 64, x0, x1));
    } else {
      const [x, y] = this.#plane!.cursor ?? [(x0 + x1) / 2, (y0 + y1) / 2];
      this.#readPlane([
        clamp(x + (by[0]! * (x1 - x0)) / 48, x0, x1),
        clamp(y + (by[1]! * (y1 - y0)) / 48, y0, y1),
      ]);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #leaveStage(): void {
    if (this.#line) this.#line.cursor = null;
    if (this.#plane) this.#plane.cursor = null;
    this.#read('distribution', '');
    this.#drawStage();
  }

  #pointMetric(event: PointerEvent): void {
    const { left } = (event.currentTarget as Element).getBoundingClientRect();
    const generation = this.#metric!.locate(event.clientX - left);
    if (generation === null) return;
    if (event.buttons === 1 || event.type === 'pointerdown') this.#player?.step(generation - this.generation);
    this.#read('metrics', this.#metric!.read(generation));
  }

  #pointHistory(event: PointerEvent): void {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const at = this.#history!.locate(event.clientX - left, event.clientY - top);
    if (at === null) return;
    if (event.buttons === 1 || event.type === 'pointerdown')
      this.#player?.step(at.generation - this.generation);
    this.#history!.cursor = at;
    this.#read('history', at.generation <= this.#seen ? this.#history!.read(at.x, at.generation) : '');
    this.#drawHistory();
  }

  #leaveHistory(): void {
    if (this.#history) this.#history.cursor = null;
    this.#read('history', '');
    this.#drawHistory();
  }

  // ---------------------------------------------------------------- seed and runs

  async #change(edits: readonly Edit[]): Promise<void> {
    try {
      await this.edit(edits);
    } catch (error) {
      if (error instanceof SpecError && error.path === '/seed') this.seedError = error.message;
      else if (!isStale(error)) this.showError(error);
    }
  }

  async #setSeed(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    try {
      await this.edit([['/seed', input.value.trim()]]);
      this.seedError = '';
    } catch (error) {
      if (!isStale(error)) this.seedError = error instanceof Error ? error.message : String(error);
    }
  }

  async #nextSeed(): Promise<void> {
    const seed = seedOf(this.currentSpec);
    await this.#change([['/seed', String(seed >= Number.MAX_SAFE_INTEGER ? 0 : seed + 1)]]);
    this.#player?.seek(0);
    if (!reducedMotion()) this.#player?.play();
  }

  #sameSeed(): void {
    this.#player?.seek(0);
    this.#player?.play();
  }

  #runTo(event: Event): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>('#to')!;
    const last = this.#simulation!.generations;
    const wanted = input.value.trim() === '' ? Number.NaN : Number(input.value);
    const target = Number.isFinite(wanted) ? Math.min(Math.max(0, Math.round(wanted)), last) : last;
    input.value = String(target);
    if (!Number.isFinite(wanted)) return;
    this.#player?.runTo(target);
  }

  async #copyHash(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.hash);
      this.copied = true;
      window.setTimeout(() => {
        this.copied = false;
      }, 1500);
    } catch {
      // Without the right to the clipboard the text can still be selected.
    }
  }

  // ---------------------------------------------------------------- templates

  override render(): TemplateResult {
    const hidden = new Set((this.hide ?? '').split(/\s+/));
    if (this.state === 'unsupported') {
      return html`<div class="state" role="status"><p>This browser has no WebAssembly, so the experiment cannot be computed
        here. The picture shows what it would do.</p></div><slot></slot>`;
    }
    if (this.state === 'error' || this.state === 'failed') return this.#renderError();
    if (this.state === 'loading') {
      return html`<slot></slot><p class="loading" role="status">${this.#opened ? 'Starting the experiment …' : ''}</p>`;
    }
    return this.#renderLab(hidden);
  }

  #renderError(): TemplateResult {
    const failed = this.state === 'failed';
    return html`<div class="state" role="alert">
      <h2>${failed ? 'The computation stopped' : 'This experiment cannot be run'}</h2>
      <p>${this.error?.message}</p>
      ${this.error?.path ? html`<p class="quiet">Setting <code>${this.error.path}</code></p>` : nothing}
      <button @click=${this.#wayBack}>${failed ? 'Start again' : 'Show a preset instead'}</button>
    </div>`;
  }

  readonly #wayBack = (): void => {
    const preset = this.#opening.preset ?? findPreset(this.preset ?? '') ?? presets[0];
    this.open({ preset }).catch(error => this.showError(error));
  };

  #renderLab(hidden: ReadonlySet<string>): TemplateResult {
    const simulation = this.#simulation!;
    const { layout } = simulation;
    const two = layout.view_dimension === 2;
    const snapshots = this.#snapshots;
    const seed = seedOf(simulation.spec);
    const where = [
      `Generation ${formatCount(this.told)} of ${formatCount(layout.generations)}`,
      ...(layout.runs > 1 ? [`run ${formatCount(this.lineage + 1)} of ${formatCount(layout.runs)}`] : []),
      ...(layout.dimension > 2 ? [`first two of ${layout.dimension} dimensions`] : []),
    ].join(' · ');
    return html`
      <div class="lab" data-dimension=${layout.view_dimension} aria-busy=${this.#wait > 0 ? 'true' : 'false'}>
        ${
          hidden.has('heading')
            ? nothing
            : html`<header class="finding">
              <p class="where">${where}</p>
              <h2>${this.sentence.replaceAll(' %', '\u00a0%')}</h2>
            </header>`
        }
        <p class="sr" role="status" aria-live="polite">${this.milestone}</p>
        <div class="stage ${snapshots.length > 0 ? 'with-small' : ''}">
          <figure class="main">
            <figcaption>
              <span class="name">${two ? 'The plane' : 'The distribution'}</span>
              <output class="readout">${this.readouts.distribution ?? ''}</output>
            </figcaption>
            <div class="frame">
              <canvas id="distribution" role="img" tabindex="0"
                aria-label="${two ? 'Plane with the data, the truth and the model' : 'Distribution of the truth and the model, with the data'} at generation ${this.generation}. ${this.sentence} Arrow keys read out values."
                @pointermove=${this.#pointStage} @pointerdown=${this.#pointStage} @pointerleave=${this.#leaveStage}
                @keydown=${this.#keyStage} @blur=${this.#leaveStage}></canvas>
              <span class="phase" aria-hidden="true"></span>
            </div>
          </figure>
          ${snapshots.length > 0 ? this.#renderSmall(snapshots) : nothing}
        </div>
        <div class="row">
          ${hidden.has('metrics') ? nothing : this.#renderMetrics()}
          ${hidden.has('history') ? nothing : this.#renderHistory()}
        </div>
        <collapse-player
          .player=${this.#player ?? undefined}
          .generation=${this.generation}
          .generations=${simulation.generations}
          .completed=${simulation.completed}
          .playing=${this.#player?.playing ?? false}
          .waiting=${this.#player?.waiting ?? false}
        ></collapse-player>
        ${hidden.has('settings') ? nothing : this.#renderSettings(seed, layout.runs)}
        ${
          hidden.has('table')
            ? nothing
            : html`<details class="table" @toggle=${() => this.requestUpdate()}>
              <summary>Data table</summary>
              ${
                this.renderRoot.querySelector<HTMLDetailsElement>('details.table')?.open
                  ? html`<collapse-table .simulation=${simulation} .generation=${this.#player?.playing ? -1 : this.generation}
                    .completed=${simulation.completed} .revision=${simulation.finished ? -1 : this.tick}></collapse-table>`
                  : nothing
              }
            </details>`
        }
      </div>
    `;
  }

  #renderSmall(snapshots: readonly number[]): TemplateResult {
    const reached = reducedMotion() ? (this.#simulation?.completed ?? 0) : this.#seen;
    return html`<div class="small" role="group" aria-label="Snapshots">
      ${snapshots.map(
        generation => html`<button ?disabled=${generation > reached} aria-pressed=${generation === this.generation ? 'true' : 'false'}
          title="Go to generation ${formatCount(generation)}" @click=${() => this.#player?.step(generation - this.generation)}>
          <canvas role="img" aria-label=${generation > reached ? 'Not played yet' : `Generation ${generation}`}></canvas>
          <span>${generation === 0 ? 'Truth' : formatCount(generation)}</span>
        </button>`,
      )}
    </div>`;
  }

  #renderMetrics(): TemplateResult {
    const { columns } = this.#simulation!.layout;
    const picked = this.#column;
    const option = (column: Column) =>
      html`<option value=${column.name} ?selected=${column.name === picked?.column.name}>${column.label}</option>`;
    return html`<figure class="metrics">
      <figcaption>
        <label class="sr" for="metric">Metric</label>
        <select id="metric" @change=${(event: Event) => {
          this.metric = (event.target as HTMLSelectElement).value;
        }}>
          <optgroup label="Headlines">${columns.filter(({ headline }) => headline).map(option)}</optgroup>
          <optgroup label="More">${columns.filter(({ headline }) => !headline).map(option)}</optgroup>
        </select>
        <span class="segments" role="group" aria-label="Scale of the metric's axis">
          <button aria-pressed=${!this.log || !picked?.column.log_axis ? 'true' : 'false'} @click=${() => {
            this.log = false;
          }}>Linear</button>
          <button aria-pressed=${this.log && picked?.column.log_axis ? 'true' : 'false'} ?disabled=${!picked?.column.log_axis}
            @click=${() => {
              this.log = true;
            }}>Log</button>
        </span>
      </figcaption>
      <canvas id="metrics" role="img" tabindex="0"
        aria-label="${picked?.column.label ?? ''} over the generations. ${this.#metric?.read(this.generation) ?? ''} Arrow keys step through the generations."
        @pointerdown=${this.#pointMetric} @pointermove=${this.#pointMetric} @pointerleave=${() => this.#read('metrics', '')}></canvas>
      <output class="readout">${this.readouts.metrics || this.#metric?.read(this.generation) || ''}</output>
    </figure>`;
  }

  #renderHistory(): TemplateResult {
    return html`<figure class="history">
      <figcaption>
        <span class="name">All generations</span>
        <span class="segments" role="group" aria-label="Style of the history">
          <button aria-pressed=${this.historyStyle === 'ridges' ? 'true' : 'false'} @click=${() => {
            this.historyStyle = 'ridges';
          }}>Ridges</button>
          <button aria-pressed=${this.historyStyle === 'heat' ? 'true' : 'false'} @click=${() => {
            this.historyStyle = 'heat';
          }}>Heat</button>
        </span>
      </figcaption>
      <canvas id="history" role="img" tabindex="0"
        aria-label="Density of the model in every generation so far, oldest at the top; high peaks are compressed. Arrow keys step through the generations."
        @pointerdown=${this.#pointHistory} @pointermove=${this.#pointHistory} @pointerleave=${this.#leaveHistory}></canvas>
      <output class="readout">${this.readouts.history ?? ''}</output>
    </figure>`;
  }

  #renderSettings(seed: number, runs: number): TemplateResult {
    return html`<div class="settings">
      <form class="setting" @submit=${this.#runTo}>
        <label for="to">Run to</label>
        <input id="to" class="short" type="text" inputmode="numeric" autocomplete="off" aria-label="Run to generation"
          .value=${String(this.#simulation!.generations)} />
        <button>Go</button>
      </form>
      <div class="setting">
        <span id="runs-label">Runs</span>
        <span class="segments" role="group" aria-labelledby="runs-label">
          ${RUNS.map(
            count => html`<button aria-pressed=${runs === count ? 'true' : 'false'}
              @click=${() => this.#change([['/runs', String(count)]])}>${formatCount(count)}</button>`,
          )}
        </span>
        ${
          runs > 1
            ? html`<label class="inline">shown
              <input type="text" inputmode="numeric" aria-label="Number of the run shown" .value=${String(this.lineage + 1)}
                @change=${(event: Event) => {
                  const input = event.target as HTMLInputElement;
                  const wanted = Math.round(Number(input.value));
                  if (Number.isFinite(wanted)) this.lineage = Math.min(Math.max(1, wanted), runs) - 1;
                  input.value = String(this.lineage + 1);
                }} /></label>`
            : nothing
        }
      </div>
      <div class="setting">
        <label for="seed">Seed</label>
        <input id="seed" type="text" inputmode="numeric" autocomplete="off" .value=${String(seed)} ?readonly=${this.locked}
          aria-invalid=${this.seedError ? 'true' : 'false'} aria-describedby="seed-error" @change=${this.#setSeed} />
        <button class="glyph" aria-pressed=${this.locked ? 'true' : 'false'} aria-label="Lock the seed"
          title=${this.locked ? 'The seed is locked' : 'Lock the seed: presets keep it'} @click=${() => {
            this.locked = !this.locked;
          }}>
          ${this.locked ? icons.locked : icons.unlocked}</button>
        <button title="Play the same run again" @click=${this.#sameSeed}>Same</button>
        <button title="Another run of the same experiment" ?disabled=${this.locked} @click=${this.#nextSeed}>Next seed</button>
      </div>
      <p class="hash" title="State hash: equal on every machine that ran the same experiment">
        <span>Hash</span> <code>${this.hash || '················'}</code>
        <button class="glyph bare" aria-label="Copy the hash" ?disabled=${this.hash === ''} @click=${this.#copyHash}>${icons.copy}</button>
        <span class="sr" role="status">${this.copied ? 'Copied' : ''}</span>
      </p>
      <p id="seed-error" class="wrong">${this.seedError}</p>
    </div>`;
  }
}

export function seedOf(spec: string): number {
  const { seed } = JSON.parse(spec) as { seed?: unknown };
  return typeof seed === 'number' ? seed : 0;
}

function phaseName(phase: Phase, frame: FrameView): string {
  const teacher = frame.generation === 1 ? 'the truth' : `model ${formatCount(frame.generation - 1)}`;
  if (phase === 'draw') return `1  Draw ${formatCount(frame.pointsTotal)} points from ${teacher}`;
  if (phase === 'fit') return `2  Fit model ${formatCount(frame.generation)} to them`;
  return `3  Model ${formatCount(frame.generation)} is the next teacher`;
}

customElements.define('model-collapse', ModelCollapse);
