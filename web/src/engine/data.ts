// The data a spec names and does not hold: a built-in table, the digits, a built-in text.

import type { Needs } from '../protocol/modules';
import { digitsData } from './digits';
import { tableData } from './tables';
import { textData } from './texts';

export interface Data {
  /** Rejects with a sentence. */
  readonly load: () => Promise<string | Uint8Array>;
  /** What was loaded is of no use: the next `load` asks for it anew. */
  readonly forget: () => void;
}

/** What a spec needs of them; undefined where that is nothing. */
export function dataOf({ data, name }: Needs): Data | undefined {
  if (data === 'table') return tableData(name);
  if (data === 'digits') return digitsData(Number(name));
  return data === 'corpus' ? textData(name) : undefined;
}
