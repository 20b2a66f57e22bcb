// One metric over the generations, and which metric that is.

import { html, nothing, type TemplateResult } from 'lit';
import type { Column, Started } from '../../engine';
import { type MetricLaw, type MetricPicture, MetricPlot } from '../../plots/metric-plot';
import { CanvasSlot, isScrub, placeOf } from './canvas-slot';
import { MetricLines } from './metric-lines';
import { type Picked, pickedOf } from './picked';
import { View } from './view';

const LAW_NAMES = {
  expectation: 'expected',
  geometric_mean: 'typical',
  limit: 'limit',
  large_n: 'large n',
} as const;

export class MetricsView extends View {
  override readonly name = 'metrics';
  readonly #lines = new MetricLines(
    this.lab,
    () => this.#picked?.index ?? 0,
    () => this.draw(),
  );
  #laws: { started: Started; metric: string; laws: readonly MetricLaw[] } | null = null;
  readonly #slot = new CanvasSlot<MetricPlot>(
    '#metrics',
    surface => new MetricPlot(surface, this.lab.theme),
    () => this.draw(),
  );

  override render(): TemplateResult {
    const { columns } = this.lab.simulation.layout;
    const { generation, log, player, findings } = this.lab;
    // While a run plays answers come later than what is shown, and two numbers for one thing would stand there.
    const against = player.playing || findings.about !== generation ? '' : findings.against;
    const picked = this.#picked;
    const logarithmic = log && picked?.column.log_axis === true;
    const option = (column: Column) =>
      html`<option value=${column.name} ?selected=${column.name === picked?.column.name}>${column.label}</option>`;
    const now = this.#slot.plot?.read(generation) ?? '';
    return html`<figure class="metrics">
      <figcaption>
        <label class="sr" for="metric">Metric</label>
        <select id="metric" @change=${(event: Event) => {
          this.lab.metric = (event.target as HTMLSelectElement).value;
        }}>
          <optgroup label="Headlines">${columns.filter(({ headline }) => headline).map(option)}</optgroup>
          <optgroup label="More">${columns.filter(({ headline }) => !headline).map(option)}</optgroup>
        </select>
        <span class="segments" role="group" aria-label="Scale of the metric's axis">
          <button aria-pressed=${logarithmic ? 'false' : 'true'} @click=${() => this.#scale(false)}>Linear</button>
          <button aria-pressed=${logarithmic ? 'true' : 'false'} ?disabled=${!picked?.column.log_axis}
            @click=${() => this.#scale(true)}>Log</button>
        </span>
      </figcaption>
      <canvas id="metrics" role="img" tabindex="0"
        aria-label="${picked?.column.label ?? ''} over the generations. ${player.playing ? '' : now} Arrow keys step through the generations."
        @pointerdown=${this.#point} @pointermove=${this.#point} @pointerleave=${() => this.read('')}></canvas>
      <p class="readout">${this.readout || now}</p>
      ${this.lab.simulation.layout.laws.length > 0 ? html`<p class="readout against">${against}</p>` : nothing}
    </figure>`;
  }

  override attach(): void {
    this.#slot.attach(this.lab.root);
  }

  override reset(): void {
    this.#lines.reset();
    this.grow();
  }

  override grow(): void {
    void this.#lines.load();
    this.draw();
  }

  override move(): void {
    this.draw();
  }

  override dispose(): void {
    this.#slot.dispose();
  }

  override draw(): void {
    const picked = this.#picked;
    const { plot } = this.#slot;
    if (picked === null || plot === null) return;
    const { column, index } = picked;
    const { simulation, comparison, generation, seen, lineage, log, theme } = this.lab;
    const { history, layout } = simulation;
    const picture: MetricPicture = {
      key: `${simulation.spec}/${index}`,
      label: column.label,
      unit: column.unit,
      nonNegative: column.log_axis,
      log: log && column.log_axis,
      last: simulation.generations,
      generation,
      seen,
      runs: layout.runs,
      lineage,
      mean: history.series(index, 'mean'),
      median: history.series(index, 'q50'),
      bands: [
        [history.series(index, 'q05'), history.series(index, 'q95')],
        [history.series(index, 'q25'), history.series(index, 'q75')],
      ],
      lines: this.#lines.lines,
      laws: this.#lawsOf(column.name),
      other: comparison.of(column.name),
    };
    plot.set(picture, theme);
  }

  get #picked(): Picked | null {
    return pickedOf(this.lab);
  }

  /** The laws of a metric, their gaps as NaN; kept as long as the experiment. */
  #lawsOf(metric: string): readonly MetricLaw[] {
    const { started } = this.lab.simulation;
    if (this.#laws?.started !== started || this.#laws.metric !== metric) {
      const laws = started.layout.laws
        .filter(law => law.metric === metric)
        .map(({ kind, label, values }) => ({
          name: LAW_NAMES[kind],
          label,
          values: Float64Array.from(values, value => value ?? Number.NaN),
        }));
      this.#laws = { started, metric, laws };
    }
    return this.#laws.laws;
  }

  #scale(log: boolean): void {
    this.lab.log = log;
    this.draw();
    this.lab.update();
  }

  readonly #point = (event: PointerEvent): void => {
    const generation = this.#slot.plot!.locate(placeOf(event)[0]);
    if (generation === null) return;
    if (isScrub(event)) this.lab.player.stopAt(generation);
    this.read(this.#slot.plot!.read(generation));
  };
}
