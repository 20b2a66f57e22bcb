// How surprising each generation's text is to generation 1: one ridge a generation.

import { html, type TemplateResult } from 'lit/html.js';
import { HistoryPlot } from '../../../plots/history-plot';
import { CanvasSlot, isScrub, placeOf } from '../canvas-slot';
import { RidgeStore } from '../ridge-store';
import { View } from '../view';
import { binsOf } from './bins';

export class SpreadView extends View {
  override readonly name = 'history';
  /** How many bins are shown: more only when something needs them. */
  #bins = 0;
  readonly #ridges = new RidgeStore(this.lab.simulation, () => this.draw());
  readonly #slot = new CanvasSlot<HistoryPlot>(
    '#history',
    surface => new HistoryPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  override render(): TemplateResult {
    return html`<figure class="history">
      <figcaption><span class="name">How surprising each generation’s text is</span></figcaption>
      <canvas id="history" role="img" tabindex="0"
        aria-label="Perplexity under generation 1 of the sequences that every generation so far wrote, on a logarithmic axis, a ridge each, oldest at the top; the ridge of generation 0 is real text. Left: what generation 1 finds likely. Arrow keys step through the generations."
        @pointerdown=${this.#point} @pointermove=${this.#point} @pointerleave=${this.#leave}></canvas>
      <p class="readout">${this.readout || 'left: what generation 1 finds likely · 0: real text'}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override reset(): void {
    this.#bins = 0;
    this.#ridges.reset();
    this.grow();
  }

  override grow(): void {
    const { simulation, lineage } = this.lab;
    // Real text is measured by generation 1: its ridge is known only then.
    if (simulation.completed > 0 && Number.isNaN(this.#ridges.rows[0]?.[0])) this.#ridges.reset();
    void this.#ridges.load(lineage);
  }

  override move(): void {
    this.draw();
  }

  override draw(): void {
    const { simulation, generation, seen, theme } = this.lab;
    const { generations, rows } = this.#ridges;
    const grid = simulation.scene.section('grid_x');
    this.#bins = Math.max(this.#bins, binsOf(grid, rows));
    this.#slot.plot?.set(
      {
        ridges: {
          grid: grid.subarray(0, this.#bins),
          generations,
          rows: rows.map(row => row.subarray(0, this.#bins)),
        },
        last: simulation.generations,
        generation,
        seen,
        axis: 'perplexity',
        style: 'ridges',
        powers: 'its sequences',
        peak: this.#peak,
      },
      theme,
    );
  }

  /** What ridges are measured by: real text, unless generation 1 rules out nearly all of it. */
  get #peak(): number {
    return Math.max(
      0,
      ...this.#ridges.rows
        .slice(0, 2)
        .flatMap(row => [...row.slice(0, -1)])
        .filter(Number.isFinite),
    );
  }

  override dispose(): void {
    this.#ridges.reset();
    this.#slot.dispose();
  }

  readonly #point = (event: PointerEvent): void => {
    const plot = this.#slot.plot!;
    const at = plot.locate(...placeOf(event));
    if (at === null) return;
    if (isScrub(event)) this.lab.player.stopAt(at.generation);
    plot.cursor = at;
    this.read(at.generation <= this.lab.seen ? plot.read(at.x, at.generation) : '');
    this.draw();
  };

  readonly #leave = (): void => {
    if (this.#slot.plot) this.#slot.plot.cursor = null;
    this.read('');
    this.draw();
  };
}
