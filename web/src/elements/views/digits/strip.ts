// One digit through time.

import { html, type TemplateResult } from 'lit/html.js';
import { StripPlot } from '../../../plots/digits/strip-plot';
import { CanvasSlot, isScrub, placeOf } from '../canvas-slot';
import { RidgeStore } from '../ridge-store';
import { View } from '../view';

export class StripView extends View {
  override readonly name = 'history';
  readonly #strips = new RidgeStore(this.lab.simulation, () => this.draw());
  readonly #slot = new CanvasSlot<StripPlot>(
    '#history',
    surface => new StripPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  override render(): TemplateResult {
    return html`<figure class="history strip">
      <figcaption><span class="name">One digit through time</span></figcaption>
      <canvas id="history" role="img" tabindex="0"
        aria-label="Ten latent points decoded by every generation so far, one row each, oldest on the left; generation 0 shows real digits. Arrow keys step through the generations."
        @pointerdown=${this.#point} @pointermove=${this.#point} @pointerleave=${() => this.read('')}></canvas>
      <p class="readout">${this.readout}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override reset(): void {
    this.#strips.reset();
    this.grow();
  }

  override grow(): void {
    void this.#strips.load(this.lab.lineage);
  }

  override move(): void {
    this.draw();
  }

  override draw(): void {
    const { simulation, generation, seen, theme } = this.lab;
    const { generations, rows } = this.#strips;
    this.#slot.plot?.set(
      {
        side: simulation.layout.side ?? 1,
        generations,
        rows,
        last: simulation.generations,
        generation,
        seen,
      },
      theme,
    );
  }

  override dispose(): void {
    this.#strips.reset();
    this.#slot.dispose();
  }

  readonly #point = (event: PointerEvent): void => {
    const plot = this.#slot.plot!;
    const generation = plot.locate(placeOf(event)[0]);
    if (generation === null) return;
    if (isScrub(event)) this.lab.player.stopAt(generation);
    this.read(generation <= this.lab.seen ? plot.read(generation) : '');
  };
}
