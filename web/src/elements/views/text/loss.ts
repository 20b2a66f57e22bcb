// The training of the generation shown, or the one the reader waits for.

import { html, type TemplateResult } from 'lit/html.js';
import { formatCount } from '../../../plots/format';
import { LossPlot } from '../../../plots/loss-plot';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { type Lab, View } from '../view';
import type { Moment, Training } from './training';
import { modelOf } from './words';

export class LossView extends View {
  override readonly name = 'loss';
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
    const { simulation, frame } = this.lab;
    if (modelOf(simulation.spec).kind !== 'transformer') return html``;
    const generation = this.#learning?.generation ?? frame?.generation ?? 0;
    const parameters = simulation.layout.parameters ?? 0;
    return html`<figure class="loss">
      <figcaption><span class="name">${generation === 0 ? 'Training loss' : `Training loss of generation ${formatCount(generation)}`}</span></figcaption>
      <canvas id="loss" role="img" tabindex="0"
        aria-label="Loss of the training of the generation shown in nats a token over its epochs. Its last value is among the metrics."
        @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => this.read('')}></canvas>
      <p class="readout">${this.readout || `nats a token · ${formatCount(parameters)} parameters`}</p>
    </figure>`;
  }

  override attach(): void {
    if (!this.#slot.attach(this.lab.root)) this.#slot.dispose();
  }

  override stage(): void {
    this.draw();
  }

  override draw(): void {
    const { frame, simulation, theme } = this.lab;
    if (frame === null) return;
    this.#slot.plot?.set(
      {
        key: simulation.spec,
        epochs: modelOf(simulation.spec).epochs ?? 1,
        unit: 'nats a token',
        loss: this.#learning?.loss ?? frame.section('loss'),
      },
      theme,
    );
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  /** The training, where the reader waits for it: the newest generation is shown and the one after it is being learnt. */
  get #learning(): Moment | null {
    const { moment } = this.training;
    const { lab } = this;
    if (moment === null || moment.phase === 'pretraining' || !lab.player.waiting) return null;
    return moment.run === lab.lineage && moment.generation === lab.generation + 1 ? moment : null;
  }

  readonly #point = (event: PointerEvent): void => this.read(this.#slot.plot!.read(placeOf(event)[0]));
}
