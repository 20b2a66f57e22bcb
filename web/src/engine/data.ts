// The data a spec names and does not hold: a built-in table, the digits, a built-in text.

import { digitsData, digitsSide } from './digits';
import { builtInTable, tableData } from './tables';
import { corpusName, textData } from './texts';

export interface Data {
  /** Rejects with a sentence. */
  readonly load: () => Promise<string | Uint8Array>;
  /** What was loaded is of no use: the next `load` asks for it anew. */
  readonly forget: () => void;
}

/** Whether a spec may name data. */
export const mayNameData = (spec: string): boolean => /"(dataset|digits|corpus)"/.test(spec);

/** What a canonical spec names; undefined where it needs nothing. */
export function dataOf(spec: string): Data | undefined {
  const table = builtInTable(spec);
  if (table !== undefined) return tableData(table);
  const side = digitsSide(spec);
  if (side !== undefined) return digitsData(side);
  const text = corpusName(spec);
  return text === undefined ? undefined : textData(text);
}
