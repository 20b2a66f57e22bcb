// The training of the generation shown, or the one the reader waits for.

import { html, type TemplateResult } from 'lit/html.js';
import { LossPlot } from '../../../plots/loss-plot';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { type Lab, View } from '../view';
import type { Training } from './training';
import { epochsOf, shownTraining } from './wall';

export class LossView extends View {
  readonly #slot = new CanvasSlot<LossPlot>(
    '#loss',
    surface => new LossPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  constructor(
    lab: Lab,
    private readonly training: Training,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { frame } = this.lab;
    const learning = shownTraining(this.lab, this.training);
    const generation = learning?.generation ?? frame?.generation ?? 0;
    return html`<figure class="loss">
      <figcaption><span class="name">${generation === 0 ? 'Training loss' : `Training loss of generation ${generation}`}</span></figcaption>
      <canvas id="loss" role="img" tabindex="0"
        aria-label="Loss of the training of the generation shown in nats a digit over its epochs. Its last value is among the metrics."
        @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => this.read('')}></canvas>
      <p class="readout">${this.readout || 'nats a digit: reconstruction plus β times the KL divergence'}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override stage(): void {
    this.draw();
  }

  override draw(): void {
    const { frame, simulation, theme } = this.lab;
    if (frame === null) return;
    const loss = shownTraining(this.lab, this.training)?.loss ?? frame.section('loss');
    this.#slot.plot?.set(
      { key: simulation.spec, epochs: epochsOf(simulation.spec), unit: 'nats a digit', loss },
      theme,
    );
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  readonly #point = (event: PointerEvent): void => this.read(this.#slot.plot!.read(placeOf(event)[0]));
}
