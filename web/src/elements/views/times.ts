// How often something stood somewhere, in words.

import { formatCount } from '../../plots/format';

/** "once", "twice", "3–4 ×" */
export function times(from: number, to: number): string {
  if (to === from) return from === 1 ? 'once' : from === 2 ? 'twice' : `${formatCount(from)} ×`;
  return `${formatCount(from)}–${formatCount(to)} ×`;
}
