// What is on the screen: which generation of which run, the frames behind it, and the views that draw them.

import {
  type Edit,
  type FrameView,
  isStale,
  Player,
  type Preset,
  Simulation,
  startComparison,
} from '../engine';
import type { Motion } from '../plots/line-plot';
import { readTheme, type Theme } from '../plots/theme';
import { Comparison } from './comparison';
import { Frames } from './frames';
import { reducedMotion } from './motion';
import { Narrator } from './narrator';
import { fittingSpeed } from './player-bar';
import { makeViews, type ViewKind, type ViewList, viewKind } from './views/kinds';
import { verdictFigure } from './views/scripts';
import { type Lab, NOTHING_FOUND, type View } from './views/view';

/** The element the experiment stands in. */
interface Host extends HTMLElement {
  metric: string | null;
  readonly renderRoot: HTMLElement | DocumentFragment;
  adoptStyles(styles: string): void;
  requestUpdate(): void;
}

export class Showing implements Lab {
  readonly player: Player;
  readonly comparison: Comparison;
  readonly narrator: Narrator;
  preset: Preset | undefined;
  generation = 0;
  seen = 0;
  log = false;
  findings = NOTHING_FOUND;
  /** What counts as collapse; null while its script is on its way, undefined where it cannot be had. */
  verdicts: View | null | undefined = null;
  /** Of what is computed; empty until all is. */
  hash = '';
  /** Counts what the template must show anew: progress of the computation. */
  revision = 0;
  readonly #host: Host;
  readonly #frames: Frames;
  #views: ViewList;
  #kind: ViewKind;
  #model: string;
  #theme: Theme | null = null;
  #lineage = 0;
  /** Generation to return to once it is computed, after a setting was changed while paused. */
  #hold = 0;

