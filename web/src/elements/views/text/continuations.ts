// The same prompt, continued by every generation; or, where the text is a list of names, the names each of them writes.

import { keyed } from 'lit/directives/keyed.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Item, Piece, Question } from '../../../engine';
import { formatCount } from '../../../plots/format';
import { reducedMotion } from '../../motion';
import type { Answers } from '../answers';
import { shareOf } from '../fitting';
import { type Lab, View } from '../view';
import { milestones } from './milestones';
import { type Selection, typable } from './selection';
import { pieces, plain, readPiece, scaleSentence, unknownSentence } from './surprise';
import { sentenceOf, type Training } from './training';
import { modelOf, pageLength, textName, tokenName } from './words';

/** Generations listed unless the reader asks for all, and then. */
const FEW = { prose: 6, names: 5 } as const;
const MANY = 60;
/** Names of each generation. */
const NAMES = 14;
const REAL_NAMES = 600;
/** Tokens before the one asked about: no model here looks further back. */
const LOOK_BACK = 64;

const MARKS: Readonly<Record<NonNullable<Item['kind']>, string>> = {
  real: 'a real name',
  new: 'not in the list',
  repeat: 'written before',
};

/** So many items at even steps, the first of them all. */
function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);
}

/** A line of text on the page: where it came from and what can be pointed at. */
interface Line {
  /** Stands before the pieces, in the text. */
  readonly before: string;
  readonly pieces: readonly Piece[];
}

/** A piece of a line. */
interface Cursor {
  readonly line: string;
  readonly at: number;
}

export class ContinuationsView extends View {
  /** The reader's own prompt. */
  #own: string | null = null;
  #all = false;
  /** What stands where, from top to bottom; filled by the template. */
  #lines = new Map<string, Line>();
  #cursor: Cursor | null = null;
  /** What the newest row shows until another answer is there. */
  #now: { generation: number; text: readonly Piece[] } | null = null;

