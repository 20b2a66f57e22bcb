// The page's own part of an address: the keys that begin with "view.", and the values they take.

import { PARTS } from '../elements/parts';
import { type Permalink, SpecError, shortened } from '../engine';

type View = Permalink['view'];

/** Says that an address was made with the maker's own text or points, which it does not hold. */
export const OWN = 'own';

/** "a, b or c" */
const either = (all: readonly string[]): string =>
  [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' or ');

const oneOf =
  (...allowed: readonly string[]) =>
  (value: string): string =>
    allowed.includes(value) ? '' : `is “${shortened(value)}”, but must be ${either(allowed)}`;

function parts(value: string): string {
  const wrong = (value.match(/\S+/g) ?? []).find(name => !PARTS.includes(name));
  return wrong === undefined
    ? ''
    : `names “${shortened(wrong)}”, but the parts that can be left out are ${PARTS.join(', ')}`;
}

/** What the page itself is told, and what is wrong with a value; "" for nothing. */
const VIEW: Readonly<Record<string, (value: string) => string>> = {
  theme: oneOf('light', 'dark'),
  layout: oneOf('fit', 'full'),
  autoplay: oneOf('on', 'off'),
  hide: parts,
  // Which columns there are, only the experiment knows.
  metric: () => '',
  text: oneOf(OWN),
  points: oneOf(OWN),
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
