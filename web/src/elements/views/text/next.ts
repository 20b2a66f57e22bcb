// What could come next after the words the reader picked: under generation 1, and under the one shown.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { NextRow, Question, WordsOf } from '../../../engine';
import { formatCount, formatPercent } from '../../../plots/format';
import type { Answers } from '../answers';
import { type Lab, View } from '../view';
import { printable, type Selection, typable, unknownTyped } from './selection';
import { unknownSentence } from './surprise';
import { textName, tokenName } from './words';

const MOST = 10;
/** Of a long text only its end is shown; characters. */
const SHOWN = 40;

export class NextView extends View {
  override readonly name = 'next';
  #shown: { generation: number; answer: WordsOf<'next'> } | null = null;

  constructor(
    lab: Lab,
    private readonly answers: Answers,
    private readonly selection: Selection,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { generation, simulation } = this.lab;
    const { layout, completed } = simulation;
    const question = this.#question(Math.max(1, generation));
    const answer = completed > 0 ? this.answers.want(question, 'next') : undefined;
    const refusal = this.answers.refusal(question);
    if (answer !== undefined) this.#shown = { generation: question.generation, answer };
    const shown = this.#shown;
    return html`<figure class="next">
      <figcaption><span class="name">What comes next</span></figcaption>
      <form class="after" @submit=${this.#typed}>
        <label for="before">After</label>
        <input id="before" type="text" autocomplete="off" spellcheck="false" maxlength="400" .value=${ending(this.#before)}
          placeholder=${layout.names ? 'the beginning of a name' : 'the beginning of a paragraph'} @change=${this.#typed} />
      </form>
      ${refusal === '' ? nothing : html`<p class="unknown" role="alert">${refusal}</p>`}
      ${
        shown === null
          ? html`<p class="said quiet">There is a next ${tokenName(layout)} once generation 1 has learnt.</p>`
          : html`${unknownSentence(unknownTyped(shown.answer.unknown), textName(layout))}${this.#table(shown.answer.rows, shown.generation)}`
      }
    </figure>`;
  }

  #table(rows: readonly NextRow[], generation: number): TemplateResult {
    if (rows.length === 0) return html`<p class="said quiet">No generation has seen anything after this.</p>`;
    const most = Math.max(...rows.flatMap(({ first, now }) => [first, now]));
    const bar = (kind: string, share: number) =>
      html`<i class=${kind} .style=${`width: ${(100 * share) / (most || 1)}%`}></i>`;
    return html`<table class="bars words">
      <thead><tr><th scope="col" class="sr">Next</th><td>under generation</td><th scope="col" aria-label="under generation 1">1</th>
        ${generation === 1 ? html`<td></td>` : html`<th scope="col" class="is-model" aria-label="under generation ${generation}">${formatCount(generation)}</th>`}</tr></thead>
      <tbody>${rows.map(
        ({ piece, first, now }) => html`<tr><th scope="row">${pieceName(piece)}</th>
          <td class="track" aria-hidden="true">${bar('then', first)}${generation === 1 ? nothing : bar('at-now', now)}</td>
          <td>${formatPercent(first)}</td><td class="is-model">${generation === 1 ? nothing : formatPercent(now)}</td></tr>`,
      )}</tbody>
    </table>`;
  }

  override reset(): void {
    this.#shown = null;
  }

  override prepare(generation: number): Promise<unknown> | undefined {
    const { completed } = this.lab.simulation;
    return completed > 0 ? this.answers.need(this.#question(Math.max(1, generation))) : undefined;
  }

  override move(): void {
    this.lab.update();
  }

  get #before(): string {
    return this.selection.before ?? typable(this.lab.simulation.layout.prompt ?? '');
  }

  #question(generation: number): Question<'next'> {
    return { ask: 'next', run: this.lab.lineage, generation, before: this.#before, most: MOST };
  }

  readonly #typed = (event: Event): void => {
    event.preventDefault();
    const input = (event.currentTarget as Element).closest('form')!.querySelector('input')!;
    // What was shortened for show is not what was typed.
    if (input.value !== ending(this.#before)) this.selection.pick(input.value);
  };
}

/** The end of a text, from the beginning of a word on. */
export function ending(typed: string): string {
  const text = printable(typed);
  if (text.length <= SHOWN) return text;
  const end = text.slice(-SHOWN);
  return `… ${end.slice(end.indexOf(' ') + 1)}`;
}

/** A token on its own: the end of an item and a space have no look. */
export function pieceName(piece: string): string {
  if (piece.includes('\n')) return '¶';
  return piece.trim() === '' ? '␣' : piece.trim();
}
