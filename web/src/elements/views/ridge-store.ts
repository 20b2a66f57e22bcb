import type { Simulation } from '../../engine';

/** More rows than this no plot can show. */
const MOST_ROWS = 240;
const CHUNK = 64;

/** Fetches the ridges (rows of the layout's ridge_width) of evenly chosen generations of one run, as far as they are computed. */
export class RidgeStore {
  #generations: number[] = [];
  #rows: Float64Array[] = [];
  #every = 1;
  #busy = false;
  #ticket = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly changed: () => void,
  ) {}

  /** Ascending generations that are present. */
  get generations(): readonly number[] {
    return this.#generations;
  }
  /** The row of each of them. */
  get rows(): readonly Float64Array[] {
    return this.#rows;
  }

  reset(): void {
    this.#ticket += 1;
    this.#busy = false;
    this.#generations = [];
    this.#rows = [];
    this.#every = Math.max(1, Math.ceil((this.simulation.generations + 1) / MOST_ROWS));
  }

  /** Goes on until everything computed is here; call again when more is computed. */
  async load(lineage: number): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const ticket = this.#ticket;
    try {
      while (ticket === this.#ticket) {
        const from = this.#generations.length * this.#every;
        if (from > this.simulation.completed) break;
        const asked: { generations: number[]; rows: Promise<Float64Array> }[] = [];
        if (this.#every === 1) {
          const to = Math.min(from + CHUNK - 1, this.simulation.completed);
          const generations = Array.from({ length: to - from + 1 }, (_, i) => from + i);
          asked.push({ generations, rows: this.simulation.ridges(lineage, from, to) });
        } else {
          for (let g = from; g <= this.simulation.completed && asked.length < CHUNK; g += this.#every) {
            asked.push({ generations: [g], rows: this.simulation.ridges(lineage, g, g) });
          }
        }
        const blocks = await Promise.all(asked.map(({ rows }) => rows));
        if (ticket !== this.#ticket) return;
        const width = this.simulation.layout.ridge_width;
        blocks.forEach((block, i) => {
          asked[i]!.generations.forEach((generation, k) => {
            this.#generations.push(generation);
            this.#rows.push(block.subarray(k * width, (k + 1) * width));
          });
        });
        this.changed();
      }
    } catch {
      // A newer run took over, or the core died: whoever started it hears of that.
    } finally {
      if (ticket === this.#ticket) this.#busy = false;
    }
  }
}
