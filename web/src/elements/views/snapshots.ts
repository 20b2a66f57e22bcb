// Small pictures of chosen generations, each a button that leads there.

import { html, type TemplateResult } from 'lit';
import type { FrameView } from '../../engine';
import { formatCount } from '../../plots/format';
import { Surface } from '../../plots/surface';
import { reducedMotion } from '../motion';
import type { Stage } from './stage';
import type { Lab } from './view';

/** A canvas and what is drawn on it. */
class Snapshot<Plot> {
  readonly #surface: Surface;
  readonly #plot: Plot;
  frame: FrameView | null = null;

  constructor(
    private readonly lab: Lab,
    private readonly stage: Stage<Plot>,
    readonly canvas: HTMLCanvasElement,
  ) {
    this.#surface = new Surface(canvas, () => this.draw());
    this.#plot = stage.make(this.#surface, lab.theme, true);
  }

  draw(): void {
    const { frame } = this;
    if (frame === null) return;
    const { simulation, theme } = this.lab;
    this.stage.draw(this.#plot, simulation, frame, null, null, theme);
  }

  dispose(): void {
    this.#surface.dispose();
  }
}

export class Snapshots<Plot> {
  #small: Snapshot<Plot>[] = [];

  constructor(
    private readonly lab: Lab,
    private readonly stage: Stage<Plot>,
  ) {}

  /** The generations they show; none beside a curve that moves. */
  get generations(): readonly number[] {
    const { simulation, preset } = this.lab;
    if (simulation.layout.view_dimension === 1 && !reducedMotion()) return [];
    const last = simulation.generations;
    const given = preset?.view?.snapshots?.filter(g => g <= last);
    if (given && given.length > 1) return given;
    const even = [0, 1, ...[1, 2, 3, 4, 5, 6].map(i => Math.round((last * i) / 6))];
    return [...new Set(even)].sort((a, b) => a - b);
  }

  render(): TemplateResult {
    const { generation: shown, player } = this.lab;
    const reached = this.#reached;
    return html`<div class="small" role="group" aria-label="Snapshots">
      ${this.generations.map(
        generation => html`<button ?disabled=${generation > reached} aria-pressed=${generation === shown ? 'true' : 'false'}
          title="Go to generation ${formatCount(generation)}" @click=${() => player.stopAt(generation)}>
          <canvas role="img" aria-label=${generation > reached ? 'Not played yet' : `Generation ${generation}`}></canvas>
          <span>${generation === 0 ? 'Truth' : formatCount(generation)}</span>
        </button>`,
      )}
    </div>`;
  }

  /** Played, or computed where nothing moves. */
  get #reached(): number {
    return reducedMotion() ? this.lab.simulation.completed : this.lab.seen;
  }

  /** Fills the canvases whose generation has been reached. */
  fill(): void {
    const { simulation, lineage, root } = this.lab;
    const canvases = [...root.querySelectorAll<HTMLCanvasElement>('.small canvas')];
    if (
      canvases.length !== this.#small.length ||
      canvases.some((canvas, i) => this.#small[i]?.canvas !== canvas)
    ) {
      this.dispose();
      this.#small = canvases.map(canvas => new Snapshot(this.lab, this.stage, canvas));
    }
    const reached = Math.min(this.#reached, simulation.completed);
    const { started } = simulation;
    this.generations.forEach((generation, i) => {
      const snapshot = this.#small[i];
      if (snapshot === undefined || generation > reached) return;
      const ready = simulation.readyFrame(lineage, generation);
      if (ready && snapshot.frame === ready) return;
      simulation.frame(lineage, generation).then(
        frame => {
          if (simulation.started !== started || this.#small[i] !== snapshot) return;
          snapshot.frame = frame;
          snapshot.draw();
        },
        () => undefined,
      );
    });
  }

  draw(): void {
    for (const snapshot of this.#small) snapshot.draw();
  }

  dispose(): void {
    for (const snapshot of this.#small) snapshot.dispose();
    this.#small = [];
  }
}
