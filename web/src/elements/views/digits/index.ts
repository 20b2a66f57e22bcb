// The figures of an experiment with digits.

import type { Lab, View } from '../view';
import { BesideView } from './beside';
import styles from './digits.css?inline';
import { LatentView } from './latent';
import { LossView } from './loss';
import { SharesView } from './shares';
import { contactSheet } from './sheet';
import { StoryView } from './story';
import { StripView } from './strip';
import { Training } from './training';
import { WallView } from './wall';

export interface DigitViews {
  readonly main: View;
  readonly history: View;
  readonly details: readonly View[];
  readonly story: View;
  /** A PNG of all generations computed so far. */
  readonly contactSheet: () => Promise<Blob | null>;
  /** What the figures look like. */
  readonly styles: string;
}

declare global {
  /** Set by the script that brings these figures. */
  var modelCollapseDigitViews: ((lab: Lab) => DigitViews) | undefined;
}

export function digitViews(lab: Lab): DigitViews {
  const training: Training = new Training(lab, () => {
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
    styles,
  };
}
