// What the element's attributes and the page's own part of an address may say.

import { shortened } from '../engine';

/** What the attribute `hide` may name: the names of figures (views/view.ts) and of the element's other parts. */
export const PARTS: readonly string[] = [
  'history',
  'metrics',
  'beside',
  'verdicts',
  'table',
  'settings',
  'heading',
  'story',
  'next',
  'ranks',
  'survival',
  'lost',
  'grid',
  'loss',
  'figures',
  'pairs',
  'tail',
];

/** "a, b or c" */
const either = (all: readonly string[]): string =>
  [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' or ');

/** The end of a sentence that says what is wrong with a value; "" where it is one of those allowed. */
export const notOneOf = (value: string, allowed: readonly string[]): string =>
  allowed.includes(value) ? '' : `is “${shortened(value)}”, but must be ${either(allowed)}`;

/** The same of a list of parts. */
export function noParts(value: string): string {
  const wrong = (value.match(/\S+/g) ?? []).find(name => !PARTS.includes(name));
  return wrong === undefined
    ? ''
    : `names “${shortened(wrong)}”, but the parts that can be left out are ${PARTS.join(', ')}`;
}

/** What is wrong with a column's name in an experiment that has these; "" for nothing. */
export const noColumn = (value: string, columns: readonly string[]): string =>
  columns.includes(value)
    ? ''
    : `is “${shortened(value)}”, but the columns of this experiment are ${columns.join(', ')}`;

/** Values that are the same in the attribute and in the address. */
export const VALUES: Readonly<Record<'theme' | 'layout' | 'autoplay' | 'hide', (value: string) => string>> = {
  theme: value => notOneOf(value, ['light', 'dark']),
  layout: value => notOneOf(value, ['fit', 'full']),
  autoplay: value => notOneOf(value, ['on', 'off']),
  hide: noParts,
};
