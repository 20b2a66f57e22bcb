// Which figures show an experiment, by the kind of its model.

import digitViewsScript from 'virtual:digit-views';
import { loadBeside } from '../../engine';
// Declares the global that the script sets.
import type {} from './digits';
import { DistributionView } from './distribution';
import { HistoryView } from './history';
import { MetricsView } from './metrics';
import type { Lab, View } from './view';

export interface ViewList {
  /** Above the others, over the whole width. */
  readonly main: View;
  /** Side by side under it. */
  readonly row: readonly View[];
  /** Side by side under those; may be empty. */
  readonly details: readonly View[];
  /** In words, after everything else. */
  readonly story?: View;
  /** A PNG of all generations computed so far, where one can be drawn. */
  readonly contactSheet?: () => Promise<Blob | null>;
}

/** Kinds of experiment that are shown alike. */
export type ViewKind = 'mixture' | 'digits';

export const viewKind = (model: string): ViewKind => (model === 'vae' ? 'digits' : 'mixture');

/** Brings what the kind's figures need into memory. Rejects with a sentence. */
export async function loadViews(kind: ViewKind): Promise<void> {
  if (kind === 'digits' && globalThis.modelCollapseDigitViews === undefined)
    await loadBeside(digitViewsScript, 'The part of the page that shows digits');
}

/** The figures, after `loadViews`. `adopt` takes the style sheets that come with them. */
export function makeViews(kind: ViewKind, lab: Lab, adopt: (styles: string) => void): ViewList {
  const metrics = new MetricsView(lab);
  const digits = kind === 'digits' ? globalThis.modelCollapseDigitViews?.(lab) : undefined;
  if (digits === undefined)
    return { main: new DistributionView(lab), row: [metrics, new HistoryView(lab)], details: [] };
  const { main, history, details, story, contactSheet, styles } = digits;
  adopt(styles);
  return { main, row: [metrics, history], details, story, contactSheet };
}
