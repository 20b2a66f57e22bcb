import { STATISTICS, type Statistic } from '../protocol/layout';

/** Statistics over the lineages of every column and computed generation, one contiguous series each. */
export class HistoryStore {
  readonly #series: readonly Float64Array[];
  readonly #columns: number;
  /** Last generation present; -1 before the first block. */
  completed = -1;

  constructor(columns: number, generations: number) {
    this.#columns = columns;
    this.#series = Array.from(
      { length: columns * STATISTICS.length },
      () => new Float64Array(generations + 1),
    );
  }

  /** Takes a history block that starts at generation `from`. */
  append(from: number, block: Float64Array): void {
    const width = this.#columns * STATISTICS.length;
    const count = width === 0 ? 0 : block.length / width;
    this.#series.forEach((series, k) => {
      for (let g = 0; g < count; ++g) series[from + g] = block[g * width + k] ?? Number.NaN;
    });
    this.completed = Math.max(this.completed, from + count - 1);
  }

  /** Generations 0 … completed, a view that stays valid; it does not grow by itself. */
  series(column: number, statistic: Statistic): Float64Array {
    const series = this.#series[column * STATISTICS.length + STATISTICS.indexOf(statistic)];
    return series?.subarray(0, this.completed + 1) ?? new Float64Array(0);
  }

  at(column: number, statistic: Statistic, generation: number): number {
    return this.series(column, statistic)[generation] ?? Number.NaN;
  }
}
