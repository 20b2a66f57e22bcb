// The figures of an experiment with digits.

import shared from '../figures.css?inline';
import { Fitting } from '../fitting';
import type { KindViews } from '../kinds';
import type { Lab } from '../view';
import { BesideView } from './beside';
import styles from './digits.css?inline';
import { LatentView } from './latent';
import { LossView } from './loss';
import { SharesView } from './shares';
import { contactSheet } from './sheet';
import { StoryView } from './story';
import { StripView } from './strip';
import { type Moment, momentOf } from './training';
import { WallView } from './wall';

export function digitViews(lab: Lab): KindViews {
  const training = new Fitting<Moment>(lab, momentOf, () => {
    main.stage();
    loss.stage();
    lab.update();
  });
  const main = new WallView(lab, training);
  const loss = new LossView(lab, training);
  return {
    main,
    history: new StripView(lab),
    details: [new LatentView(lab), new SharesView(lab), loss, new BesideView(lab)],
    story: new StoryView(lab),
    contactSheet: () => contactSheet(lab),
    styles: shared + styles,
  };
}
