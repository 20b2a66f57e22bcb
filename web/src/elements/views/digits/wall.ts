// Sixty-four digits the model draws, beside sixty-four real ones; and the training that is going on.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { WallPlot } from '../../../plots/digits/wall-plot';
import { formatCount } from '../../../plots/format';
import { CanvasSlot, placeOf } from '../canvas-slot';
import { type Lab, View } from '../view';
import { sentenceOf, type Training } from './training';

/** Digits along one side of the wall. */
const ACROSS = 8;

export class WallView extends View {
  readonly #slot = new CanvasSlot<WallPlot>(
    '#distribution',
    surface => new WallPlot(surface, this.lab.theme),
    () => this.stage(),
  );

  constructor(
    lab: Lab,
    private readonly training: Training,
  ) {
    super(lab);
  }

  override render(): TemplateResult {
    const { spoken, simulation } = this.lab;
    const { moment } = this.training;
    const { runs } = simulation.layout;
    return html`<figure class="main">
      <figcaption>
        <span class="name">${this.lab.generation === 0 ? 'Real digits for generation 1' : 'Digits from the same 64 latent points'}</span>
        <span class="readout">${this.readout}</span>
      </figcaption>
      <div class="frame walls">
        <canvas id="distribution" role="img" tabindex="0"
          aria-label="Two walls of 64 digits, drawn by the model and real, ${spoken} Arrow keys read out digits."
          @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${this.#leave}
          @keydown=${this.#key} @blur=${this.#leave}></canvas>
      </div>
      <div class="training">
        ${
          moment === null
            ? simulation.finished
              ? simulation.endedEarly
                ? 'The training overflowed, so no later generation is learnt.'
                : 'All generations are learnt.'
              : nothing
            : html`<progress max="1" value=${moment.prepared < 1 ? moment.prepared : moment.taken} aria-label="Training"></progress>
              <span>${sentenceOf(moment, epochsOf(simulation.spec), runs)}</span>`
        }
      </div>
      <p class="attribution">${simulation.layout.attribution ?? ''}</p>
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override draw(): void {
    this.stage();
  }

  override stage(): void {
    const { simulation, frame, theme } = this.lab;
    const { plot } = this.#slot;
    if (frame === null || plot === null) return;
    const learning = shownTraining(this.lab, this.training);
    const { scene } = simulation;
    const caption =
      learning !== null
        ? `generation ${formatCount(learning.generation)} while it learns`
        : frame.generation === 0
          ? 'generation 1: not learnt yet'
          : feedsMeans(simulation.spec)
            ? `drawn by generation ${formatCount(frame.generation)}`
            : `generation ${formatCount(frame.generation)}: chance of ink`;
    plot.set(
      {
        side: simulation.layout.side ?? 1,
        drawn: learning?.wall ?? (frame.generation === 0 ? null : frame.section('wall')),
        real: scene.section('real'),
        realClass: scene.section('real_class'),
        caption,
      },
      theme,
    );
  }

  override reset(): void {
    this.training.reset();
  }

  override grow(): void {
    this.training.follow();
  }

  override dispose(): void {
    this.training.dispose();
    this.#slot.dispose();
  }

  #look(index: number | null): void {
    const plot = this.#slot.plot;
    if (plot === null) return;
    plot.cursor = index;
    this.read(index === null ? '' : plot.read(index));
    this.stage();
  }

  readonly #point = (event: PointerEvent): void => this.#look(this.#slot.plot!.locate(...placeOf(event)));
  readonly #leave = (): void => this.#look(null);

  /** Arrow keys go from digit to digit; elsewhere they step through the generations. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#leave();
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (by === undefined) return;
    const from = this.#slot.plot!.cursor;
    const move = (place: number, step = 0): number => Math.min(Math.max(place + step, 0), ACROSS - 1);
    if (from === null) this.#look(0);
    else this.#look(move(Math.floor(from / ACROSS), by[1]) * ACROSS + move(from % ACROSS, by[0]));
    this.lab.say(this.readout);
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Passes over the data of each training. */
export function epochsOf(spec: string): number {
  const { model } = JSON.parse(spec) as { model: { epochs?: number } };
  return model.epochs ?? 1;
}

/** The next generation learns from what the wall shows; else from pixels drawn with these probabilities. */
function feedsMeans(spec: string): boolean {
  const { model } = JSON.parse(spec) as { model: { output?: string } };
  return model.output === 'mean';
}

/** The training, where the reader waits for it: the newest generation is shown and the one after it is being learnt. */
export function shownTraining(lab: Lab, training: Training): Training['moment'] {
  const { moment } = training;
  if (moment === null || moment.taken === 0 || !lab.player.waiting) return null;
  return moment.run === lab.lineage && moment.generation === lab.generation + 1 ? moment : null;
}
