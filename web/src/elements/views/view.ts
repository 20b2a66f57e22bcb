// A view is one figure of the experiment. The list of views depends on the kind of the experiment; see kinds.ts.

import type { TemplateResult } from 'lit';
import type { Edit, FrameView, Player, Preset, Simulation } from '../../engine';
import type { Motion } from '../../plots/line-plot';
import type { Theme } from '../../plots/theme';
import type { Comparison } from '../comparison';

/** A place on the time line, from 0 to 1. */
export interface Mark {
  readonly at: number;
  /** Beside it; "" where the one before speaks for both. */
  readonly label: string;
}

/** What was found of the runs and is shown elsewhere than in its own figure. */
export interface Findings {
  readonly marks: readonly Mark[];
  /** The stretch of the time line in which the definition that was picked holds. */
  readonly stretch: readonly [from: number, to: number] | null;
  /** Marks and stretch in words. */
  readonly said: string;
  /** Simulation against law, for the metric shown. */
  readonly against: string;
  /** The generation `against` is about. */
  readonly about: number;
}

export const NOTHING_FOUND: Findings = { marks: [], stretch: null, said: '', against: '', about: 0 };

/** Slow motion: how far the making of a generation has come, out of the one before it. */
export interface Making {
  readonly frame: FrameView;
  readonly teacher: FrameView;
  readonly motion: Motion;
}

/** What a view may know of what is shown, and what it may ask for. */
export interface Lab {
  /** Has been started. */
  readonly simulation: Simulation;
  readonly player: Player;
  readonly comparison: Comparison;
  readonly preset: Preset | undefined;
  readonly generation: number;
  /** The latest generation the reader has seen since the experiment began. */
  readonly seen: number;
  /** Which run is shown, from 0. */
  readonly lineage: number;
  /** Of the generation shown; null until it has arrived. */
  readonly frame: FrameView | null;
  /** In slow motion, the generation that is being made, or has just been. */
  readonly making: Making | null;
  /** The core's sentence about the generation shown. */
  readonly sentence: string;
  /**
   * Where the story rests, for the name of a figure. While it plays no name changes: screen readers read out every new
   * name of what has the focus.
   */
  readonly spoken: string;
  /** Name of the metric the reader picked; null: the experiment's first headline. */
  metric: string | null;
  /** The reader wants a logarithmic axis where a metric allows one. */
  log: boolean;
  findings: Findings;
  /** Every figure is shown; else only the first one and the metric. */
  readonly full: boolean;
  readonly theme: Theme;
  /** The same on white paper, for what is taken away. */
  readonly paper: Theme;
  /** Where the templates stand. */
  readonly root: ParentNode;
  /**
   * Starts the experiment shown with these edits beside it, on the same seed; the caller disposes of it. `failed` gets a
   * sentence if it cannot be started.
   */
  beside(edits: readonly Edit[], failed: (sentence: string) => void): Simulation;
  /** Renders the templates anew. */
  update(): void;
  /** Reads out what the keys have asked for. */
  say(text: string): void;
}

/** One figure. Everything but its template is optional. */
export abstract class View {
  /** Names the figure in the attribute `hide`; empty: it cannot be hidden. */
  readonly name: string = '';

  /** What the pointer or the keys read out of the figure. */
  protected readout = '';

  constructor(protected readonly lab: Lab) {}

  protected read(text: string): void {
    if (text === this.readout) return;
    this.readout = text;
    this.lab.update();
  }

  abstract render(): TemplateResult;
  /** What must have come before a generation can be shown: settled when it has. */
  prepare(_generation: number): Promise<unknown> | undefined {
    return undefined;
  }
  /** The template is in the page: takes hold of its canvases. */
  attach(): void {}
  /** Another experiment or another run is shown: what was fetched is worthless. */
  reset(): void {}
  /** More generations have been computed, or another metric was picked. */
  grow(): void {}
  /** Another frame is shown, or slow motion has gone on. */
  stage(): void {}
  /** Another generation is shown, or the same one anew. */
  move(): void {}
  /** Draws everything anew. */
  draw(): void {}
  dispose(): void {}
}
