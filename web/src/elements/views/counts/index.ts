// The figures of an experiment with categories, Poisson counts or linear regression.

import shared from '../figures.css?inline';
import { HistoryView } from '../history';
import type { KindViews } from '../kinds';
import { RanksView } from '../ranks';
import type { Lab, View } from '../view';
import styles from './counts.css?inline';
import { FiguresView } from './figures';
import { PairsView } from './pairs';
import { countsShown } from './shown';
import { SurvivalView } from './survival';
import { TailView } from './tail';

export function countViews(lab: Lab): KindViews {
  const { data } = lab.simulation.layout;
  const figures = new FiguresView(lab);
  const kind = (main: View, history: View, details: readonly View[]): KindViews => ({
    main,
    history,
    details,
    styles: shared + styles,
  });
  if (data === 'categories')
    return kind(
      new RanksView(lab, ({ categories = 1 }) => ({
        one: 'category',
        many: 'categories',
        truth: 'the truth',
        last: categories,
      })),
      new SurvivalView(lab),
      [new TailView(lab), figures],
    );
  if (data === 'counts')
    return kind(
      new PairsView(lab, {
        title: 'How probable each count is',
        x: scene => scene.section('grid_x'),
        truth: scene => scene.section('real_frequency'),
        model: 'frequency',
        axis: 'count',
        shown: countsShown,
        least: 0,
      }),
      new HistoryView(lab),
      [figures],
    );
  return kind(
    new PairsView(lab, {
      title: 'The coefficients',
      x: scene => scene.section('truth').map((_, i) => i + 1),
      truth: scene => scene.section('truth'),
      model: 'coefficients',
      axis: 'feature',
    }),
    figures,
    [],
  );
}
