// What is on the screen: which generation of which run, the moment behind it, and the views that draw it.

import {
  type Edit,
  type FrameView,
  isStale,
  Player,
  type Preset,
  Simulation,
  startComparison,
} from '../engine';
import { readTheme, type Theme } from '../plots/theme';
import { Comparison } from './comparison';
import { type Moment, Moments } from './moments';
import { reducedMotion } from './motion';
import { Narrator } from './narrator';
import { onPaper, paperTheme } from './paper';
import { fittingSpeed } from './player-bar';
import { makeViews, type ViewKind, type ViewList, viewKind } from './views/kinds';
import { type Pace, paceOf, secondsLeft } from './views/pace';
import { verdictFigure } from './views/scripts';
import { type Lab, type Making, NOTHING_FOUND, type View } from './views/view';

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
  seen = 0;
  log = false;
  findings = NOTHING_FOUND;
  /** What counts as collapse; null while its script is not there, undefined where it cannot be had. */
  verdicts: View | null | undefined = null;
  /** Of what is computed; empty until all is. */
  hash = '';
  /** Of computing, in generations. */
  #pace: Pace | null = null;
  /** Counts what the template must show anew: progress of the computation. */
  revision = 0;
  readonly #host: Host;
  readonly #moments: Moments;
  #views: ViewList;
  #kind: ViewKind;
  #data: string;
  #theme: Theme | null = null;
  #lineage = 0;
  #shown: Moment | null = null;
  /** Its own, or the last one's until there is one. */
  #told = '';
  /** Generation to go to once it is computed: asked for, or shown when a setting was changed while paused. */
  #hold = 0;
  /** Plays on from there. */
  #playOn = false;
  /** The reader has been told of being at the last generation. */
  #arrived = false;
  #full: boolean;
  #asked = false;

  /** `simulation` has been started. `full`: every figure is shown, not only the first one and the metric. */
  constructor(
    host: Host,
    readonly simulation: Simulation,
    full: boolean,
  ) {
    this.#host = host;
    this.#full = full;
    this.player = new Player(simulation);
    this.comparison = new Comparison(simulation, () => this.#tell(view => view.grow()));
    this.narrator = new Narrator(() => this.update());
    this.#moments = new Moments(
      simulation,
      () => ({
        lineage: this.#lineage,
        generation: this.player.generation,
        withTeacher: this.#slow && this.player.generation > 0,
      }),
      generation => this.#list.flatMap(view => view.prepare(generation) ?? []),
      this.#present,
    );
    this.player.addEventListener('tick', this.#ticked);
    this.player.addEventListener('state', this.#stateChanged);
    simulation.addEventListener('progress', this.#progressed);
    simulation.addEventListener('finished', this.#finished);
    this.#kind = viewKind(simulation.layout);
    this.#data = simulation.layout.data;
    this.#views = makeViews(this.#kind, this, styles => host.adoptStyles(styles));
    this.player.speed = fittingSpeed(simulation.generations);
    if (full) this.#wantVerdicts();
  }

  /** Whether every figure is shown. */
  get full(): boolean {
    return this.#full;
  }
  set full(full: boolean) {
    if (full === this.#full) return;
    this.#full = full;
    // Figures that were not shown have not followed.
    this.#tell(view => view.reset());
    if (full) this.#wantVerdicts();
    this.#changed();
  }

  /** The figure of one metric over the generations; undefined where a kind of experiment has none. */
  get metrics(): View | undefined {
    return this.#views.row.find(({ name }) => name === 'metrics');
  }

  #wantVerdicts(): void {
    if (this.#asked) return;
    this.#asked = true;
    void verdictFigure(this).then(made => {
      this.verdicts = made?.view;
      if (made !== undefined) this.#host.adoptStyles(made.styles);
      made?.view.reset();
      this.update();
    });
  }

  /** Pauses, and shows a generation as soon as it is computed. */
  goTo(generation: number, playOn = false): void {
    const wanted = Math.min(Math.max(0, Math.round(generation)), this.simulation.last);
    this.player.pause();
    this.player.seek(wanted);
    this.#hold = wanted > this.simulation.completed ? wanted : 0;
    this.#playOn = playOn && this.#hold > 0;
    if (playOn && this.#hold === 0) this.player.play();
  }

  /** A new experiment runs: `anew` from a preset or address, else by a changed setting. */
  begin(anew: boolean, autoplay: boolean): void {
    const { simulation, player } = this;
    const held = anew ? 0 : this.generation;
    const { playing } = player;
    this.hash = '';
    this.#pace = null;
    this.#arrived = false;
    this.#moments.reset();
    this.#shown = null;
    this.#lineage = Math.min(this.#lineage, simulation.layout.runs - 1);
    this.#chooseViews();
    if (anew && player.speed !== 'slow') player.speed = fittingSpeed(simulation.generations);
    this.#hold = !playing && !anew ? held : 0;
    this.#playOn = false;
    player.restart(simulation);
    if (anew) {
      if (reducedMotion()) this.#hold = simulation.generations;
      else if (autoplay) player.play();
    }
    if (playing || anew) this.seen = 0;
    this.#tell(view => view.reset());
    this.#moments.ask();
    this.#progressed();
    // A short story may have been computed while the script with its figures was on its way.
    if (simulation.finished) this.#finished();
    this.comparison.start(this.preset);
  }

  dispose(): void {
    this.player.dispose();
    this.comparison.dispose();
    this.#dispose();
    this.verdicts?.dispose();
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
    this.#moments.ask();
    this.update();
  }

  get metric(): string | null {
    return this.#host.metric;
  }
  set metric(metric: string | null) {
    this.#host.metric = metric;
  }

  /** Of the moment shown, as everything else: the player may already be ahead. */
  get generation(): number {
    return this.#shown?.generation ?? 0;
  }
  get frame(): FrameView | null {
    return this.#shown?.frame ?? null;
  }
  /** One sentence. */
  get headline(): string {
    return this.#told.split('\n')[0] ?? '';
  }
  /** What should be known besides; often nothing. */
  get notes(): string {
    return this.#told.split('\n')[1] ?? '';
  }
  get sentence(): string {
    return this.#told.replace('\n', ' ');
  }
  get making(): Making | null {
    const { player } = this;
    const { newest } = this.#moments;
    if (!this.#slow || newest?.teacher == null || newest.generation !== player.generation) return null;
    const { phase, progress } = player;
    return { frame: newest.frame, teacher: newest.teacher, motion: { phase, progress } };
  }
  get spoken(): string {
    if (this.player.playing) return 'while it plays.';
    return `at generation ${this.generation}. ${this.sentence}`;
  }
  get root(): ParentNode {
    return this.#host.renderRoot;
  }
  get theme(): Theme {
    this.#theme ??= readTheme(this.#host);
    return this.#theme;
  }

  /** Seconds until everything is computed; NaN where nobody knows, or nothing is left to compute. */
  get secondsLeft(): number {
    if (this.simulation.finished || this.#pace === null) return Number.NaN;
    return secondsLeft(this.#pace, this.simulation.generations);
  }

  get paper(): Theme {
    return paperTheme(this.theme);
  }

  /** Whether everything is drawn as on white paper. */
  set onPaper(onPaper: boolean) {
    this.#theme = onPaper ? this.paper : null;
    this.#tell(view => view.draw());
    this.update();
  }

  /** The first figure that is a picture, on white. */
  toBlob(): Promise<Blob | null> {
    const find = (selector: string) => this.root.querySelector<HTMLCanvasElement>(selector);
    const canvas = find('#distribution, #pairs, #ranks, #history') ?? find('canvas');
    if (canvas === null) return Promise.resolve(null);
    this.onPaper = true;
    const sheet = onPaper(canvas);
    this.onPaper = false;
    return new Promise(resolve => sheet.toBlob(resolve));
  }

  update(): void {
    this.#host.requestUpdate();
  }

  say(text: string): void {
    this.narrator.say(text);
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
    this.#pace = paceOf(simulation.completed, this.#pace, performance.now());
    if (this.#hold > 0) {
      const to = Math.min(this.#hold, simulation.completed);
      if (!player.playing && to > player.generation) player.seek(to);
      if (to >= Math.min(this.#hold, simulation.last)) this.#hold = 0;
      if (this.#hold === 0 && this.#playOn) player.play();
      this.#playOn &&= this.#hold > 0;
    }
    // What generation 0 is measured by may have to be learnt first: its frame is then told again.
    if (simulation.readyFrame(this.#lineage, this.generation) === undefined) this.#moments.ask();
    this.#tell(view => view.grow());
    this.#changed();
  };

  readonly #finished = (): void => {
    const { last } = this.simulation;
    this.simulation.hash().then(
      hash => {
        this.hash = hash;
        this.update();
        this.#say('collapse-computed', { generation: last, hash });
      },
      () => undefined,
    );
    this.#arrive();
  };

  /** Told once whenever the last generation comes onto the screen. */
  #arrive(): void {
    const { generation, simulation } = this;
    const there = generation === simulation.last && simulation.completed === simulation.last;
    if (there && !this.#arrived) this.#say('collapse-finished', { generation });
    this.#arrived = there;
  }

  readonly #ticked = (): void => {
    const { player } = this;
    const { newest } = this.#moments;
    if (newest?.generation === player.generation && (newest.teacher !== null || !this.#slow)) this.#present();
    else this.#moments.ask();
  };

  /** A moment is complete: everything on the screen goes over to it at once, in slow motion when it has been made. */
  readonly #present = (): void => {
    const { player } = this;
    const moment = this.#moments.newest;
    if (moment === null || moment.lineage !== this.#lineage) return;
    // The reader stopped or went elsewhere while it was on its way. While all is moving on, one that is a little behind will do.
    const behind = moment.generation < player.generation;
    if (moment.generation > player.generation || (behind && !player.playing && this.#hold === 0)) {
      this.#moments.ask();
      return;
    }
    const made = this.making === null || player.phase === 'next';
    if (!made || moment === this.#shown) {
      this.#views.main.stage();
      return;
    }
    const moved = moment.generation !== this.generation;
    this.#shown = moment;
    player.shown = moment.generation;
    this.#told = moment.sentence;
    this.seen = Math.max(this.seen, moment.generation);
    this.#tell(view => view.move());
    this.#tell(view => view.stage());
    this.#rest();
    this.update();
    if (moved) this.#say('collapse-generation', { generation: moment.generation });
    this.#arrive();
  };

  readonly #stateChanged = (): void => {
    this.#changed();
    this.#tell(view => view.stage());
    if (!this.player.playing) this.#moments.ask();
    this.#rest();
  };

  /** Where the story rests is told aloud. */
  #rest(): void {
    const { player, generation } = this;
    if (player.playing || this.#hold > 0) this.narrator.hush();
    else if (player.generation === generation) this.narrator.rest(this.sentence);
  }

  get #slow(): boolean {
    return this.player.speed === 'slow' && this.player.progress < 1;
  }

  #changed(): void {
    this.revision += 1;
    this.update();
  }

  #tell(what: (view: View) => void): void {
    for (const view of this.#list) what(view);
  }

  get #list(): readonly View[] {
    const { main, row, details } = this.#views;
    if (!this.#full) return this.metrics ? [main, this.metrics] : [main];
    return [main, ...row, ...details, ...(this.verdicts ? [this.verdicts] : [])];
  }

  #dispose(): void {
    const { main, row, details } = this.#views;
    for (const view of [main, ...row, ...details]) view.dispose();
  }

  /** Another kind of experiment is shown by other figures. */
  #chooseViews(): void {
    const { layout } = this.simulation;
    const kind = viewKind(layout);
    // One script has figures for several types of data.
    if (kind === this.#kind && layout.data === this.#data) return;
    this.#dispose();
    this.#kind = kind;
    this.#data = layout.data;
    this.#views = makeViews(kind, this, styles => this.#host.adoptStyles(styles));
  }

  #say(name: string, detail?: object): void {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
