// Which digits the model draws.

import { html, type TemplateResult } from 'lit/html.js';
import { ClassPlot } from '../../../plots/digits/class-plot';
import { CLASSES } from '../../../plots/digits/classes';
import { formatPercent } from '../../../plots/format';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { View } from '../view';

const NONE = new Float64Array(0);

export class SharesView extends View {
  #real: Float64Array = NONE;
  #cursor: number | null = null;
  readonly #slot = new CanvasSlot<ClassPlot>(
    '#shares',
    surface => new ClassPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  override render(): TemplateResult {
    const drawn = this.#drawn;
    const shares = Array.from(
      { length: CLASSES },
      (_, digit) => `${digit}: ${formatPercent(drawn[digit] ?? Number.NaN)}`,
    );
    const said = this.lab.player.playing ? '' : `${shares.join(', ')}.`;
    return html`<figure class="shares">
      <figcaption><span class="name">Which digits are drawn</span></figcaption>
      <canvas id="shares" role="img" tabindex="0"
        aria-label="Shares of the ten digits among the draws, by a classifier trained on real digits. ${said} Arrow keys read out digits."
        @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${this.#leave} @keydown=${this.#key} @blur=${this.#leave}></canvas>
      <p class="readout">${this.#cursor === null ? 'bars: the draws · blue lines: real digits' : (this.#slot.plot?.read(this.#cursor) ?? '')}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override reset(): void {
    this.#real = NONE;
    this.grow();
  }

  override grow(): void {
    const { simulation, lineage } = this.lab;
    if (simulation.completed < 1 || this.#real !== NONE) return;
    const { started } = simulation;
    simulation.frame(lineage, 0).then(
      truth => {
        if (started !== simulation.started) return;
        this.#real = truth.section('classes');
        this.draw();
      },
      () => undefined,
    );
  }

  override stage(): void {
    this.draw();
  }

  override draw(): void {
    this.#slot.plot?.set({ drawn: this.#drawn, real: this.#real }, this.lab.theme);
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  /** Generation 0 draws nothing: its shares are those of the real digits. */
  get #drawn(): Float64Array {
    const { frame } = this.lab;
    return frame === null || frame.generation === 0 ? NONE : frame.section('classes');
  }

  #look(digit: number | null): void {
    if (this.#cursor === digit) return;
    this.#cursor = digit;
    this.lab.update();
  }

  readonly #point = (event: PointerEvent): void => this.#look(this.#slot.plot!.locate(placeOf(event)[0]));
  readonly #leave = (): void => this.#look(null);

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#leave();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    this.#look(Math.min(Math.max((this.#cursor ?? -by) + by, 0), CLASSES - 1));
    this.lab.say(this.#slot.plot!.read(this.#cursor!));
    event.preventDefault();
    event.stopPropagation();
  };
}
