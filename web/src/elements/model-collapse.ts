import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  type Edit,
  findPreset,
  firstPreset,
  giveUpLoading,
  isStale,
  type Player,
  type Preset,
  Simulation,
  SpecError,
  whyNoWebAssembly,
} from '../engine';
import { formatCount } from '../plots/format';
import { fit as fitStyles } from './fit-styles';
import { type Change, checkChange, checkOpening, finite, type Opening } from './given';
import { groundOf, groundStyles } from './ground';
import { playByKey, usedByControl } from './keys';
import { layout as layoutStyles } from './layout-styles';
import { reducedMotion } from './motion';
import './player-bar';
import { print as printStyles } from './print-styles';
import { SettingsRow, seedOf } from './settings-row';
import { Showing } from './showing';
import { Sight } from './sight';
import { together } from './together';
import { controls, tokens } from './tokens';
import { noColumn, VALUES } from './view-values';
import { viewKind } from './views/kinds';
import { loadDataTable, loadViews } from './views/scripts';
import type { View } from './views/view';

/** The player stands below all figures, in reach of a thumb; else under the first, and never upon what it plays. */
const LOW_PLAYER = '(max-width: 760px) and (min-height: 700px)';
const PRINTS = ['beforeprint', 'afterprint'] as const;
/** A start that takes longer is said to be under way. */
const PATIENCE_MS = 250;
/** A start that takes longer is said to be slow, with ways on. */
const SLOW_MS = 8000;

type Figure = (view: View) => TemplateResult | typeof nothing;
type State = 'loading' | 'ready' | 'error' | 'unsupported' | 'failed';

/**
 * One experiment, computed and played: the sentence, the plots, the player and the table. docs/embedding.md has the
 * attributes, properties, methods and events, each with what it does; a test compares that list with this class.
 * The slot holds what stands there before the first frame and where WebAssembly is missing.
 */
export class ModelCollapse extends LitElement {
  static override properties = {
    preset: { type: String },
    spec: { type: String },
    seed: { type: String },
    metric: { type: String },
    autoplay: { type: String },
    theme: { type: String, reflect: true },
    layout: { type: String, reflect: true },
    hide: { type: String },
    state: { state: true },
    error: { state: true },
    waiting: { state: true },
    slow: { state: true },
  };
  declare preset: string | null;
  declare spec: string | null;
  declare seed: number | string | null;
  declare metric: string | null;
  declare autoplay: string | null;
  declare theme: 'light' | 'dark' | null;
  declare layout: 'fit' | 'full' | null;
  declare hide: string | null;
  declare private state: State;
  declare private error: { path: string; message: string } | null;
  declare private waiting: boolean;
  declare private slow: boolean;

  static override styles = [tokens, controls, layoutStyles, fitStyles, printStyles];

  #simulation: Simulation | null;
  /** Taken out of the page for good, as far as one could tell, with this experiment ('' before the first start). */
  #left: string | null = null;
  /** From the first start on. */
  #showing: Showing | null = null;
  #settings: SettingsRow | null = null;
  #preset: Preset | undefined;
  /** How often something was to be opened. */
  #openings = 0;
  /** Openings under way that the attributes asked for. */
  #opening = 0;
  readonly #sight = new Sight(this, () => this.#suspend());
  /** Whether the page around holds the time still. */
  #suspended = false;
  /** What the page asked of the player before there was one. */
  #early: { playing?: boolean; generation?: number } = {};
  readonly #ground = new CSSStyleSheet();
  /** Hears of another theme of the page around. */
  #page: MutationObserver | null = null;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  readonly #phone = matchMedia(LOW_PLAYER);
  /** The checks of edits, one after another. */
  #editing: Promise<unknown> = Promise.resolve();
  /** The spec that is being started; the next edit changes this one. */
  #wanted: string | undefined;
  /** What was asked for last, to be tried again. */
  #wish: () => Promise<void> = () => Promise.resolve();
  /** The core said no: to try the same again is of no use. */
  #refused = false;
  readonly #why = whyNoWebAssembly();
  readonly #paper = matchMedia('print');
  /** Where the data table will be: why it is not there. */
  #noTable = '';
  readonly #adopted = new Set<string>();

