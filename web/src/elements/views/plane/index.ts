// The figures of an experiment in the plane.

import { DistributionView } from '../distribution';
import { HistoryView } from '../history';
import type { KindViews } from '../kinds';
import type { Lab } from '../view';
import { PLANE } from './stage';

export const planeViews = (lab: Lab): KindViews => ({
  main: new DistributionView(lab, PLANE),
  history: new HistoryView(lab),
  details: [],
  styles: '',
});
