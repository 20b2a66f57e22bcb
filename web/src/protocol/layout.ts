// What the core says once about an experiment: its columns, laws and the layout of its blocks of float64.

import type { DataTypeName } from './spec.generated';

export interface Section {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

export type Exactness = 'exact' | 'quadrature' | 'draws';

/** A measured quantity; its position in `Layout.columns` is its index everywhere. */
export interface Column {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly doc: string;
  readonly exactness: Exactness;
  readonly log_axis: boolean;
  readonly headline: boolean;
}

/**
 * A law over a metric: one value a generation 0 … T; `sd` is empty where none is known. The kind `large_n` is what the
 * expectation tends to as n grows.
 */
export interface Law {
  readonly metric: string;
  readonly kind: 'expectation' | 'geometric_mean' | 'limit' | 'large_n';
  readonly label: string;
  readonly source: string;
  readonly values: readonly (number | null)[];
  readonly sd: readonly (number | null)[];
}

export interface Axis {
  readonly label: string;
  readonly unit: string;
}

/** In the order of the history block. */
export const STATISTICS = ['mean', 'q05', 'q25', 'q50', 'q75', 'q95'] as const;
export type Statistic = (typeof STATISTICS)[number];

/** The numbers at the start of a frame block, in order. */
export const FRAME_HEAD = [
  'generation',
  'run',
  'points_total',
  'points_real',
  'points_shown',
  'status',
  'iterations',
  'floors_applied',
  'dead_components',
] as const;

/**
 * The numbers at the start of a progress block, in order; those from `prepared` on are there for digits and text only, the
 * last three for text: what is done (see TEXT_PHASES), tokens trained on so far in this generation, and in all.
 */
export const PROGRESS_HEAD = [
  'generation',
  'run',
  'taken',
  'total',
  'prepared',
  'preparation',
  'phase',
  'tokens',
  'tokens_total',
] as const;

/** What a model of text is doing, in the order of the progress' `phase` number. */
export const TEXT_PHASES = ['pretraining', 'training', 'writing', 'reading'] as const;

export interface Layout {
  readonly version: string;
  readonly schema: number;
  readonly dimension: number;
  /** min(dimension, 2): the first coordinates, the others marginalised. */
  readonly view_dimension: 1 | 2;
  readonly components: number;
  readonly model: string;
  /** What the model learns from. */
  readonly data: DataTypeName;
  readonly first_run: number;
  readonly runs: number;
  readonly generations: number;
  readonly axes: readonly Axis[];
  /** False for tables and own points: there is no source density to draw. */
  readonly has_density: boolean;
  readonly memory_bytes: number;
  readonly columns: readonly Column[];
  readonly laws: readonly Law[];
  /** How a fit ended, in the order of the frame's `status` number: "converged", … */
  readonly status: readonly string[];
  readonly statistics: readonly string[];
  /** Nodes of a ridge: the scene's grid of the first coordinate. */
  readonly ridge_width: number;
  readonly sections: {
    readonly scene: readonly Section[];
    readonly frame: readonly Section[];
    readonly progress: readonly Section[];
  };
  /** Only for digits and text: parameters of the network (0: none), what the licence asks to be shown. */
  readonly parameters?: number;
  readonly attribution?: string;
  /** Only for digits: height and width of an image in pixels. */
  readonly side?: number;
  /** Of an experiment with categories; 0 with Poisson counts. */
  readonly categories?: number;
  /** Only for text: what it is cut into, and how many different tokens there are. */
  readonly tokens?: 'words' | 'characters' | 'byte-pairs';
  readonly vocabulary?: number;
  /** Every item of the text is a name. */
  readonly names?: boolean;
  /** What every generation is asked to go on from; "" for names. */
  readonly prompt?: string;
  /** Tokens of real text there are to learn from. */
  readonly training_tokens?: number;
}