  constructor() {
    super();
    this.preset = null;
    this.spec = null;
    this.seed = null;
    this.metric = null;
    this.autoplay = null;
    this.theme = null;
    this.layout = null;
    this.hide = null;
    this.state = 'loading';
    this.error = null;
    this.waiting = false;
    this.slow = false;
    this.#simulation = this.#why === '' ? new Simulation() : null;
    if (this.#simulation === null) this.state = 'unsupported';
  }

  // ---------------------------------------------------------------- for pages and scripts

  /** The engine behind this element; null without WebAssembly. */
  get simulation(): Simulation | null {
    return this.#simulation;
  }
  get player(): Player | null {
    return this.#showing?.player ?? null;
  }
  get currentPreset(): Preset | undefined {
    return this.#preset;
  }
  /** Canonical spec of the experiment shown; empty before the first start. */
  get currentSpec(): string {
    return this.#simulation?.hasStarted ? this.#simulation.spec : '';
  }
  get seedLocked(): boolean {
    return this.#settings?.locked ?? false;
  }

  /** The generation it is at, on the screen as soon as it is drawn; 0, the truth, before the first start. */
  get generation(): number {
    return this.player?.generation ?? this.#early.generation ?? 0;
  }
  /** The last generation there will be; 0 before the first start. */
  get generations(): number {
    return this.#simulation?.last ?? 0;
  }
  get playing(): boolean {
    return this.player?.playing ?? this.#early.playing ?? false;
  }
  /** While true, time stands still as if the element were out of sight; what was playing goes on afterwards. */
  get suspended(): boolean {
    return this.#suspended;
  }
  set suspended(suspended: boolean) {
    this.#suspended = suspended;
    this.#suspend();
  }

  /** From the start when it stands at the end. Before the first start: as soon as it has started. */
  play(): void {
    if (this.player === null) this.#early.playing = true;
    else this.player.play();
  }
  pause(): void {
    if (this.player === null) this.#early.playing = false;
    else this.player.pause();
  }
  /** Pauses, and goes `by` generations on (back when negative), at most to the ends of what is computed. */
  step(by = 1): void {
    this.player?.step(finite('step', by));
  }
  /** Pauses, and shows a generation as soon as it is computed. One beyond an end means that end. */
  seek(generation: number): void {
    const wanted = finite('seek', generation);
    if (this.#showing === null) this.#early = { playing: false, generation: wanted };
    else this.#showing.goTo(wanted);
  }

  /** Starts an experiment; rejects with SpecError and then leaves the one shown as it is. */
  async open(opening: Opening): Promise<void> {
    checkOpening(opening);
    const simulation = this.#simulation;
    if (simulation === null) return;
    const opened = ++this.#openings;
    this.#wish = () => this.open(opening);
    const preset =
      opening.preset === undefined ? undefined : await this.#patiently(findPreset(opening.preset));
    if (opened !== this.#openings) return;
    const spec = opening.spec ?? JSON.stringify(preset?.spec ?? {});
    const edits: Edit[] = [...(opening.edits ?? [])];
    if (this.seedLocked && simulation.hasStarted) edits.push(['/seed', String(seedOf(simulation.spec))]);
    const checked = await this.#patiently(simulation.check(spec, edits));
    if (opened !== this.#openings) return;
    const started = await this.#start(checked.spec);
    if (!started) return;
    const withView = opening.metric !== undefined || this.#preset !== preset || this.metric === null;
    if (withView) this.metric = opening.metric ?? this.getAttribute('metric') ?? preset?.view?.metric ?? null;
    this.#preset = preset;
    this.#begin(true, withView);
  }

  /** Changes fields of the running experiment; rejects with SpecError and then leaves it as it is. */
  async edit(change: readonly Edit[] | Change): Promise<void> {
    checkChange(change);
    const simulation = this.#simulation;
    if (simulation === null || !simulation.hasStarted) return;
    this.#wish = () => this.edit(change);
    // One after another, so that the second edit starts from the result of the first; not from its run, which may take long to begin.
    const checked = this.#editing.then(async () => {
      const before = this.#wanted ?? simulation.spec;
      const { spec } = await simulation.check(
        before,
        typeof change === 'function' ? await change(before) : change,
      );
      this.#wanted = spec;
      return spec;
    });
    this.#editing = checked.catch(() => undefined);
    if (await this.#start(await checked)) this.#begin(false, false);
  }

  /** A PNG of the main figure on white; of text, which is no picture, that of the history. */
  toBlob(): Promise<Blob | null> {
    return this.#showing?.toBlob() ?? Promise.resolve(null);
  }

  /** Draws a PNG of every generation computed so far; null where the kind of experiment has none. */
  get contactSheet(): (() => Promise<Blob | null>) | null {
    return this.#showing?.views.contactSheet ?? null;
  }

  /** Space plays and pauses, arrows step. Pages may hand over the keys of the whole document. */
  readonly handleKey = (event: KeyboardEvent): void => {
    const played = this.player !== null && playByKey(event, this.player, this.#simulation?.completed ?? 0);
    // The page around may have a use for the same key: a deck of slides turns by arrows and by the space bar.
    if (played || usedByControl(event)) event.stopPropagation();
  };

  // ---------------------------------------------------------------- life

  override connectedCallback(): void {
    super.connectedCallback();
    this.#scheme.addEventListener('change', this.#rethemed);
    this.#phone.addEventListener('change', this.#rearranged);
    this.#paper.addEventListener('change', this.#printed);
    for (const type of PRINTS) window.addEventListener(type, this.#printed);
    this.addEventListener('keydown', this.handleKey);
    this.#page = new MutationObserver(this.#rethemed);
    for (const node of [document.documentElement, document.body])
      if (node) this.#page.observe(node, { attributeFilter: ['class', 'style', 'data-theme'] });
    this.#adopt(this.#ground);
    this.#look();
    if (this.#simulation === null) return;
    if (this.#left !== null) this.#simulation = new Simulation();
    const simulation = this.#simulation;
    this.#sight.connect();
    simulation.addEventListener('restarted', this.#restarted);
    simulation.addEventListener('failed', this.#failed);
    simulation.addEventListener('silent', this.#silent);
    if (this.#left !== null) void this.#return(this.#left);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scheme.removeEventListener('change', this.#rethemed);
    this.#phone.removeEventListener('change', this.#rearranged);
    this.#paper.removeEventListener('change', this.#printed);
    for (const type of PRINTS) window.removeEventListener(type, this.#printed);
    this.removeEventListener('keydown', this.handleKey);
    this.#page?.disconnect();
    this.#sight.disconnect();
    // A move inside the page disconnects and connects at once: only a lasting removal ends the computation.
    queueMicrotask(() => {
      if (this.isConnected || this.#left !== null) return;
      const { playing, generation } = this;
      this.#early = { playing, generation };
      this.#left = this.currentSpec;
      this.#showing?.dispose();
      this.#showing = null;
      this.#settings = null;
      this.#simulation?.dispose();
    });
  }

  /** Put back into a page: the experiment it left with is computed anew, and stands where it stood. */
  async #return(spec: string): Promise<void> {
    this.#left = null;
    this.state = 'loading';
    this.error = null;
    if (spec === '') return this.#openAttributes();
    try {
      await this.open({ preset: this.#preset?.id, spec });
    } catch (error) {
      this.showError(error);
    }
  }

  override willUpdate(changed: PropertyValues): void {
    for (const name of ['theme', 'layout', 'autoplay', 'hide'] as const) {
      const value = this[name];
      if (changed.has(name) && value !== null) this.#complain(name, VALUES[name](value));
    }
    if (changed.has('theme')) this.#look();
    if (this.#simulation === null) return;
    if (changed.has('preset') || changed.has('spec')) void this.#openAttributes();
    else if (changed.has('seed') && this.hasUpdated) void this.#reseed();
    if (this.#showing === null) return;
    if (changed.has('layout')) this.#showing.full = this.layout === 'full';
    if (changed.has('autoplay')) {
      if (this.autoplay === 'off') this.pause();
      else if (!reducedMotion()) this.play();
    }
  }

  override updated(changed: PropertyValues): void {
    if (this.state !== 'ready' || this.#showing === null) return;
    this.#showing.rendered();
    if (changed.has('theme') || changed.has('state')) this.#showing.rethemed();
    if (changed.has('metric')) {
      this.#showing.repicked();
      this.#complainOfMetric();
    }
  }

  /** What is wrong with a column's name in the experiment shown, as the end of a sentence; "" for nothing. */
  wrongMetric(name: string): string {
    const columns = this.#simulation?.hasStarted ? this.#simulation.layout.columns : [];
    return columns.length === 0
      ? ''
      : noColumn(
          name,
          columns.map(column => column.name),
        );
  }

  #complainOfMetric(): void {
    const name = this.getAttribute('metric');
    if (name !== null) this.#complain('metric', this.wrongMetric(name));
  }

  /** The rest is shown all the same; whoever wrote the page hears of it. */
  #complain(attribute: string, wrong: string): void {
    if (wrong === '') return;
    const message = `The attribute “${attribute}” ${wrong}.`;
    console.warn(`model-collapse: ${message}`);
    this.#say('collapse-error', { path: attribute, message });
  }

  async #openAttributes(): Promise<void> {
    if (this.spec === null && this.preset === null) return;
    const edits: Edit[] = this.seed === null ? [] : [['/seed', String(this.seed)]];
    this.#opening += 1;
    try {
      await this.open({ preset: this.preset ?? undefined, spec: this.spec ?? undefined, edits });
    } catch (error) {
      this.showError(error);
    } finally {
      this.#opening -= 1;
    }
  }

  /** The attribute `seed` has changed: the experiment that runs, on another seed; its own when there is none any more. */
  async #reseed(): Promise<void> {
    if (this.state !== 'ready' || this.#opening > 0) return this.#openAttributes();
    try {
      const seed = this.seed ?? seedOf(this.spec ?? JSON.stringify(this.#preset?.spec ?? {}));
      await this.edit([['/seed', String(seed)]]);
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
    this.#refused = error instanceof SpecError;
    this.state = 'error';
    this.#say('collapse-error', this.error);
  }

  async #start(spec: string): Promise<boolean> {
    const simulation = this.#simulation;
    if (simulation === null) return false;
    this.#wanted = spec;
    try {
      const begun = simulation.start(spec, layout => loadViews(viewKind(layout)));
      return (await this.#patiently(begun)) === simulation.started;
    } catch (error) {
      if (isStale(error)) return false;
      throw error;
    } finally {
      if (this.#wanted === spec) this.#wanted = undefined;
    }
  }

  /** What takes longer is said to be under way. */
  async #patiently<T>(promise: Promise<T>): Promise<T> {
    const patience = window.setTimeout(() => {
      this.waiting = true;
    }, PATIENCE_MS);
    const impatience = window.setTimeout(() => {
      this.slow = true;
    }, SLOW_MS);
    try {
      return await promise;
    } finally {
      window.clearTimeout(patience);
      window.clearTimeout(impatience);
      this.waiting = false;
      this.slow = false;
    }
  }

  /** A new experiment runs: `anew` from a preset or address, else by a changed setting. */
  #begin(anew: boolean, withView: boolean): void {
    const simulation = this.#simulation!;
    if (this.#showing === null) this.#showing = this.#firstShowing(simulation);
    this.#settings ??= new SettingsRow(this, this.#showing);
    this.#settings.reset();
    this.state = 'ready';
    this.error = null;
    this.#showing.preset = this.#preset;
    if (withView) this.#showing.log = this.#preset?.view?.log ?? false;
    this.#look();
    const { playing = this.autoplay !== 'off', generation } = this.#early;
    this.#early = {};
    this.#showing.begin(anew, playing);
    if (generation !== undefined) this.#showing.goTo(generation, playing);
    this.requestUpdate();
    const { spec, changes } = simulation.started;
    this.#say('collapse-started', { spec, changes, anew });
    if (anew) this.#complainOfMetric();
  }

  #firstShowing(simulation: Simulation): Showing {
    const showing = new Showing(this, simulation, this.layout === 'full');
    showing.player.addEventListener('state', () => {
      this.#sight.watching = showing.player.playing;
    });
    showing.player.suspended = this.#suspended || !this.#sight.seen;
    return showing;
  }

  /** Time stands still where nobody sees it. */
  #suspend(): void {
    if (this.player) this.player.suspended = this.#suspended || !this.#sight.seen;
  }

  #look(): void {
    this.#ground.replaceSync(groundStyles(groundOf(this), this.theme));
  }

  #adopt(sheet: CSSStyleSheet): void {
    const root = this.renderRoot;
    if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet))
      root.adoptedStyleSheets.push(sheet);
  }

  /** Takes a style sheet that came later than the element; each once. */
  adoptStyles(styles: string): void {
    if (this.#adopted.has(styles)) return;
    this.#adopted.add(styles);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#adopt(sheet);
  }

  #say(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What could not be run instead is still said. */
  readonly #restarted = (): void => {
    const { state, error } = this;
    this.#begin(false, false);
    if (state === 'error') [this.state, this.error] = [state, error];
  };

  readonly #silent = (): void => this.requestUpdate();

  readonly #failed = (event: Event): void => {
    const { message } = (event as CustomEvent<{ message: string }>).detail;
    this.error = { path: '', message };
    this.state = 'failed';
    this.#say('collapse-error', this.error);
  };

  readonly #rethemed = (): void => {
    this.#look();
    this.#showing?.rethemed();
  };
  /** Comes before the canvases hear of it: they were there later. */
  readonly #printed = (event: Event): void => {
    const printing = event.type === 'beforeprint' || (event.type === 'change' && this.#paper.matches);
    this.toggleAttribute('printing', printing);
    if (this.#showing) this.#showing.onPaper = printing;
  };
  readonly #rearranged = (): void => this.requestUpdate();

  // ---------------------------------------------------------------- templates

  override render(): TemplateResult {
    if (this.state === 'unsupported') {
      return html`<div class="state" role="status"><p>${this.#why} The picture shows what it would do.</p>
        <button @click=${() => location.reload()}>Load the page again</button></div><slot></slot>`;
    }
    if (this.state === 'error' || this.state === 'failed') return this.#renderError();
    if (this.state === 'loading' || this.#showing === null) {
      return html`<slot></slot><p class="loading" role="status">${this.#openings > 0 ? 'Starting the experiment …' : ''}</p>${this.#renderDelay()}`;
    }
    return this.#renderLab(this.#showing);
  }

  #renderError(): TemplateResult {
    const failed = this.state === 'failed';
    return html`<div class="state" role="alert">
      <h2>${failed ? 'The computation stopped' : 'This experiment cannot be run'}</h2>
      <p>${failed ? 'The core failed twice on this experiment. It said: ' : ''}${this.error?.message}</p>
      ${this.error?.path ? html`<p class="quiet">Setting <code>${this.error.path}</code></p>` : nothing}
      <p class="ways">
        ${failed || !this.#refused ? html`<button @click=${this.#tryAgain}>Try again</button>` : nothing}
        ${failed || this.#showing === null ? nothing : html`<button @click=${this.#back}>Back to the experiment before</button>`}
        <button @click=${this.#wayBack}>Show a preset instead</button>
      </p>
    </div>`;
  }

  /** What takes long, and what can be done; nothing while all is well. */
  #renderDelay(): TemplateResult | typeof nothing {
    const silent = this.#simulation?.silent === true;
    if (!silent && !this.slow) return nothing;
    return html`<div class="state" role="status">
      <p>${
        silent
          ? 'Nothing has been heard of the core for some seconds: a long step of this experiment keeps it busy, or the browser has ended its worker.'
          : 'A part of this page has not arrived yet: the connection is slow, or the part cannot be had.'
      }</p>
      <p class="ways">
        <button @click=${this.#tryAgain}>Try again</button>
        <button @click=${this.#wayBack}>Show a preset instead</button>
      </p>
    </div>`;
  }

  /** With new parts and a new worker; what was asked for last, or what is shown. */
  readonly #tryAgain = (): void => {
    const again = this.state === 'error' || this.waiting ? this.#wish : () => this.#startAgain();
    giveUpLoading();
    this.#simulation?.renew();
    again().catch(error => this.showError(error));
  };

  async #startAgain(): Promise<void> {
    if (await this.#start(this.currentSpec)) this.#begin(false, false);
  }

  readonly #back = (): void => {
    this.state = 'ready';
    this.error = null;
  };

  readonly #wayBack = (): void => {
    const first = firstPreset.id;
    giveUpLoading();
    this.#simulation?.renew();
    this.open({ preset: this.#preset?.id ?? this.preset ?? first })
      .catch(() => this.open({ preset: first }))
      .catch(error => this.showError(error));
  };

  #renderLab(showing: Showing): TemplateResult {
    const hidden = new Set((this.hide ?? '').match(/\S+/g));
    const { simulation, full } = showing;
    const figure = (view: View) => (hidden.has(view.name) ? nothing : view.render());
    const metrics = showing.metrics && !hidden.has(showing.metrics.name);
    return html`
      <div class="lab ${full ? '' : metrics ? 'fit' : 'fit alone'}" data-kind=${viewKind(simulation.layout)} data-dimension=${simulation.layout.view_dimension} aria-busy=${this.waiting ? 'true' : 'false'}>
        ${this.#renderDelay()}
        ${hidden.has('heading') ? nothing : this.#renderFinding(showing)}
        <p class="sr" role="status" aria-live="polite">${showing.narrator.said}</p>
        ${figure(showing.views.main)}
        ${this.#low ? nothing : this.#renderPlayer(showing)}
        ${full ? this.#renderRows(showing, figure) : showing.metrics ? figure(showing.metrics) : nothing}
        ${this.#low ? this.#renderPlayer(showing) : nothing}
        ${full ? this.#renderBelow(showing, hidden, figure) : nothing}
      </div>
    `;
  }

  #renderPlayer({ simulation, player, generation, findings, secondsLeft }: Showing): TemplateResult {
    return html`<collapse-player
      .player=${player}
      .generation=${generation}
      .generations=${simulation.generations}
      .completed=${simulation.completed}
      .last=${simulation.last}
      .left=${secondsLeft}
      .playing=${player.playing}
      .waiting=${player.waiting}
      .findings=${findings}
    ></collapse-player>`;
  }

  #renderRows({ views }: Showing, figure: Figure): TemplateResult {
    return html`<div class="row">${views.row.map(figure)}</div>
      ${views.details.length > 0 ? html`<div class="details">${views.details.map(figure)}</div>` : nothing}`;
  }

  #renderBelow(showing: Showing, hidden: ReadonlySet<string>, figure: Figure): TemplateResult {
    const { story } = showing.views;
    return html`${hidden.has('settings') ? nothing : this.#settings?.render()}
      ${
        showing.verdicts === undefined || hidden.has('verdicts')
          ? nothing
          : (showing.verdicts?.render() ?? html`<figure class="verdicts"></figure>`)
      }
      ${hidden.has('table') ? nothing : this.#renderTable(showing)}
      ${story === undefined ? nothing : figure(story)}`;
  }

  /** Whether the player sticks to the lower edge, after the figures: on a phone, where the page asks for it. */
  get #low(): boolean {
    return this.#phone.matches && getComputedStyle(this).getPropertyValue('--mc-player').trim() === 'sticky';
  }

  #renderFinding({ simulation, lineage, generation, headline, notes }: Showing): TemplateResult {
    const { layout } = simulation;
    const where = [
      `Generation ${formatCount(generation)} of ${formatCount(layout.generations)}`,
      ...(layout.runs > 1 ? [`run ${formatCount(lineage + 1)} of ${formatCount(layout.runs)}`] : []),
      ...(layout.dimension > 2 && viewKind(layout) === 'plane'
        ? [`first two of ${layout.dimension} dimensions`]
        : []),
    ].join(' · ');
    // Of a mixture, and where there are no points to show, something is noted in nearly every generation.
    const noPoints = layout.sections.frame.some(({ name, length }) => name === 'points_x' && length === 0);
    const long = layout.components > 1 || noPoints;
    return html`<header class="finding">
      <p class="where">${this.waiting ? 'Starting the next experiment …' : where}</p>
      <div class="told ${long ? 'long' : ''}">
        <h2>${together(headline)}</h2>
        <p class="notes">${together(notes)}</p>
      </div>
      ${
        simulation.endedEarly
          ? html`<p class="ended" role="status">This run ended at generation ${formatCount(simulation.last)} of
            ${formatCount(layout.generations)}: ${simulation.endedEarly}.</p>`
          : nothing
      }
    </header>`;
  }

  #renderTable({ simulation, player, generation, revision }: Showing): TemplateResult {
    const open = this.renderRoot.querySelector<HTMLDetailsElement>('details.table')?.open;
    const table = (): TemplateResult =>
      customElements.get('collapse-table') === undefined
        ? html`<p role="status">${this.#noTable}</p>`
        : html`<collapse-table .simulation=${simulation} .generation=${player.playing ? -1 : generation}
            .completed=${simulation.completed} .revision=${simulation.finished ? -1 : revision}></collapse-table>`;
    return html`<details class="table" @toggle=${this.#toggleTable}>
      <summary>Data table</summary>
      ${open ? table() : nothing}
    </details>`;
  }

  readonly #toggleTable = async (event: Event): Promise<void> => {
    this.#noTable = 'Loading the table …';
    this.requestUpdate();
    if (!(event.target as HTMLDetailsElement).open) return;
    await loadDataTable().catch((error: Error) => {
      this.#noTable = error.message;
    });
    this.requestUpdate();
  };
}

customElements.define('model-collapse', ModelCollapse);

declare global {
  interface HTMLElementTagNameMap {
    'model-collapse': ModelCollapse;
  }
}
