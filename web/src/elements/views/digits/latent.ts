// The map of the latent space.

import { html, type TemplateResult } from 'lit/html.js';
import { CLASSES, classColour } from '../../../plots/digits/classes';
import { LatentPlot } from '../../../plots/digits/latent-plot';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { View } from '../view';

export class LatentView extends View {
  readonly #slot = new CanvasSlot<LatentPlot>(
    '#latent',
    surface => new LatentPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  override render(): TemplateResult {
    const { generation } = this.lab;
    return html`<figure class="latent">
      <figcaption><span class="name">Where the codes lie</span></figcaption>
      <canvas id="latent" role="img" tabindex="0"
        aria-label="Map of the first encoder's codes on their two principal axes: real test digits as dots, draws of the generation shown as crosses, coloured by class. The spread of the codes is among the metrics."
        @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${() => this.read('')}></canvas>
      <p class="legend" aria-hidden="true">${Array.from(
        { length: CLASSES },
        (_, digit) => html`<span><i .style=${`background:${classColour(digit)}`}></i>${digit}</span>`,
      )}</p>
      <p class="readout">${this.readout || `dots: real test digits · crosses: ${generation === 0 ? 'none before generation 1' : `drawn by generation ${generation}`}`}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override stage(): void {
    this.draw();
  }

  override draw(): void {
    const { frame, simulation, lineage, theme } = this.lab;
    if (frame === null) return;
    const points = (of: 'map_real' | 'map') => ({
      x: frame.section(`${of}_x`),
      y: frame.section(`${of}_y`),
      digit: frame.section(`${of}_class`),
    });
    this.#slot.plot?.set(
      { key: `${simulation.spec}/${lineage}`, real: points('map_real'), drawn: points('map') },
      theme,
    );
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  readonly #point = (event: PointerEvent): void => this.read(this.#slot.plot!.read(...placeOf(event)));
}
