// Which token follows which, where there are few enough of them to show all.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Question, WordsOf } from '../../../engine';
import { GridPlot } from '../../../plots/text/grid-plot';
import type { Answers } from '../answers';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { type Lab, View } from '../view';
import { pieceName } from './next';
import { isSmall, modelOf, tokenName } from './words';

/** Of a large vocabulary the most frequent tokens are shown, when the reader asks. */
const MOST_FREQUENT = 16;

type Cursor = { readonly row: number; readonly column: number };

export class GridView extends View {
  override readonly name = 'grid';
  #wanted = false;
  #cursor: Cursor | null = null;
  #shown: { generation: number; answer: WordsOf<'grid'> } | null = null;
  readonly #slot = new CanvasSlot<GridPlot>(
    '#grid',
    surface => new GridPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  constructor(
    lab: Lab,
    private readonly answers: Answers,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const token = tokenName(this.lab.simulation.layout);
    const { possible, small } = this.#size;
    if (!possible) return html``;
    const shown = small || this.#wanted;
    if (shown) this.#ask();
    return html`<figure class="grid ${small ? 'wide' : 'widest'}">
      <figcaption>
        <span class="name">Which ${token} follows which</span>
        ${shown ? nothing : html`<button type="button" @click=${this.#show}>Show the ${MOST_FREQUENT} most frequent</button>`}
      </figcaption>
      ${
        shown
          ? html`<canvas id="grid" role="img" tabindex="0"
              aria-label="Two squares of probabilities: row, the ${token} before; column, the ${token} after; under generation 1 and under the generation shown. Arrow keys read out pairs."
              @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${this.#leave} @keydown=${this.#key} @blur=${this.#leave}></canvas>
            <p class="readout">${this.#cursor === null ? `rows: the ${token} before · columns: the ${token} after · the stronger, the more probable` : (this.#slot.plot?.read(this.#cursor) ?? '')}</p>`
          : nothing
      }
    </figure>`;
  }

  override attach(): void {
    if (this.#slot.attach(this.lab.root)) this.draw();
    else this.#slot.dispose();
  }

  override reset(): void {
    this.#wanted = false;
    this.#shown = null;
    this.#cursor = null;
  }

  override draw(): void {
    const shown = this.#shown;
    if (shown === null) return;
    const { pieces, first, now } = shown.answer;
    this.#slot.plot?.set(
      { pieces: pieces.map(pieceName), first, now, generation: shown.generation, cursor: this.#cursor },
      this.lab.theme,
    );
  }

  override prepare(generation: number): Promise<unknown> | undefined {
    const { possible, small } = this.#size;
    return possible && (small || this.#wanted) && this.lab.simulation.completed > 0
      ? this.answers.need(this.#question(generation))
      : undefined;
  }

  override move(): void {
    this.lab.update();
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  get #size(): { possible: boolean; small: boolean; size: number } {
    const { layout, spec } = this.lab.simulation;
    const small = isSmall(layout);
    return {
      possible: small || modelOf(spec).order === 2,
      small,
      size: small ? layout.vocabulary! : MOST_FREQUENT,
    };
  }

  #ask(): void {
    if (this.lab.simulation.completed < 1) return;
    const question = this.#question(this.lab.generation);
    const answer = this.answers.want(question, 'grid');
    if (answer !== undefined) this.#shown = { generation: question.generation, answer };
  }

  #question(generation: number): Question<'grid'> {
    return {
      ask: 'grid',
      run: this.lab.lineage,
      generation: Math.max(1, generation),
      size: this.#size.size,
    };
  }

  readonly #show = (): void => {
    this.#wanted = true;
    this.lab.update();
  };

  #look(cursor: Cursor | null): void {
    if (this.#cursor?.row === cursor?.row && this.#cursor?.column === cursor?.column) return;
    this.#cursor = cursor;
    this.lab.update();
  }

  readonly #point = (event: PointerEvent): void => this.#look(this.#slot.plot!.locate(...placeOf(event)));
  readonly #leave = (): void => this.#look(null);

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#leave();
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    const last = (this.#shown?.answer.pieces.length ?? 0) - 1;
    if (by === undefined || last < 0) return;
    const [down = 0, right = 0] = by;
    const at = (place: number): number => Math.min(Math.max(place, 0), last);
    const from = this.#cursor;
    this.#look(
      from === null ? { row: 0, column: 0 } : { row: at(from.row + down), column: at(from.column + right) },
    );
    this.lab.say(this.#slot.plot!.read(this.#cursor!));
    event.preventDefault();
    event.stopPropagation();
  };
}
