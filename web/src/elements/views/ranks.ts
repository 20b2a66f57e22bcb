// How frequent words or categories are, from the most frequent to the rarest: in truth, and in the generation shown.

import { html, type TemplateResult } from 'lit/html.js';
import type { Layout } from '../../engine';
import { RankPlot } from '../../plots/text/rank-plot';
import { CanvasSlot, placeOf } from './canvas-slot';
import { type Lab, View } from './view';

export interface Ranked {
  /** "word", "category", and more of them. */
  readonly one: string;
  readonly many: string;
  /** What the model learns from: "real text". */
  readonly truth: string;
  /** The last rank. */
  readonly last: number;
}

export class RanksView extends View {
  override readonly name = 'ranks';
  #cursor: number | null = null;
  readonly #slot = new CanvasSlot<RankPlot>(
    '#ranks',
    surface => new RankPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  constructor(
    lab: Lab,
    private readonly ranked: (layout: Layout) => Ranked,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { one, many } = this.ranked(this.lab.simulation.layout);
    const summary = this.#slot.plot?.summary(one) ?? '';
    return html`<figure class="ranks">
      <figcaption><span class="name">How frequent ${many} are</span></figcaption>
      <canvas id="ranks" role="img" tabindex="0"
        aria-label="Frequency of the ${many} by their rank, both on logarithmic axes. ${this.lab.player.playing ? '' : summary} Arrow keys read out ranks."
        @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${this.#leave} @keydown=${this.#key} @blur=${this.#leave}></canvas>
      <p class="readout">${this.#cursor === null ? summary : (this.#slot.plot?.read(this.#cursor, one) ?? '')}</p>
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
    const { scene, layout } = simulation;
    if (frame === null) return;
    const { truth, last } = this.ranked(layout);
    this.#slot.plot?.set(
      {
        ranks: scene.section('ranks'),
        real: scene.section('real_frequency'),
        own: frame.generation === 0 ? new Float64Array(0) : frame.section('frequency'),
        generation: frame.generation,
        truth,
        last,
        cursor: this.#cursor,
      },
      theme,
    );
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  #look(index: number | null): void {
    if (this.#cursor === index) return;
    this.#cursor = index;
    this.draw();
    this.lab.update();
  }

  readonly #point = (event: PointerEvent): void => this.#look(this.#slot.plot!.locate(placeOf(event)[0]));
  readonly #leave = (): void => this.#look(null);

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#leave();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    this.#look(this.#slot.plot!.step(this.#cursor, by));
    this.lab.say(this.#slot.plot!.read(this.#cursor!, this.ranked(this.lab.simulation.layout).one));
    event.preventDefault();
    event.stopPropagation();
  };
}
