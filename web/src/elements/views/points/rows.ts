// The cells of a pasted table, for one way of parting them.

import Papa from 'papaparse';
import { bareCell, isErrorValue } from './numbers';

/** What stands between two cells; "none": a line is one cell. */
export type Separator = 'tab' | 'semicolon' | 'bar' | 'comma' | 'space' | 'none';

const SIGNS: Readonly<Record<Separator, string>> = {
  tab: '\t',
  semicolon: ';',
  bar: '|',
  comma: ',',
  space: ' ',
  // In no text that is pasted: it is taken out before.
  none: '\u001f',
};

export interface Row {
  /** Of the text, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Body {
  /** The text without what stands above the table. */
  readonly text: string;
  /** Of the first line of `text`, from 1. */
  readonly line: number;
  /** Lines above it that begin with "#". */
  readonly comments: number;
  /** What a first line "sep=;" asks for. */
  readonly asked?: Separator | undefined;
}

/** Line ends as "\n", without what no reader sees: a byte order mark, and the sign this room keeps for itself. */
const tidied = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\u001f', '')
    .replaceAll(/\r\n?|\u2028|\u2029/g, '\n');

/** Leaves out empty lines and comments above the table: "#" begins a comment only there. */
export function bodyOf(pasted: string): Body {
  const lines = tidied(pasted).split('\n');
  let first = 0;
  let comments = 0;
  let asked: Separator | undefined;
  for (; first < lines.length; ++first) {
    const line = lines[first]!.trim();
    const sign = /^sep=(.)$/i.exec(line)?.[1];
    if (sign !== undefined && asked === undefined)
      asked = (Object.keys(SIGNS) as Separator[]).find(name => SIGNS[name] === sign);
    else if (line.startsWith('#') && !isErrorValue(line.split(/[\t;,|]/)[0]!.trim())) ++comments;
    else if (line !== '') break;
  }
  let last = lines.length;
  while (last > first && lines[last - 1]!.trim() === '') --last;
  return { text: lines.slice(first, last).join('\n'), line: first + 1, comments, asked };
}

/** Those that stand in the text at all, the surest first. */
export function separatorsIn({ text, asked }: Body): Separator[] {
  if (asked !== undefined) return [asked];
  const found: Separator[] = (['tab', 'semicolon', 'bar', 'comma'] as const).filter(name =>
    text.includes(SIGNS[name]),
  );
  if (/\S[^\S\n]+\S/.test(text)) found.push('space');
  return [...found, 'none'];
}

/** One space for each run of white space between cells. */
const singleSpaced = (text: string): string =>
  text
    .replaceAll(/"(?:[^"]|"")*"|[^\S\n]+/g, part => (part.startsWith('"') ? part : ' '))
    .replaceAll(/^ +| +$/gm, '');

export interface Cut {
  readonly rows: readonly Row[];
  /** Line of a quotation mark that opens and is not closed, or closes in the midst of a cell; 0 for none. */
  readonly quote: number;
}

export function cut({ text, line: first }: Body, separator: Separator): Cut {
  if (text === '') return { rows: [], quote: 0 };
  const { data, errors } = Papa.parse<string[]>(separator === 'space' ? singleSpaced(text) : text, {
    delimiter: SIGNS[separator],
    newline: '\n',
  });
  const rows: Row[] = [];
  let line = first;
  for (const record of data) {
    rows.push({ line, cells: record.map(bareCell) });
    line += 1;
    // A line break within quotation marks belongs to its cell.
    for (const cell of record) if (cell.includes('\n')) line += cell.split('\n').length - 1;
  }
  const wrong = errors.find(({ type }) => type === 'Quotes')?.row;
  return { rows, quote: wrong === undefined ? 0 : (rows[wrong]?.line ?? first) };
}
