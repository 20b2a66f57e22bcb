// Numbers of the truth and of the generation shown side by side: probabilities of counts, or coefficients.

import { html, type TemplateResult } from 'lit/html.js';
import type { Sections } from '../../../engine';
import { PairPlot } from '../../../plots/counts/pair-plot';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { type Lab, View } from '../view';

export interface Pairs {
  readonly title: string;
  readonly x: (scene: Sections) => Float64Array;
  readonly truth: (scene: Sections) => Float64Array;
  /** Section of a frame. */
  readonly model: string;
  readonly axis: string;
  /** The least the axis shows; else as far as the truth and the model reach. */
  readonly least?: number;
  /** How many of the numbers are shown, by the truth's: always the same ones, so that the axis holds still. */
  readonly shown?: (truth: Float64Array) => number;
}

export class PairsView extends View {
  override readonly name = 'pairs';
  readonly #slot = new CanvasSlot<PairPlot>(
    '#pairs',
    surface => new PairPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  constructor(
    lab: Lab,
    private readonly pairs: Pairs,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { title, axis } = this.pairs;
    return html`<figure class="pairs">
      <figcaption><span class="name">${title}</span></figcaption>
      <canvas id="pairs" role="img" tabindex="0"
        aria-label="${title}, in truth and in the generation shown, by ${axis}, ${this.lab.spoken}"
        @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => this.read('')}></canvas>
      <p class="readout">${this.readout || 'circles: the truth · dots: the generation shown'}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override stage(): void {
    this.draw();
    this.lab.update();
  }

  override draw(): void {
    const { frame, simulation, theme } = this.lab;
    const { scene, spec } = simulation;
    const { x, truth, model, axis, least, shown } = this.pairs;
    if (frame === null) return;
    const all = truth(scene);
    const first = (numbers: Float64Array): Float64Array => numbers.subarray(0, shown?.(all));
    this.#slot.plot?.set(
      {
        key: spec,
        x: first(x(scene)),
        truth: first(all),
        model: frame.generation === 0 ? new Float64Array(0) : first(frame.section(model)),
        axis,
        least,
      },
      theme,
    );
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  readonly #point = (event: PointerEvent): void => this.read(this.#slot.plot!.read(placeOf(event)[0]));
}
