// The same experiment with no human text, a tenth and a half of it, side by side at the generation shown.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatCount, formatNumber } from '../../../plots/format';
import { Answers } from '../answers';
import { type Other, Others } from '../others';
import { type Lab, View } from '../view';
import { pieces, plain } from './surprise';
import { pageLength, tokenName } from './words';

const NAMES = 12;

export class BesideView extends View {
  override readonly name = 'beside';
  readonly #others: Others;
  /** Of each of the three. */
  readonly #answers = new Map<object, Answers>();

  constructor(lab: Lab) {
    super(lab);
    this.#others = new Others(lab, () => lab.update());
  }

  override render(): TemplateResult {
    const { running, progress, trouble, start, list } = this.#others;
    return html`<figure class="beside widest">
      <figcaption>
        <span class="name">With more or less human text${running ? `, generation ${formatCount(this.lab.generation)}` : nothing}</span>
        ${
          running
            ? html`<span class="readout">${progress}</span>`
            : html`<button type="button" @click=${start}>Compute no, 10 % and 50 % human text side by side</button>`
        }
      </figcaption>
      ${running ? html`<div class="three">${list.map(other => this.#renderOther(other))}</div>` : nothing}
      ${trouble === '' ? nothing : html`<p role="alert">${trouble}</p>`}
    </figure>`;
  }

  #renderOther(other: Other): TemplateResult {
    return html`<section>
      <h3 class="share">${other.share === 'no' ? 'No human text' : `${other.share} human text`}${other.lag === '' ? nothing : html` <small>${other.lag}</small>`}</h3>
      ${other.at < 0 ? nothing : html`${this.#renderWords(other)}<p class="figures">${this.#figures(other)}</p>`}
    </section>`;
  }

  #renderWords({ simulation, at }: Other): TemplateResult {
    let answers = this.#answers.get(simulation);
    if (answers === undefined) {
      answers = new Answers(simulation, () => this.lab.update());
      this.#answers.set(simulation, answers);
    }
    const { layout } = simulation;
    if (layout.names) {
      const items =
        answers.want({ ask: 'sample', run: 0, generation: at, items: NAMES }, 'sample')?.items ?? [];
      return html`<p>${items.map(({ pieces: list }) => plain(list).trim()).join(', ')}</p>`;
    }
    const text = answers.want(
      { ask: 'text', run: 0, generation: at, length: pageLength(layout) },
      'text',
    )?.text;
    return html`<p>${text === undefined ? '…' : pieces(text, { known: simulation.completed > 0, names: false })}</p>`;
  }

  /** "real text perplexity 310 · 2,140 different words" */
  #figures({ simulation, at }: Other): string {
    const value = (name: string): number => simulation.history.at(simulation.column(name), 'mean', at);
    const [perplexity, vocabulary] = [value('test_perplexity'), value('vocabulary')];
    return [
      ...(Number.isFinite(perplexity) ? [`perplexity of real text ${formatNumber(perplexity)}`] : []),
      ...(Number.isFinite(vocabulary)
        ? [`learnt from ${formatCount(vocabulary)} different ${tokenName(simulation.layout)}s`]
        : []),
    ].join(' · ');
  }

  /** Another experiment: what stood beside the last one is worthless. */
  override reset(): void {
    this.dispose();
    this.lab.update();
  }

  override move(): void {
    this.lab.update();
  }

  override dispose(): void {
    this.#others.stop();
    this.#answers.clear();
  }
}
