import { FRAME_HEAD, type Layout, type Section } from '../protocol/layout';

/** A block of float64 read by the names of its sections (views, not copies). */
export class Sections {
  readonly #parts: ReadonlyMap<string, Float64Array>;

  constructor(block: Float64Array, layout: readonly Section[]) {
    this.#parts = new Map(
      layout.map(({ name, offset, length }) => [name, block.subarray(offset, offset + length)]),
    );
  }

  has(name: string): boolean {
    return (this.#parts.get(name)?.length ?? 0) > 0;
  }

  /** Empty for a section this experiment does not have. */
  section(name: string): Float64Array {
    return this.#parts.get(name) ?? EMPTY;
  }

  /** The only number of a section of length 1; NaN when absent. */
  number(name: string): number {
    return this.#parts.get(name)?.[0] ?? Number.NaN;
  }
}

const EMPTY = new Float64Array(0);

/** One generation of one lineage, as drawn: the model, the data it was fitted on, its metrics. */
export class FrameView extends Sections {
  readonly generation: number;
  readonly lineage: number;
  readonly pointsTotal: number;
  readonly pointsReal: number;
  /** How many entries of points_x, points_y and points_real are valid. */
  readonly pointsShown: number;
  /** How the fit ended, in the layout's word. */
  readonly status: string;
  readonly iterations: number;
  readonly floorsApplied: number;
  readonly deadComponents: number;

  constructor(
    block: Float64Array,
    layout: Pick<Layout, 'status'> & { sections: Pick<Layout['sections'], 'frame'> },
  ) {
    super(block, layout.sections.frame);
    const head = this.section('head');
    const read = (name: (typeof FRAME_HEAD)[number]): number => head[FRAME_HEAD.indexOf(name)] ?? Number.NaN;
    this.generation = read('generation');
    this.lineage = read('run');
    this.pointsTotal = read('points_total');
    this.pointsReal = read('points_real');
    this.pointsShown = read('points_shown');
    this.status = layout.status[read('status')] ?? '';
    this.iterations = read('iterations');
    this.floorsApplied = read('floors_applied');
    this.deadComponents = read('dead_components');
  }

  /** Value of a metric by its column; NaN = not defined. */
  value(column: number): number {
    return this.section('row')[column] ?? Number.NaN;
  }

  /** The density's nodes, ascending (1-D); empty where there is no density. */
  get curveX(): Float64Array {
    return this.section('curve_x').subarray(0, this.#curve);
  }

  get curveY(): Float64Array {
    return this.section('curve_y').subarray(0, this.#curve);
  }

  get #curve(): number {
    return this.section('curve_length')[0] ?? 0;
  }

  get pointsX(): Float64Array {
    return this.section('points_x').subarray(0, this.pointsShown);
  }

  get pointsY(): Float64Array {
    return this.section('points_y').subarray(0, this.pointsShown);
  }

  /** 1 where the point is real, 0 where a model made it. */
  get pointsReality(): Float64Array {
    return this.section('points_real').subarray(0, this.pointsShown);
  }
}
