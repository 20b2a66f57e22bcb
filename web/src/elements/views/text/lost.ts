// Words that are gone: they stood in the text of generation 1 and no longer in the one this generation learnt from.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Question, WordsOf } from '../../../engine';
import { formatCount, formatPercent } from '../../../plots/format';
import { generationColour } from '../../../plots/ramp';
import type { Answers } from '../answers';
import { type Lab, View } from '../view';
import { pieceName } from './next';
import { isSmall, modelOf, tokenName } from './words';

const MOST = 120;

interface Shown {
  readonly generation: number;
  readonly answer: WordsOf<'lost'>;
}

export class LostView extends View {
  override readonly name = 'lost';
  #shown: Shown | null = null;

  constructor(
    lab: Lab,
    private readonly answers: Answers,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { generation, simulation } = this.lab;
    const answer = generation > 0 ? this.answers.want(this.#question(generation), 'lost') : undefined;
    if (answer !== undefined) this.#shown = { generation, answer };
    else if (generation === 0) this.#shown = null;
    const words = `${tokenName(simulation.layout)}s`;
    return html`<figure class="lost ${this.#width}">
      <figcaption><span class="name">${words.charAt(0).toUpperCase() + words.slice(1)} lost</span></figcaption>
      ${this.#shown === null ? html`<p class="said quiet">Nothing can be lost before generation 1 has written.</p>` : this.#renderLost(this.#shown, words)}
    </figure>`;
  }

  #renderLost({ generation, answer }: Shown, words: string): TemplateResult {
    const { simulation, theme } = this.lab;
    const { alive, of, lost } = answer;
    const gone = of - alive;
    const share = of > 0 ? ` (${formatPercent(gone / of)})` : '';
    return html`<p class="said">${
      gone === 0
        ? `Generation ${formatCount(generation)} learnt from all ${formatCount(of)} different ${words}.`
        : `Generation ${formatCount(generation)} learnt without ${formatCount(gone)} of ${formatCount(of)} different ${words}${share}${
            lost.length < gone ? `; the ${formatCount(lost.length)} that were most frequent` : ''
          }:`
    }</p>
    ${
      gone === 0
        ? nothing
        : html`<ul class="chips" tabindex="0" aria-label="Lost ${words}, the most frequent first">${lost.map(
            ({ piece, count, generation: at }) => html`<li>
              <i class="swatch" aria-hidden="true" .style=${`background: ${generationColour(at / Math.max(1, simulation.generations), theme.dark)}`}></i>
              <b>${pieceName(piece)}</b> <small>${formatCount(count)} ×, gone at ${formatCount(at)}</small>
            </li>`,
          )}</ul>`
    }`;
  }

  /** Beside the squares of letters, beside the loss of a network, or alone. */
  get #width(): string {
    const { layout, spec } = this.lab.simulation;
    if (isSmall(layout)) return 'few';
    return modelOf(spec).kind === 'transformer' ? 'wide' : 'widest';
  }

  override reset(): void {
    this.#shown = null;
  }

  override prepare(generation: number): Promise<unknown> | undefined {
    return generation > 0 ? this.answers.need(this.#question(generation)) : undefined;
  }

  override move(): void {
    this.lab.update();
  }

  #question(generation: number): Question<'lost'> {
    return { ask: 'lost', run: this.lab.lineage, generation, most: MOST };
  }
}
