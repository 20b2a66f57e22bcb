// Every generation so far at once: the model's density as ridges or as a heat map.

import { html, type TemplateResult } from 'lit';
import { HistoryPlot } from '../../plots/history-plot';
import { CanvasSlot, isScrub, placeOf } from './canvas-slot';
import { axisName, ridgePicture } from './pictures';
import { RidgeStore } from './ridge-store';
import { View } from './view';

const STYLES = [
  ['ridges', 'Ridges'],
  ['heat', 'Heat'],
] as const;

export class HistoryView extends View {
  override readonly name = 'history';
  readonly #ridges = new RidgeStore(this.lab.simulation, () => this.draw());
  #style: 'ridges' | 'heat' = 'ridges';
  readonly #slot = new CanvasSlot<HistoryPlot>(
    '#history',
    surface => new HistoryPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  override render(): TemplateResult {
    return html`<figure class="history">
      <figcaption>
        <span class="name">All generations</span>
        <span class="segments" role="group" aria-label="Style of the history">
          ${STYLES.map(
            ([style, label]) =>
              html`<button aria-pressed=${this.#style === style ? 'true' : 'false'} @click=${() => {
                this.#style = style;
                this.draw();
                this.lab.update();
              }}>${label}</button>`,
          )}
        </span>
      </figcaption>
      <canvas id="history" role="img" tabindex="0"
        aria-label="Density of the model in every generation so far, oldest at the top; high peaks are compressed. Arrow keys step through the generations."
        @pointerdown=${this.#point} @pointermove=${this.#point} @pointerleave=${this.#leave}></canvas>
      <p class="readout">${this.readout}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override reset(): void {
    this.#ridges.reset();
    this.grow();
  }

  override grow(): void {
    void this.#ridges.load(this.lab.lineage);
  }

  override move(): void {
    this.draw();
  }

  override draw(): void {
    const { simulation, generation, seen, theme } = this.lab;
    this.#slot.plot?.set(
      {
        ridges: ridgePicture(simulation, this.#ridges),
        last: simulation.generations,
        generation,
        seen,
        axis: axisName(simulation, 0),
        style: this.#style,
      },
      theme,
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