  /** `simulation` has been started. */
  constructor(
    host: Host,
    readonly simulation: Simulation,
  ) {
    this.#host = host;
    this.player = new Player(simulation);
    this.comparison = new Comparison(simulation, () => this.#tell(view => view.grow()));
    this.narrator = new Narrator(
      simulation,
      () => this,
      () => this.update(),
    );
    this.#frames = new Frames(
      simulation,
      () => ({
        lineage: this.#lineage,
        generation: this.player.generation,
        withTeacher: this.#slow && this.player.generation > 0,
      }),
      () => {
        this.#tell(view => view.stage());
        void this.narrator.say(false);
      },
    );
    this.player.addEventListener('tick', this.#ticked);
    this.player.addEventListener('state', this.#stateChanged);
    this.player.addEventListener('end', () => void this.narrator.say(true));
    simulation.addEventListener('progress', this.#progressed);
    simulation.addEventListener('finished', this.#finished);
    this.#kind = viewKind(simulation.layout);
    this.#model = simulation.layout.model;
    this.#views = makeViews(this.#kind, this, styles => host.adoptStyles(styles));
    this.player.speed = fittingSpeed(simulation.generations);
    void verdictFigure(this).then(made => {
      this.verdicts = made?.view;
      if (made !== undefined) host.adoptStyles(made.styles);
      made?.view.reset();
      this.update();
    });
  }

  /** A new experiment runs: `anew` from a preset or address, else by a changed setting. */
  begin(anew: boolean, autoplay: boolean): void {
    const { simulation, player } = this;
    const held = anew ? 0 : this.generation;
    const { playing } = player;
    this.hash = '';
    this.#frames.reset();
    this.#lineage = Math.min(this.#lineage, simulation.layout.runs - 1);
    this.#chooseViews();
    if (anew && player.speed !== 'slow') player.speed = fittingSpeed(simulation.generations);
    this.#hold = !playing && !anew ? held : 0;
    player.restart(simulation);
    this.generation = player.generation;
    if (anew) {
      if (reducedMotion()) this.#hold = simulation.generations;
      else if (autoplay) player.play();
    }
    if (playing || anew) this.seen = 0;
    this.#tell(view => view.reset());
    this.#frames.ask();
    this.#progressed();
    // A short story may have been computed while the script with its figures was on its way.
    if (simulation.finished) this.#finished();
    this.comparison.start(this.preset);
  }

  dispose(): void {
    this.player.dispose();
    this.comparison.dispose();
    this.#tell(view => view.dispose());
  }

  // ---------------------------------------------------------------- for the views

  beside(edits: readonly Edit[], failed: (sentence: string) => void): Simulation {
    const other = new Simulation();
    startComparison(this.simulation, other, { label: '', edits }).catch(error => {
      if (!isStale(error)) failed(error instanceof Error ? error.message : String(error));
    });
    return other;
  }

  get views(): ViewList {
    return this.#views;
  }

  get lineage(): number {
    return this.#lineage;
  }
  set lineage(lineage: number) {
    if (lineage === this.#lineage) return;
    this.#lineage = lineage;
    this.#tell(view => view.reset());
    this.#frames.ask();
    this.update();
  }

  get metric(): string | null {
    return this.#host.metric;
  }
  set metric(metric: string | null) {
    this.#host.metric = metric;
  }

  get frame(): FrameView | null {
    return this.#frames.frame;
  }
  get teacher(): FrameView | null {
    return this.#frames.teacher;
  }
  get motion(): Motion | null {
    if (!this.#slow || this.teacher === null) return null;
    const { phase, progress } = this.player;
    return { phase, progress };
  }
  get sentence(): string {
    return this.narrator.sentence;
  }
  get root(): ParentNode {
    return this.#host.renderRoot;
  }
  get theme(): Theme {
    this.#theme ??= readTheme(this.#host);
    return this.#theme;
  }

  update(): void {
    this.#host.requestUpdate();
  }

  // ---------------------------------------------------------------- what the element tells

  /** The templates have been rendered. */
  rendered(): void {
    this.#tell(view => view.attach());
  }

  rethemed(): void {
    this.#theme = null;
    this.#tell(view => view.draw());
  }

  /** Another metric was picked. */
  repicked(): void {
    this.#tell(view => view.grow());
  }

  // ---------------------------------------------------------------- what engine and player tell

  readonly #progressed = (): void => {
    const { simulation, player } = this;
    if (this.#hold > 0) {
      const to = Math.min(this.#hold, simulation.completed);
      if (!player.playing && to > player.generation) player.seek(to);
      if (to >= Math.min(this.#hold, simulation.last)) this.#hold = 0;
    }
    // What generation 0 is measured by may have to be learnt first: its frame is then told again.
    if (simulation.readyFrame(this.#lineage, this.generation) === undefined) this.#frames.ask();
    this.#tell(view => view.grow());
    this.#changed();
  };

  readonly #finished = (): void => {
    this.simulation.hash().then(
      hash => {
        this.hash = hash;
        this.update();
      },
      () => undefined,
    );
    this.#say('collapse-finished');
  };

  readonly #ticked = (): void => {
    const { player } = this;
    if (player.generation !== this.generation) {
      this.generation = player.generation;
      this.update();
      this.#say('collapse-generation', { generation: this.generation });
    }
    this.seen = Math.max(this.seen, this.generation);
    this.#frames.ask();
    if (player.phase === 'next') this.#tell(view => view.move());
  };

  readonly #stateChanged = (): void => {
    this.#changed();
    this.#tell(view => view.stage());
    if (this.player.playing) return;
    this.#frames.ask();
    void this.narrator.say(true);
  };

  get #slow(): boolean {
    return this.player.speed === 'slow' && this.player.progress < 1;
  }

  #changed(): void {
    this.revision += 1;
    this.update();
  }

  #tell(what: (view: View) => void): void {
    const { main, row, details } = this.#views;
    for (const view of [main, ...row, ...details, this.verdicts]) if (view) what(view);
  }

  /** Another kind of experiment is shown by other figures. */
  #chooseViews(): void {
    const { layout } = this.simulation;
    const kind = viewKind(layout);
    // One script has figures for several kinds of model.
    if (kind === this.#kind && (kind !== 'counts' || layout.model === this.#model)) return;
    this.#tell(view => view.dispose());
    this.#kind = kind;
    this.#model = layout.model;
    this.#views = makeViews(kind, this, styles => this.#host.adoptStyles(styles));
  }

  #say(name: string, detail?: object): void {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
