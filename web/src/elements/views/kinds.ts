// Which figures show an experiment, by the kind of its model.

import { digits, plane, text } from 'virtual:view-scripts';
import { loadBeside } from '../../engine';
import type { Layout } from '../../protocol/layout';
import { DistributionView } from './distribution';
import { HistoryView } from './history';
import { LINE } from './line-stage';
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

/** What the script of a kind brings: its figures beside the metrics, and what they look like. */
export interface KindViews extends Omit<ViewList, 'row'> {
  readonly history: View;
  readonly styles: string;
}

/** Kinds of experiment that are shown alike; mixtures on a line or in the plane. */
export type ViewKind = 'mixture' | OwnScript;

/** Scripts with the figures of a kind. */
const SCRIPTS = { digits, plane, text } as const;
type OwnScript = keyof typeof SCRIPTS;

declare global {
  /** Each script sets its own. */
  var modelCollapseViews: Partial<Record<OwnScript, (lab: Lab) => KindViews>> | undefined;
}

const KINDS: Readonly<Record<string, OwnScript>> = { vae: 'digits', ngram: 'text', transformer: 'text' };

export const viewKind = ({ model, view_dimension }: Layout): ViewKind =>
  KINDS[model] ?? (view_dimension === 2 ? 'plane' : 'mixture');

/** Brings what the kind's figures need into memory. Rejects with a sentence. */
export async function loadViews(kind: ViewKind): Promise<void> {
  if (kind !== 'mixture' && globalThis.modelCollapseViews?.[kind] === undefined)
    await loadBeside(
      SCRIPTS[kind],
      `The part of the page that shows ${kind === 'plane' ? 'two dimensions' : kind}`,
    );
}

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
