// Which figures show an experiment, by the type of its data.

import type { Layout } from '../../protocol/layout';
import type { DataTypeName } from '../../protocol/spec.generated';
import { DistributionView } from './distribution';
import { HistoryView } from './history';
import { LINE } from './line-stage';
import { MetricsView } from './metrics';
import type { OwnScript } from './scripts';
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

/** What the script of a kind brings: its figures beside the metrics, and what they look like. */
export interface KindViews extends Omit<ViewList, 'row'> {
  readonly history: View;
  readonly styles: string;
}

/** Kinds of experiment that are shown alike; mixtures on a line or in the plane. */
export type ViewKind = 'mixture' | OwnScript;

const KINDS: Readonly<Record<DataTypeName, OwnScript | null>> = {
  points: null,
  categories: 'counts',
  counts: 'counts',
  rows: 'counts',
  images: 'digits',
  tokens: 'text',
};

export const viewKind = ({ data, view_dimension }: Layout): ViewKind =>
  KINDS[data] ?? (view_dimension === 2 ? 'plane' : 'mixture');

/** The figures, after `loadViews`. `adopt` takes the style sheets that come with them. */
export function makeViews(kind: ViewKind, lab: Lab, adopt: (styles: string) => void): ViewList {
  const metrics = new MetricsView(lab);
  const own = kind === 'mixture' ? undefined : globalThis.modelCollapseViews?.[kind]?.(lab);
  if (own === undefined)
    return { main: new DistributionView(lab, LINE), row: [metrics, new HistoryView(lab)], details: [] };
  const { history, styles, ...views } = own;
  adopt(styles);
  return { ...views, row: [metrics, history] };
}
