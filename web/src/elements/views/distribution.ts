// The truth, the model and the data of the generation shown: on a line or in the plane.

import { html, nothing, type TemplateResult } from 'lit';
import type { FrameView, Phase } from '../../engine';
import { formatCount } from '../../plots/format';
import { CanvasSlot, placeOf } from './canvas-slot';
import { Snapshots } from './snapshots';
import type { Stage } from './stage';
import { type Lab, View } from './view';

export class DistributionView<Plot> extends View {
  readonly #snapshots: Snapshots<Plot>;
  readonly #slot: CanvasSlot<Plot>;

  constructor(
    lab: Lab,
    private readonly stageOf: Stage<Plot>,
  ) {
    super(lab);
    this.#snapshots = new Snapshots(lab, stageOf);
    this.#slot = new CanvasSlot<Plot>(
      '#distribution',
      surface => stageOf.make(surface, this.lab.theme, false),
      () => this.stage(),
    );
  }

  override render(): TemplateResult {
    const snapshots = this.#snapshots.generations;
    return html`<div class="stage ${snapshots.length > 0 ? 'with-small' : ''}">
      <figure class="main">
        <figcaption>
          <span class="name">${this.stageOf.name}</span>
          <span class="readout">${this.readout}</span>
        </figcaption>
        <div class="frame">
          <canvas id="distribution" role="img" tabindex="0"
            aria-label="${this.stageOf.label}, ${this.lab.spoken} Arrow keys read out values."
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
    const { simulation, making, theme } = this.lab;
    const frame = making?.frame ?? this.lab.frame;
    const { plot } = this.#slot;
    if (frame === null || plot === null) return;
    this.stageOf.draw(plot, simulation, frame, making?.teacher ?? null, making?.motion ?? null, theme);
    const note = this.lab.root.querySelector('.phase');
    if (note) note.textContent = making === null ? '' : phaseName(making.motion.phase, frame);
  }

  override dispose(): void {
    this.#slot.dispose();
    this.#snapshots.dispose();
  }

  // ---------------------------------------------------------------- reading out

  #show(reading: string): void {
    this.read(reading);
    this.stage();
  }

  readonly #point = (event: PointerEvent): void => {
    const [x, y] = placeOf(event);
    this.#show(this.stageOf.point(this.#slot.plot!, x, y));
  };

  /** Arrow keys move the reading cursor over the distribution; elsewhere they step through the generations. */
  readonly #key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
    if (event.key === 'Escape') this.#leave();
    if (by === undefined) return;
    const [right = 0, up = 0] = by;
    const view = this.lab.simulation.scene.section('view');
    const reading = this.stageOf.step(this.#slot.plot!, right, up, view);
    if (reading === null) return;
    this.#show(reading);
    this.lab.say(reading);
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #leave = (): void => {
    const { plot } = this.#slot;
    if (plot === null) return;
    this.stageOf.leave(plot);
    this.#show('');
  };
}

function phaseName(phase: Phase, frame: FrameView): string {
  const teacher = frame.generation === 1 ? 'the truth' : `model ${formatCount(frame.generation - 1)}`;
  if (phase === 'draw') return `1  Draw ${formatCount(frame.pointsTotal)} points from ${teacher}`;
  if (phase === 'fit') return `2  Fit model ${formatCount(frame.generation)} to them`;
  return `3  Model ${formatCount(frame.generation)} is the next teacher`;
}
