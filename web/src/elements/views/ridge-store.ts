import type { Simulation } from '../../engine';
import type { Ridges } from '../../plots/history-plot';

/** More rows than this no plot can show. */
const MOST_ROWS = 240;
const CHUNK = 64;

/** Fetches the densities of evenly chosen generations of one run, as far as they are computed. */
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

  get ridges(): Ridges {
    const { scene, layout } = this.simulation;
    const known = scene.section('grid_x');
    const [from = 0, to = 1] = scene.section('view');
    const last = layout.ridge_width - 1;
    // In the plane the ridges are the first coordinate's margins, on even nodes of the view.
    const grid =
      known.length > 0
        ? known
        : Float64Array.from({ length: last + 1 }, (_, i) => from + ((to - from) * i) / last);
    return { grid, generations: this.#generations, rows: this.#rows };
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
