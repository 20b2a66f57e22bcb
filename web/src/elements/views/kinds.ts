// Which figures show an experiment, by the kind of its model.

import { DistributionView } from './distribution';
import { HistoryView } from './history';
import { MetricsView } from './metrics';
import type { Lab, View } from './view';

export interface ViewList {
  /** Above the others, over the whole width. */
  readonly main: View;
  /** Side by side under it. */
  readonly row: readonly View[];
}

export function viewsOf(lab: Lab): ViewList {
  return { main: new DistributionView(lab), row: [new MetricsView(lab), new HistoryView(lab)] };
}
