import { isStale, type Preset, Simulation, startComparison } from '../engine';
import type { MetricPicture } from '../plots/metric-plot';

/** The experiment a preset compares with, on the same seed; only its median is drawn. */
export class Comparison {
  #other: Simulation | null = null;
  #label = '';

  constructor(
    private readonly simulation: Simulation,
    private readonly changed: () => void,
  ) {}

  /** Computes what `preset` compares with beside the experiment that has just been started. */
  start(preset: Preset | undefined): void {
    const compare = preset?.compare;
    if (compare === undefined) {
      this.dispose();
      return;
    }
    this.#label = compare.label;
    if (this.#other === null) {
      this.#other = new Simulation();
      this.#other.addEventListener('progress', this.changed);
    }
    // Settings that leave nothing to compare with (its edits no longer apply) are no fault of the reader's.
    startComparison(this.simulation, this.#other, compare).catch(error => {
      if (!isStale(error)) this.dispose();
    });
  }

  /** The compared experiment's values of a metric; null where it has none or is the one shown. */
  of(metric: string): MetricPicture['other'] {
    const other = this.#other;
    if (!other?.hasStarted || other.spec === this.simulation.spec) return null;
    const index = other.column(metric);
    if (index < 0) return null;
    const { runs } = other.layout;
    return {
      name: runs > 1 ? `${this.#label}, median` : this.#label,
      values: other.history.series(index, runs > 1 ? 'q50' : 'mean'),
    };
  }

  dispose(): void {
    this.#other?.dispose();
    this.#other = null;
  }
}
