// The page's own part of an address: the keys that begin with "view.", and the values they take.

import { notOneOf, VALUES } from '../elements/view-values';
import { type Permalink, SpecError, shortened } from '../engine';

type View = Permalink['view'];

/** Says that an address was made with the maker's own text or points, which it does not hold. */
export const OWN = 'own';

/** What the page itself is told, and what is wrong with a value; "" for nothing. */
const VIEW: Readonly<Record<string, (value: string) => string>> = {
  ...VALUES,
  // Which columns there are, only the experiment knows.
  metric: () => '',
  text: value => notOneOf(value, [OWN]),
  points: value => notOneOf(value, [OWN]),
};

/** What is wrong with the page's own part of an address, a sentence for each. */
export function wrongInView(view: View): SpecError[] {
  return Object.entries(view).flatMap(([key, value]) => {
    const says = Object.hasOwn(VIEW, key)
      ? VIEW[key]!(value)
      : `is unknown; there are ${Object.keys(VIEW)
          .map(known => `view.${known}`)
          .join(', ')}`;
    return says === '' ? [] : [new SpecError(`view.${key}`, `The setting “view.${shortened(key)}” ${says}.`)];
  });
}
