// The same experiment with no real digits, one in ten and one in two, side by side at the generation shown.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Edit, Simulation } from '../../../engine';
import { WallsPlot } from '../../../plots/digits/walls';
import { formatCount } from '../../../plots/format';
import { CanvasSlot } from '../canvas-slot';
import { View } from '../view';

const mix = (share: string): readonly Edit[] => [
  ['/runs', '1'],
  ['/workflow/kind', 'mix'],
  ['/workflow/real_fraction', share],
];
const WAYS: readonly (readonly [label: string, edits: readonly Edit[]])[] = [
  [
    'no real digits',
    [
      ['/runs', '1'],
      ['/workflow/kind', 'replace'],
    ],
  ],
  ['10 % real', mix('0.1')],
  ['50 % real', mix('0.5')],
];

export class BesideView extends View {
  override readonly name = 'beside';
  #others: readonly Simulation[] = [];
  #trouble = '';
  readonly #slot = new CanvasSlot<WallsPlot>(
    '#beside',
    surface => new WallsPlot(surface),
    () => this.draw(),
  );

  override render(): TemplateResult {
    const shown = this.#others.length > 0;
    const still = this.#others.filter(({ finished }) => !finished);
    const slowest = Math.min(...still.map(({ completed }) => completed));
    return html`<figure class="beside">
      <figcaption>
        <span class="name">With more or less real data${shown ? `, generation ${formatCount(this.lab.generation)}` : nothing}</span>
        ${
          shown
            ? html`<span class="readout">${
                still.length > 0
                  ? `all three have learnt ${formatCount(slowest)} of ${formatCount(this.lab.simulation.generations)} generations`
                  : nothing
              }</span>`
            : html`<button type="button" @click=${this.#start}>Compute no, 10 % and 50 % real digits side by side</button>`
        }
      </figcaption>
      ${
        shown
          ? html`<canvas id="beside" role="img"
              aria-label="Three walls of 64 digits at generation ${this.lab.generation}: learnt with no, 10 % and 50 % real digits."></canvas>`
          : nothing
      }
      ${this.#trouble === '' ? nothing : html`<p role="alert">${this.#trouble}</p>`}
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  /** Another experiment: what stood beside the last one is worthless. */
  override reset(): void {
    this.#stop();
    this.lab.update();
  }

  override move(): void {
    this.draw();
  }

  override draw(): void {
    const { generation, simulation, theme } = this.lab;
    const walls = this.#others.map((other, w) => {
      const label = WAYS[w]![0];
      const at = other.hasStarted ? Math.min(generation, other.completed) : -1;
      if (at < 0) return { caption: `${label}: starting`, digits: null };
      const frame = other.readyFrame(0, at);
      if (frame === undefined) {
        other.frame(0, at).then(
          () => this.draw(),
          () => {},
        );
      }
      const caption = at < generation ? `${label}: still at ${formatCount(at)}` : label;
      return { caption, digits: frame?.section('wall') ?? null };
    });
    this.#slot.plot?.set(walls, simulation.layout.side ?? 1, theme);
  }

  override dispose(): void {
    this.#stop();
    this.#slot.dispose();
  }

  readonly #start = (): void => {
    this.#trouble = '';
    this.#others = WAYS.map(([, edits]) => {
      const other = this.lab.beside(edits, error => {
        this.#stop();
        this.#trouble = error;
        this.lab.update();
      });
      other.addEventListener('progress', () => {
        this.draw();
        this.lab.update();
      });
      return other;
    });
    this.lab.update();
  };

  #stop(): void {
    for (const other of this.#others) other.dispose();
    this.#others = [];
  }
}