  constructor(
    lab: Lab,
    private readonly answers: Answers,
    private readonly selection: Selection,
    private readonly training: Training,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { layout } = this.lab.simulation;
    const names = this.#isNames;
    this.#lines = new Map();
    return html`<figure class="main texts">
      <figcaption>
        <span class="name">${names ? 'Names written by every generation' : 'The same prompt, continued by every generation'}</span>
        <form class="prompt" @submit=${this.#prompt}>
          <input type="text" autocomplete="off" spellcheck="false" maxlength="400"
            aria-label=${layout.names ? 'Beginning of a name' : 'Your own prompt'}
            placeholder=${layout.names ? 'Beginning of a name' : 'Your own prompt'} />
          <button>Continue</button>
          ${this.#own === null ? nothing : html`<button type="button" class="bare" @click=${this.#builtIn}>${layout.names ? 'Without' : 'Built-in prompt'}</button>`}
        </form>
      </figcaption>
      ${names ? this.#renderNames() : this.#renderProse()}
      <div class="under">
        ${this.#renderAll(names ? FEW.names : FEW.prose)}
        <p class="readout">${this.readout || (names ? '' : `Point at a ${tokenName(layout)} to see how surprising it is${this.lab.full ? '; click it to see what else could come after it' : ''}.`)}</p>
        <p class="attribution">${layout.attribution ?? ''}</p>
      </div>
      ${this.#renderTraining()}
    </figure>`;
  }

  override reset(): void {
    this.#own = null;
    this.#now = null;
    this.#cursor = null;
    this.answers.reset();
    this.selection.pick(null);
    this.training.reset();
  }

  override grow(): void {
    this.training.follow();
  }

  override prepare(generation: number): Promise<unknown> | undefined {
    if (generation === 0) return undefined;
    return this.answers.need(this.#isNames ? this.#names(generation, NAMES) : this.#question(generation));
  }

  override move(): void {
    this.lab.update();
  }

  override dispose(): void {
    this.training.dispose();
  }

  // ---------------------------------------------------------------- prose

  #question(generation: number): Question<'text'> {
    const { simulation, lineage } = this.lab;
    const own = this.#own === null ? {} : { prompt: this.#own };
    return { ask: 'text', run: lineage, generation, ...own, length: pageLength(simulation.layout) };
  }

  #renderProse(): TemplateResult {
    const { simulation, generation } = this.lab;
    const { layout } = simulation;
    const own = this.#own !== null;
    const real = this.answers.want(this.#question(0), 'real');
    const given = real?.prompt ?? [];
    const before = given.length > 0 ? plain(given) : (this.#own ?? layout.prompt ?? '');
    if (given.length > 0) this.#lines.set('given', { before: '', pieces: given });
    const refusal = this.answers.refusal(this.#question(0));
    return html`${scaleSentence(tokenName(layout))}
      ${refusal === '' ? nothing : html`<p class="unknown" role="alert">${refusal}</p>`}
      ${unknownSentence(real?.unknown ?? [], textName(layout))}
      <div class="paper" role="group" tabindex="0" aria-label="Continuations, ${this.lab.spoken} Arrow keys go from ${tokenName(layout)} to ${tokenName(layout)} and from line to line${this.lab.full ? ', Enter asks what comes next' : ''}."
        @pointerover=${this.#point} @pointerleave=${this.#leave} @click=${this.#click} @keydown=${this.#key} @blur=${this.#leave}>
        <p class="given" data-line="given"><b>Prompt</b> ${given.length > 0 ? this.#show(given, false) : before} <span aria-hidden="true">…</span></p>
        <div class="pair ${own ? 'single' : ''}">
          ${own ? nothing : this.#renderReal(before, real?.text)}
          ${this.#renderNow(before, generation)}
        </div>
        <ul class="rows">${this.#generations.map(listed => this.#renderRow(before, listed))}</ul>
      </div>`;
  }

  #renderReal(before: string, text: readonly Piece[] | undefined): TemplateResult {
    if (text !== undefined) this.#lines.set('real', { before, pieces: text });
    return html`<p class="real" data-line="real"><b>Real text</b> ${text === undefined ? nothing : this.#show(text)}</p>`;
  }

  #renderNow(before: string, generation: number): TemplateResult {
    const text = generation === 0 ? undefined : this.answers.want(this.#question(generation), 'now')?.text;
    if (text !== undefined) this.#now = { generation, text };
    else if (generation === 0) this.#now = null;
    const shown = this.#now;
    if (shown !== null) this.#lines.set('now', { before, pieces: shown.text });
    return html`<p class="now" data-line="now"><b>Generation ${formatCount(shown?.generation ?? Math.max(1, generation))}</b>
      ${shown === null ? html`<span class="quiet">${generation === 0 ? this.#beforeFirst : '…'}</span>` : keyed(shown.generation, html`${this.#show(shown.text)}`)}</p>`;
  }

  get #beforeFirst(): string {
    const { completed } = this.lab.simulation;
    return completed === 0
      ? 'is learning from the real text.'
      : 'has learnt from the real text; play to see what it writes.';
  }

  #renderRow(before: string, listed: number): TemplateResult {
    const { generation, player } = this.lab;
    const reached = listed <= this.#reached;
    const text = reached ? this.answers.want(this.#question(listed), `row ${listed}`)?.text : undefined;
    const line = `row ${listed}`;
    if (text !== undefined) this.#lines.set(line, { before, pieces: text });
    return html`<li aria-current=${listed === generation ? 'true' : 'false'}>
      <button class="bare go" ?disabled=${!reached} aria-label="Generation ${formatCount(listed)}" title="Go to generation ${formatCount(listed)}"
        @click=${() => player.stopAt(listed)}>${formatCount(listed)}</button>
      <p data-line=${line}>${text === undefined ? nothing : this.#show(text)}</p>
    </li>`;
  }

  #show(list: readonly Piece[], known = this.lab.simulation.completed > 0): readonly TemplateResult[] {
    return pieces(list, { known, names: this.lab.simulation.layout.names === true });
  }

  // ---------------------------------------------------------------- names

  get #isNames(): boolean {
    return this.lab.simulation.layout.names === true && this.#own === null;
  }

  #names(generation: number, items: number): Question<'sample'> {
    return { ask: 'sample', run: this.lab.lineage, generation, items };
  }

  #renderNames(): TemplateResult {
    const { generation, simulation } = this.lab;
    return html`<p class="scale">${(Object.keys(MARKS) as (keyof typeof MARKS)[]).map(
      kind => html`<span class="key"><i class="mark is-${kind}" aria-hidden="true"></i>${MARKS[kind]}</span>`,
    )}</p>
      <div class="columns">
        ${
          simulation.completed === 0
            ? this.#renderLearning()
            : html`${this.#renderColumn(0, 'Real names', 'real')}
        ${this.#renderColumn(Math.max(1, generation), `Generation ${formatCount(Math.max(1, generation))}`, 'now')}
        ${this.#generations.map(listed => this.#renderColumn(listed, formatCount(listed), ''))}`
        }
      </div>`;
  }

  /** While nothing is learnt there is something to read: what it is learnt from, in all columns. */
  #renderLearning(): TemplateResult {
    const columns = this.#generations.length + 2;
    const items = this.answers.want(this.#names(0, REAL_NAMES), 'names real')?.items;
    const names = evenly(items ?? [], columns * NAMES).map(({ pieces: list }) => plain(list).trim());
    return html`${Array.from({ length: columns }, (_, i) => {
      const title = i === 0 ? 'Real names: generation 1 is learning them' : '';
      return html`<section class="column of-real"><h3>${title}\u00a0</h3>
        <ul>${names.slice(i * NAMES, (i + 1) * NAMES).map(name => html`<li>${name}</li>`)}</ul></section>`;
    })}`;
  }

  #renderColumn(listed: number, title: string, role: 'real' | 'now' | ''): TemplateResult {
    const { generation, player, simulation } = this.lab;
    const reached = listed <= (listed === 0 ? 0 : role === 'now' ? simulation.completed : this.#reached);
    // The real names are in alphabetical order: some from the whole alphabet stand for them.
    const question = this.#names(listed, role === 'real' ? REAL_NAMES : NAMES);
    const waits = role === 'now' && generation === 0;
    const items =
      reached && !waits ? this.answers.want(question, `names ${role || listed}`)?.items : undefined;
    const current = role === '' && listed === Math.max(1, generation) && reached;
    return html`<section class="column ${role === '' ? '' : `of-${role}`}">
      ${
        role === ''
          ? html`<h3 aria-current=${current ? 'true' : 'false'}><button class="bare go" ?disabled=${!reached} aria-label="Generation ${title}" title="Go to generation ${title}"
              @click=${() => player.stopAt(listed)}>${title}</button></h3>`
          : html`<h3>${title}</h3>`
      }
      <ul>${
        current
          ? html`<li class="quiet">as shown</li>`
          : items === undefined
            ? nothing
            : evenly(items, NAMES).map(
                ({ pieces: list, kind }) =>
                  html`<li>${
                    role === 'real' || kind === undefined
                      ? nothing
                      : html`<i class="mark is-${kind}" title=${MARKS[kind]}></i><span class="sr">${MARKS[kind]}: </span>`
                  }${plain(list).trim() || '(empty)'}</li>`,
              )
      }</ul>
    </section>`;
  }

  // ---------------------------------------------------------------- both

  /** Generations that are listed below the one shown. */
  get #generations(): readonly number[] {
    const { generations } = this.lab.simulation;
    const few = this.#isNames ? FEW.names : FEW.prose;
    return milestones(generations, this.#all ? MANY : few);
  }

  /** Played, or computed where nothing moves. */
  get #reached(): number {
    const { simulation, seen } = this.lab;
    return reducedMotion() ? simulation.completed : Math.min(seen, simulation.completed);
  }

  #renderAll(few: number): TemplateResult | typeof nothing {
    const { generations } = this.lab.simulation;
    if (generations <= few) return nothing;
    const most = Math.min(generations, MANY);
    return html`<button type="button" class="bare all" aria-expanded=${this.#all ? 'true' : 'false'} @click=${() => {
      this.#all = !this.#all;
      this.lab.update();
    }}>${this.#all ? 'Fewer generations' : generations <= MANY ? `All ${most} generations` : `${most} of ${formatCount(generations)} generations`}</button>`;
  }

  #renderTraining(): TemplateResult | typeof nothing {
    const { simulation } = this.lab;
    if (modelOf(simulation.spec).kind !== 'transformer') return nothing;
    const { moment } = this.training;
    const done = simulation.endedEarly
      ? 'The training overflowed, so no later generation is learnt.'
      : 'All generations are learnt.';
    return html`<div class="training">${
      moment === null
        ? simulation.finished
          ? done
          : nothing
        : html`<progress max="1" value=${shareOf(moment.tokens, moment.total, 0)} aria-label="Training"></progress>
            <span>${sentenceOf(moment, simulation.layout.runs)}</span>`
    }</div>`;
  }

  // ---------------------------------------------------------------- pointing

  #look(cursor: Cursor | null): void {
    const { root } = this.lab;
    for (const old of root.querySelectorAll('.w.at')) old.classList.remove('at');
    this.#cursor = cursor;
    const piece = cursor === null ? undefined : this.#lines.get(cursor.line)?.pieces[cursor.at];
    if (cursor === null || piece === undefined) {
      this.read('');
      return;
    }
    root.querySelector(`[data-line="${cursor.line}"] [data-at="${cursor.at}"]`)?.classList.add('at');
    const known = cursor.line !== 'given' && this.lab.simulation.completed > 0;
    this.read(cursor.line === 'given' ? `“${piece[0].trim()}” of the prompt` : readPiece(piece, known));
  }

  #at(event: Event): Cursor | null {
    const target = event.target instanceof Element ? event.target : null;
    const at = target?.closest<HTMLElement>('[data-at]')?.dataset.at;
    const line = target?.closest<HTMLElement>('[data-line]')?.dataset.line;
    return at === undefined || line === undefined ? null : { line, at: Number(at) };
  }

  /** Everything up to and with a piece becomes what comes before. */
  #pick(cursor: Cursor): void {
    const line = this.#lines.get(cursor.line);
    if (line === undefined) return;
    const upTo = line.pieces.slice(Math.max(0, cursor.at + 1 - LOOK_BACK), cursor.at + 1);
    const text = (upTo.length <= cursor.at ? '' : line.before) + plain(upTo);
    // No model looks back past the end of a paragraph or of a name.
    this.selection.pick(typable(text.slice(text.lastIndexOf('\n') + 1).trimStart()));
  }

  readonly #point = (event: Event): void => this.#look(this.#at(event));
  readonly #leave = (): void => this.#look(null);
  readonly #click = (event: Event): void => {
    const at = this.#at(event);
    if (at !== null) this.#pick(at);
  };

  /** Arrow keys go from word to word and from line to line; elsewhere they step through the generations. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Escape') this.#leave();
    if (event.key === 'Enter' && this.#cursor !== null) this.#pick(this.#cursor);
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const lines = [...this.#lines.keys()];
    if (by === undefined || lines.length === 0) return;
    const [across = 0, down = 0] = by;
    const from = lines.indexOf(this.#cursor?.line ?? '');
    const to = lines[Math.min(Math.max(from + down, 0), lines.length - 1)]!;
    const last = this.#lines.get(to)!.pieces.length - 1;
    const at = from < 0 ? 0 : Math.min(Math.max(this.#cursor!.at + across, 0), last);
    this.#look({ line: from < 0 ? lines[0]! : to, at });
    this.lab.say(this.readout);
    event.preventDefault();
    event.stopPropagation();
  };

  // ---------------------------------------------------------------- the reader's own

  readonly #prompt = (event: Event): void => {
    event.preventDefault();
    const typed = (event.currentTarget as HTMLFormElement).querySelector('input')!.value.trim();
    this.#ownPrompt(typed === '' ? null : typed);
  };

  readonly #builtIn = (event: Event): void => {
    (event.currentTarget as HTMLElement).closest('form')!.reset();
    this.#ownPrompt(null);
  };

  #ownPrompt(prompt: string | null): void {
    this.#own = prompt;
    this.#now = null;
    this.#cursor = null;
    this.selection.pick(prompt);
    this.lab.update();
  }
}
