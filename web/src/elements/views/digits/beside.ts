// The same experiment with no real digits, one in ten and one in two, side by side at the generation shown.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { WallsPlot } from '../../../plots/digits/walls';
import { formatCount } from '../../../plots/format';
import { CanvasSlot } from '../canvas-slot';
import { Others } from '../others';
import { View } from '../view';

export class BesideView extends View {
  override readonly name = 'beside';
  readonly #others = new Others(this.lab, () => {
    this.draw();
    this.lab.update();
  });
  readonly #slot = new CanvasSlot<WallsPlot>(
    '#beside',
    surface => new WallsPlot(surface),
    () => this.draw(),
  );

  override render(): TemplateResult {
    const { running, progress, trouble, start } = this.#others;
    return html`<figure class="beside">
      <figcaption>
        <span class="name">With more or less real data${running ? `, generation ${formatCount(this.lab.generation)}` : nothing}</span>
        ${
          running
            ? html`<span class="readout">${progress}</span>`
            : html`<button type="button" @click=${start}>Compute no, 10 % and 50 % real digits side by side</button>`
        }
      </figcaption>
      ${
        running
          ? html`<canvas id="beside" role="img"
              aria-label="Three walls of 64 digits at generation ${this.lab.generation}: learnt with no, 10 % and 50 % real digits."></canvas>`
          : nothing
      }
      ${trouble === '' ? nothing : html`<p role="alert">${trouble}</p>`}
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  /** Another experiment: what stood beside the last one is worthless. */
  override reset(): void {
    this.#others.stop();
    this.lab.update();
  }

  override move(): void {
    this.draw();
  }

  override draw(): void {
    const { simulation, theme } = this.lab;
    const walls = this.#others.list.map(other => {
      const label = other.share === 'no' ? 'no real digits' : `${other.share} real`;
      const digits = this.#others.frame(other)?.section('wall') ?? null;
      return { caption: other.lag === '' ? label : `${label}: ${other.lag}`, digits };
    });
    this.#slot.plot?.set(walls, simulation.layout.side ?? 1, theme);
  }

  override dispose(): void {
    this.#others.stop();
    this.#slot.dispose();
  }
}
