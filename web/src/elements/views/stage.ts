// What a distribution is drawn on: a line or a plane. The plane comes with a script of its own.

import type { FrameView, Simulation } from '../../engine';
import type { Motion } from '../../plots/line-plot';
import type { Surface } from '../../plots/surface';
import type { Theme } from '../../plots/theme';

export interface Stage<Plot> {
  /** "The plane" */
  readonly name: string;
  /** What is on it, for those who do not see it. */
  readonly label: string;
  /** `small`: a picture without names of axes and readings. */
  make(surface: Surface, theme: Theme, small: boolean): Plot;
  draw(
    plot: Plot,
    simulation: Simulation,
    frame: FrameView,
    teacher: FrameView | null,
    motion: Motion | null,
    theme: Theme,
  ): void;
  /** Puts the reading cursor at a place of the canvas; what is read there, "" outside. */
  point(plot: Plot, x: number, y: number): string;
  /** Moves it by steps to the right and upwards within the view; null where there is no such direction. */
  step(plot: Plot, right: number, up: number, view: ArrayLike<number>): string | null;
  /** Takes the cursor away. */
  leave(plot: Plot): void;
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);
