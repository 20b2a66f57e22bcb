import type { MetricLine } from '../../plots/metric-plot';
import type { Lab } from './view';

const MOST_LINES = 50;

/** Fetches a metric's values run by run, as far as they are computed. */
export class MetricLines {
  #known: { key: string; to: number; count: number; block: Float64Array } | null = null;
  #busy = false;

  /** `column`: index of the metric picked. */
  constructor(
    private readonly lab: Lab,
    private readonly column: () => number,
    private readonly changed: () => void,
  ) {}

  reset(): void {
    this.#known = null;
  }

  /** One entry a run; what the history says where there is only one. */
  get lines(): MetricLine[] {
    const { simulation } = this.lab;
    const column = this.column();
    if (!this.#known?.key.startsWith(this.#key(column, ''))) {
      const single = simulation.layout.runs === 1;
      return single ? [{ lineage: 0, values: simulation.history.series(column, 'mean') }] : [];
    }
    const { block, to, count } = this.#known;
    return Array.from({ length: count }, (_, lineage) => ({
      lineage,
      values: block.subarray(lineage * (to + 1), (lineage + 1) * (to + 1)),
    }));
  }

  #key(column: number, count: number | ''): string {
    return `${this.lab.simulation.spec}/${column}/${count}`;
  }

  get #count(): number {
    const { simulation, lineage } = this.lab;
    return Math.min(simulation.layout.runs, Math.max(MOST_LINES, Math.min(lineage + 1, 200)));
  }

  /** Call again when more is computed or another metric is picked. */
  async load(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const { simulation } = this.lab;
    try {
      for (;;) {
        const [column, count] = [this.column(), this.#count];
        const key = this.#key(column, count);
        if (this.#known?.key === key && this.#known.to >= simulation.completed) break;
        const { block, to } = await simulation.lines(column, count);
        this.#known = { key, to, count, block };
        this.changed();
        // What is computed meanwhile is asked for with the next progress, which the last generation does not have.
        if (this.column() === column && !simulation.finished) break;
      }
    } catch {
      // A newer run took over; its own progress asks again.
    } finally {
      this.#busy = false;
    }
  }
}
