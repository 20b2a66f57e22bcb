// The truth, the model and the data of the generation shown: on a line or in the plane.

import { html, nothing, type TemplateResult } from 'lit';
import type { FrameView, Phase } from '../../engine';
import { formatCount } from '../../plots/format';
import { LinePlot } from '../../plots/line-plot';
import { PlanePlot } from '../../plots/plane-plot';
import { CanvasSlot, placeOf } from './canvas-slot';
import { linePicture, planePicture } from './pictures';
import { Snapshots } from './snapshots';
import { type Lab, View } from './view';

interface Plots {
  readonly line: LinePlot;
  readonly plane: PlanePlot;
}

export class DistributionView extends View {
  readonly #snapshots: Snapshots;
  readonly #slot = new CanvasSlot<Plots>(
    '#distribution',
    surface => ({
      line: new LinePlot(surface, this.lab.theme),
      plane: new PlanePlot(surface, this.lab.theme),
    }),
    () => this.stage(),
  );

  constructor(lab: Lab) {
    super(lab);
    this.#snapshots = new Snapshots(lab);
  }

  override render(): TemplateResult {
    const two = this.#two;
    const snapshots = this.#snapshots.generations;
    return html`<div class="stage ${snapshots.length > 0 ? 'with-small' : ''}">
      <figure class="main">
        <figcaption>
          <span class="name">${two ? 'The plane' : 'The distribution'}</span>
          <output class="readout">${this.readout}</output>
        </figcaption>
        <div class="frame">
          <canvas id="distribution" role="img" tabindex="0"
            aria-label="${two ? 'Plane with the data, the truth and the model' : 'Distribution of the truth and the model, with the data'} at generation ${this.lab.generation}. ${this.lab.sentence} Arrow keys read out values."
            @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${this.#leave}
            @keydown=${this.#key} @blur=${this.#leave}></canvas>
          <span class="phase" aria-hidden="true"></span>
        </div>
      </figure>
      ${snapshots.length > 0 ? this.#snapshots.render() : nothing}
    </div>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
    this.#snapshots.fill();
  }

  override move(): void {
    this.#snapshots.fill();
  }

  override draw(): void {
    this.stage();
    this.#snapshots.draw();
  }

  override stage(): void {
    const { simulation, frame, teacher, motion, theme } = this.lab;
    const { plot } = this.#slot;
    if (frame === null || plot === null) return;
    if (this.#two) plot.plane.set(planePicture(simulation, frame, teacher, motion), theme);
    else plot.line.set(linePicture(simulation, frame, teacher, motion), theme);
    const note = this.lab.root.querySelector('.phase');
    if (note) note.textContent = motion === null ? '' : phaseName(motion.phase, frame);
  }

  override dispose(): void {
    this.#slot.dispose();
    this.#snapshots.dispose();
  }

  get #two(): boolean {
    return this.lab.simulation.layout.view_dimension === 2;
  }

  // ---------------------------------------------------------------- reading out

  #readLine(x: number | null): void {
    const { line } = this.#slot.plot!;
    line.cursor = x;
    this.read(x === null ? '' : line.read(x));
    this.stage();
  }

  #readPlane(at: readonly [number, number] | null): void {
    const { plane } = this.#slot.plot!;
    plane.cursor = at;
    this.read(at === null ? '' : plane.read(at[0], at[1]));
    this.stage();
  }

  readonly #point = (event: PointerEvent): void => {
    const [x, y] = placeOf(event);
    if (this.#two) this.#readPlane(this.#slot.plot!.plane.locate(x, y));
    else this.#readLine(this.#slot.plot!.line.locate(x));
  };

  /** Arrow keys move the reading line over the distribution; elsewhere they step through the generations. */
  readonly #key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
    if (event.key === 'Escape') this.#leave();
    if (by === undefined) return;
    const [right = 0, up = 0] = by;
    const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = this.lab.simulation.scene.section('view');
    const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
    const { line, plane } = this.#slot.plot!;
    if (this.#two) {
      const [x, y] = plane.cursor ?? [(x0 + x1) / 2, (y0 + y1) / 2];
      this.#readPlane([
        clamp(x + (right * (x1 - x0)) / 48, x0, x1),
        clamp(y + (up * (y1 - y0)) / 48, y0, y1),
      ]);
    } else {
      if (up !== 0) return;
      const from = line.cursor ?? (x0 + x1) / 2;
      this.#readLine(clamp(from + (right * (x1 - x0)) / 64, x0, x1));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #leave = (): void => {
    const { plot } = this.#slot;
    if (plot === null) return;
    plot.line.cursor = null;
    plot.plane.cursor = null;
    this.read('');
    this.stage();
  };
}

function phaseName(phase: Phase, frame: FrameView): string {
  const teacher = frame.generation === 1 ? 'the truth' : `model ${formatCount(frame.generation - 1)}`;
  if (phase === 'draw') return `1  Draw ${formatCount(frame.pointsTotal)} points from ${teacher}`;
  if (phase === 'fit') return `2  Fit model ${formatCount(frame.generation)} to them`;
  return `3  Model ${formatCount(frame.generation)} is the next teacher`;
}
