// What can be asked of an experiment, and what is answered, as JSON: the first two of any, the others of one with text.

import type { Law } from './layout';

/** A piece of text as it is printed, and how much it surprises generation 1 in nats; null: not known, or ruled out by it. */
export type Piece = readonly [text: string, nats: number | null];

/** Of which run (from 0) and generation. */
interface Of {
  readonly run: number;
  readonly generation: number;
}

interface Words {
  /** Has this run collapsed, by each definition? */
  verdicts: {
    question: Of;
    answer: {
      readonly run: number;
      readonly generation: number;
      readonly definitions: readonly Verdict[];
      /** Ids of the definitions that stand for early and late collapse. */
      readonly early: string;
      readonly late: string;
    };
  };
  /** How far do the runs lie from the laws? */
  laws: {
    question: { readonly generation: number };
    answer: { readonly generation: number; readonly laws: readonly AgainstLaw[] };
  };
  /** Continues a prompt; without one, the built-in prompt, with the same random numbers in every generation. */
  text: {
    question: Of & { readonly prompt?: string; readonly length?: number };
    answer: {
      readonly prompt: readonly Piece[];
      readonly text: readonly Piece[];
      /** Words of the reader's prompt that the vocabulary does not have. */
      readonly unknown: readonly string[];
    };
  };
  /** The first items of the text it wrote. */
  sample: {
    question: Of & { readonly items: number };
    answer: { readonly items: readonly Item[] };
  };
  /** The most probable next tokens. */
  next: {
    question: Of & { readonly before: string; readonly most: number };
    answer: {
      readonly before: readonly string[];
      readonly unknown: readonly string[];
      readonly rows: readonly NextRow[];
    };
  };
  /** Types of generation 1's text that no longer stand in the text this one learnt from, the most frequent first. */
  lost: {
    question: Of & { readonly most: number };
    answer: { readonly alive: number; readonly of: number; readonly lost: readonly Lost[] };
  };
  /** Probability of a token (column) after another (row), over the most frequent types of generation 1. */
  grid: {
    question: Of & { readonly size: number };
    answer: {
      readonly pieces: readonly string[];
      readonly first: readonly (readonly number[])[];
      readonly now: readonly (readonly number[])[];
    };
  };
}

/** A number that may be infinite; null: not defined. */
export type Measured = number | 'inf' | '-inf' | null;

export interface Verdict {
  readonly id: string;
  readonly name: string;
  /** In words, with its numbers; with the next three only where a column stands for it. */
  readonly criterion?: string;
  readonly column?: string;
  readonly value?: Measured;
  readonly threshold?: Measured;
  readonly verdict: 'collapsed' | 'not' | 'not_applicable';
  /** Why it does not apply; else the rest is there. */
  readonly reason?: string;
  /** The generation it has held from until now; null: it does not hold, or is not about single runs. */
  readonly since?: number | null;
  /** Runs with a value, and the share of them that have collapsed. */
  readonly runs?: number;
  readonly share?: number;
  /** Over those that have. */
  readonly median_since?: number | null;
}

export interface AgainstLaw {
  readonly metric: string;
  readonly label: string;
  readonly kind: Law['kind'];
  readonly expected: number | null;
  readonly mean: number | null;
  /** Monte-Carlo standard error of the mean over the runs, from the law's own spread or from theirs. */
  readonly error: number | null;
  readonly error_of: 'law' | 'runs';
  /** null where it would mean nothing. */
  readonly z: number | null;
  readonly runs: number;
  /** Why there is no z, or what to beware of; else "". */
  readonly note: string;
}

/** `kind` is there for names only: in the real list, not in it, or written before. */
export interface Item {
  readonly pieces: readonly Piece[];
  readonly kind?: 'real' | 'new' | 'repeat';
}

/** Probabilities under generation 1 and under the generation asked about. */
export interface NextRow {
  readonly piece: string;
  readonly first: number;
  readonly now: number;
}

/** How often it stood in the text of generation 1, and the first generation that learnt without it. */
export interface Lost {
  readonly piece: string;
  readonly count: number;
  readonly generation: number;
}

export type Topic = keyof Words;
export type Question<T extends Topic> = { readonly ask: T } & Words[T]['question'];
export type WordsOf<T extends Topic> = Words[T]['answer'];
