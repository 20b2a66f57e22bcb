// The figures of an experiment with text.

import { Answers } from '../answers';
import shared from '../figures.css?inline';
import { Fitting } from '../fitting';
import type { KindViews } from '../kinds';
import { RanksView } from '../ranks';
import type { Lab } from '../view';
import { BesideView } from './beside';
import { ContinuationsView } from './continuations';
import { GridView } from './grid';
import { LossView } from './loss';
import { LostView } from './lost';
import { NextView } from './next';
import { RarityView } from './rarity';
import { Selection } from './selection';
import { SpreadView } from './spread';
import { StoryView } from './story';
import { markStyles } from './surprise';
import styles from './text.css?inline';
import { type Moment, momentOf } from './training';
import { tokenName } from './words';

export function textViews(lab: Lab): KindViews {
  const update = (): void => lab.update();
  const answers = new Answers(lab.simulation, update);
  const selection = new Selection(update);
  const training = new Fitting<Moment>(lab, momentOf, () => {
    loss.stage();
    lab.update();
  });
  const loss = new LossView(lab, training);
  return {
    main: new ContinuationsView(lab, answers, selection, training),
    history: new SpreadView(lab),
    details: [
      new NextView(lab, answers, selection),
      new RanksView(lab, layout => ({
        one: tokenName(layout),
        many: `${tokenName(layout)}s`,
        truth: 'real text',
        last: layout.vocabulary ?? 1,
      })),
      new RarityView(lab),
      new LostView(lab, answers),
      new GridView(lab, answers),
      loss,
      new BesideView(lab),
    ],
    story: new StoryView(lab),
    styles: markStyles + shared + styles,
  };
}
