// A pasted table as points. Every way to read it is tried; the one that leaves the fewest cells without a number is taken, and
// where another does as well, it is offered. Nothing is left out, moved or taken for something else without being said.

import { formatCount } from '../../../plots/format';
import { type Cell, type Decimal, isGroupedFraction, isMissing, isNumber, readCell } from './numbers';
import { type Body, bodyOf, type Cut, cut, type Separator, separatorsIn } from './rows';

/** How the reader wants it read, where that was said. */
export interface Choice {
  readonly separator?: Separator;
  readonly decimal?: Decimal;
  /** The first line holds names. */
  readonly header?: boolean;
  /** The first column holds names of rows. */
  readonly rowNames?: boolean;
  /** Columns to leave out, from 0. */
  readonly without?: readonly number[];
  /** Lines with a missing value are left out. */
  readonly complete?: boolean;
}

/** What can be done about it, in words. */
export interface Way {
  readonly label: string;
  readonly choice: Choice;
}

export interface Table {
  /** Null where they cannot be taken. */
  readonly rows: readonly (readonly number[])[] | null;
  /** What was understood; "" where nothing was. */
  readonly said: string;
  /** Why they cannot be taken; "" where they can. */
  readonly wrong: string;
  readonly ways: readonly Way[];
}

export interface Limits {
  /** Of a number. */
  readonly minimum: number;
  readonly maximum: number;
}

/** A point of the core's has no more (docs/spec.md). */
const MOST_COLUMNS = 16;
const OFFERED = 2;

interface Problem {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly kind: 'missing' | 'other' | 'beyond' | 'short';
}

/** A table read in one way. */
interface Reading {
  readonly separator: Separator;
  readonly decimal: Decimal;
  readonly quote: number;
  readonly names: readonly string[] | null;
  readonly headerLine: number;
  readonly rowNames: boolean;
  /** The names are one fewer than the columns. */
  readonly headless: boolean;
  readonly numberedRows: boolean;
  readonly width: number;
  readonly lines: readonly number[];
  readonly texts: readonly (readonly string[])[];
  readonly cells: readonly (readonly Cell[])[];
  readonly problems: readonly Problem[];
  readonly emptyLines: number;
  readonly emptyColumns: number;
  readonly skipped: number;
  readonly columns: readonly number[];
  /** A first line that might hold names. */
  readonly mayBeNames: boolean;
}

const NAME = /^[\p{L}_(%°]/u;
const isName = (cell: string): boolean => NAME.test(cell) && !isMissing(cell) && !isNumber(cell);

/** Whether the first row names the columns: every cell that is not empty is a word, and rows follow. */
const isHeader = (rows: Cut['rows']): boolean =>
  rows.length > 1 &&
  rows[0]!.cells.some(cell => cell !== '') &&
  rows[0]!.cells.every(cell => cell === '' || isName(cell));

function read(
  body: Body,
  { rows: all, quote }: Cut,
  separator: Separator,
  decimal: Decimal,
  choice: Choice,
): Reading {
  let rows = all;
  const header = choice.header ?? isHeader(rows);
  let names: readonly string[] | null = header ? (rows[0]?.cells ?? null) : null;
  if (header) rows = rows.slice(1);
  const before = rows.length;
  // Between the rows of several columns an empty line parts blocks; in one column it is a missing value.
  const single = rows.every(({ cells }) => cells.length < 2);
  rows = rows.filter(({ cells }) => single || cells.length > 1 || cells[0] !== '');
  while (rows.length > 0 && rows.at(-1)!.cells.every(cell => cell === '')) rows = rows.slice(0, -1);
  const emptyLines = before - rows.length;

  let texts = rows.map(({ cells }) => cells);
  // A table whose heads are one fewer than its columns has row names, whose column has no head.
  const headless =
    names !== null && texts.length > 0 && texts.every(({ length }) => length === names!.length + 1);
  if (headless) names = ['', ...names!];
  let width = names?.length ?? mostFrequent(texts.map(({ length }) => length));
  let emptyColumns = 0;
  while (
    width > 1 &&
    (names === null || names[width - 1] === '') &&
    texts.length > 0 &&
    texts.every(row => row.length === width && row[width - 1] === '')
  ) {
    texts = texts.map(row => row.slice(0, -1));
    names = names?.slice(0, -1) ?? null;
    width -= 1;
    emptyColumns += 1;
  }
  const unnamed = names !== null && width > 1 && names[0] === '' && names.slice(1).every(name => name !== '');
  const rowNames = choice.rowNames ?? unnamed;
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    column => !(rowNames && column === 0) && !choice.without?.includes(column),
  );

  const problems: Problem[] = [];
  const cells: Cell[][] = [];
  const lines: number[] = [];
  const kept: (readonly string[])[] = [];
  let skipped = 0;
  rows.forEach(({ line }, i) => {
    const row = texts[i]!;
    if (row.length !== width) {
      problems.push({ line, column: row.length, text: '', kind: 'short' });
      return;
    }
    const values = columns.map(column => readCell(row[column]!, decimal));
    if (choice.complete && values.includes('missing')) {
      skipped += 1;
      return;
    }
    values.forEach((value, j) => {
      if (typeof value !== 'number')
        problems.push({ line, column: columns[j]!, text: row[columns[j]!]!, kind: value });
    });
    cells.push(values);
    lines.push(line);
    kept.push(row);
  });
  return {
    separator,
    decimal,
    quote,
    names,
    headerLine: header ? (all[0]?.line ?? body.line) : 0,
    rowNames,
    headless,
    numberedRows: rowNames && texts.every(row => isNumber(row[0] ?? '')),
    width,
    lines,
    texts: kept,
    cells,
    problems,
    emptyLines,
    emptyColumns,
    skipped,
    columns,
    mayBeNames:
      !header &&
      all.length > 1 &&
      all[0]!.cells.every(cell => cell !== '' && !isNumber(cell) && !isMissing(cell)),
  };
}

function mostFrequent(numbers: readonly number[]): number {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  let [most, best] = [0, 0];
  for (const [number, count] of times) if (count > most) [most, best] = [count, number];
  return best;
}

/** The share of cells without a number that is not plainly missing; 1 where there is none at all. */
function doubt({ problems, cells, width, quote, columns }: Reading): number {
  const all = cells.length * columns.length + width * problems.filter(({ kind }) => kind === 'short').length;
  if (all === 0) return 1;
  const bad = problems.reduce(
    (sum, { kind }) => sum + (kind === 'missing' ? 0.01 : kind === 'short' ? width : 1),
    0,
  );
  return bad / all + (quote > 0 ? 1 : 0);
}

/** Of two readings that do as well the lower comes first. */
function rank({ separator, decimal, width, texts, headless }: Reading): number {
  // As many names as columns are better than one fewer.
  if (headless) return 2;
  if (separator !== 'none') return width === 1 ? 1 : 0;
  const column = texts.map(([cell = '']) => cell);
  // "1.234,56" in every line, or "1,05": no column of whole numbers is written so.
  const speaks =
    column.every(cell => isGroupedFraction(cell, decimal)) ||
    (decimal === ',' && column.some(cell => /,0\d+$/.test(cell)));
  return speaks ? -1 : 0;
}

const key = ({ cells }: Reading): string => JSON.stringify(cells);

function readings(body: Body, choice: Choice): Reading[] {
  const separators = choice.separator === undefined ? separatorsIn(body) : [choice.separator];
  const decimals: readonly Decimal[] = choice.decimal === undefined ? ['.', ','] : [choice.decimal];
  const all: Reading[] = [];
  for (const separator of separators) {
    const rows = cut(body, separator);
    for (const decimal of decimals) all.push(read(body, rows, separator, decimal, choice));
  }
  // The sort is stable: of two that do as well the surer separator, and the decimal point, come first.
  return all.sort((a, b) => doubt(a) - doubt(b) || rank(a) - rank(b));
}

// ---------------------------------------------------------------- words

const BETWEEN: Readonly<Record<Separator, string>> = {
  tab: 'parted by tabs',
  semicolon: 'parted by semicolons',
  bar: 'parted by bars',
  comma: 'parted by commas',
  space: 'parted by spaces',
  none: '',
};

const count = (n: number, one: string, many = `${one}s`): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`;
const shown = (text: string): string => {
  const characters = Array.from(text);
  return `“${characters.length > 30 ? `${characters.slice(0, 30).join('')}…` : text}”`;
};

/** "150 points with 4 columns parted by commas" */
const shape = ({ cells, columns, separator, width }: Reading): string =>
  `${count(cells.length, 'point')} with ${count(columns.length, 'column')}${width > 1 ? ` ${BETWEEN[separator]}` : ''}`;

/** A number in the table that is written otherwise than here, and how it was read. */
function example({ texts, cells, columns, decimal }: Reading): string {
  for (let i = 0; i < cells.length; ++i)
    for (let j = 0; j < columns.length; ++j) {
      const text = texts[i]![columns[j]!]!;
      const value = cells[i]![j]!;
      if (typeof value === 'number' && (/[,'’\s]/.test(text) || (decimal === ',' && text.includes('.'))))
        return `${shown(text)} is read as ${value}`;
    }
  return '';
}

function said(reading: Reading, comments: number): string {
  const { names, headerLine, rowNames, columns, emptyLines, emptyColumns, skipped, width } = reading;
  const written = example(reading);
  const heads =
    names === null ? '' : columns.map(column => names[column] || `column ${column + 1}`).join(', ');
  return [
    `Read as ${shape(reading)}.`,
    written === '' ? '' : `${written}.`,
    names === null ? '' : `Line ${formatCount(headerLine)} holds the names: ${shortList(heads)}.`,
    rowNames ? 'The first column holds row names and is left out.' : '',
    columns.length < width - (rowNames ? 1 : 0)
      ? `${count(width - columns.length - (rowNames ? 1 : 0), 'column')} left out, as you chose.`
      : '',
    skipped > 0 ? `${count(skipped, 'line')} with missing values left out, as you chose.` : '',
    comments > 0 ? `${count(comments, 'comment line')} above the table left out.` : '',
    emptyLines > 0 ? `${count(emptyLines, 'empty line')} left out.` : '',
    emptyColumns > 0 ? `${count(emptyColumns, 'empty column')} at the right left out.` : '',
  ]
    .filter(part => part !== '')
    .join(' ');
}

const shortList = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

const place = ({ line, column }: Problem, { names, width }: Reading): string =>
  `Line ${formatCount(line)}${width > 1 ? `, column ${column + 1}${names?.[column] ? ` (${names[column]})` : ''}` : ''}`;

/** The first thing that stands in the way, with its place, and how many more there are. */
function wrongIn(reading: Reading, limits: Limits): string {
  const { problems, cells, columns, lines, width, quote, texts } = reading;
  if (quote > 0) return `Line ${formatCount(quote)}: a quotation mark opens or closes where none can.`;
  const [first] = problems;
  if (first !== undefined) {
    const alike = problems.filter(({ kind }) => kind === first.kind).length - 1;
    const more = (one: string, many: string): string =>
      alike === 0 ? '' : ` ${alike === 1 ? one : `${formatCount(alike)} ${many}`}`;
    switch (first.kind) {
      case 'short':
        return `Line ${formatCount(first.line)} has ${count(first.column, 'cell')}, but ${width} ${width === 1 ? 'is' : 'are'} expected, as in ${reading.names === null ? 'the other lines' : 'the line with the names'}.${more('One more line does not fit.', 'more lines do not fit.')}`;
      case 'missing':
        return `${place(first, reading)}: ${first.text === '' ? 'the cell is empty' : `${shown(first.text)} stands for a missing value`}. A point needs a number in every column.${more('One more cell is missing.', 'more cells are missing.')}`;
      case 'beyond':
        return `${place(first, reading)}: ${shown(first.text)} is beyond the numbers a computer counts with.`;
      default:
        return `${place(first, reading)}: ${shown(first.text)} is no number.${more('One more cell is none either.', 'more cells are none either.')}`;
    }
  }
  if (cells.length === 0) return 'There is no number in it yet: write one point a line.';
  if (columns.length > MOST_COLUMNS)
    return `A point has at most ${MOST_COLUMNS} columns, but these have ${formatCount(columns.length)}.`;
  for (let i = 0; i < cells.length; ++i)
    for (let j = 0; j < columns.length; ++j) {
      const value = cells[i]![j] as number;
      if (value < limits.minimum || value > limits.maximum)
        return `${place({ line: lines[i]!, column: columns[j]!, text: '', kind: 'other' }, reading)}: ${shown(texts[i]![columns[j]!]!)} is outside of ${formatCount(limits.minimum)} to ${formatCount(limits.maximum)}.`;
    }
  return '';
}

/** What a reader can do about a table that cannot be taken as it is. */
function waysOut(reading: Reading, choice: Choice): Way[] {
  const { problems, columns, texts, names, mayBeNames } = reading;
  if (problems.length === 0) return [];
  const fixed: Choice = { ...choice, separator: reading.separator, decimal: reading.decimal };
  const ways: Way[] = [];
  if (mayBeNames && problems.some(({ line }) => line === reading.lines[0]))
    ways.push({
      label: `Take line ${formatCount(reading.lines[0]!)} as names`,
      choice: { ...fixed, header: true },
    });
  const words = columns.filter(
    column => texts.length > 1 && texts.every(row => !isNumber(row[column] ?? '')),
  );
  if (words.length > 0 && words.length < columns.length) {
    const which = words
      .map(column => `${column + 1}${names?.[column] ? ` (${names[column]})` : ''}`)
      .join(', ');
    ways.push({
      label: `Leave out column${words.length === 1 ? '' : 's'} ${shortList(which)}`,
      choice: { ...fixed, without: [...(choice.without ?? []), ...words] },
    });
  }
  const incomplete = new Set(problems.filter(({ kind }) => kind === 'missing').map(({ line }) => line)).size;
  if (incomplete > 0 && incomplete < texts.length && !choice.complete)
    ways.push({
      label: `Leave out ${incomplete === 1 ? 'the line' : `the ${formatCount(incomplete)} lines`} with missing values`,
      choice: { ...fixed, complete: true },
    });
  return ways;
}

/** Other ways to read it that do as well. */
function otherReadings(best: Reading, all: readonly Reading[], choice: Choice): Way[] {
  if (best.problems.length > 0) return [];
  const known = new Set([key(best)]);
  const ways: Way[] = [];
  for (const reading of all) {
    if (reading.problems.length > 0 || reading.quote > 0 || reading.cells.length === 0) continue;
    const of = key(reading);
    if (known.has(of)) continue;
    known.add(of);
    const written = example(reading);
    ways.push({
      label: `Read as ${shape(reading)} instead${written === '' ? '' : `: ${written}`}`,
      choice: { ...choice, separator: reading.separator, decimal: reading.decimal },
    });
  }
  if (best.rowNames && best.numberedRows)
    ways.push({
      label: 'Keep the first column',
      choice: { ...choice, separator: best.separator, decimal: best.decimal, rowNames: false },
    });
  return ways.slice(0, OFFERED);
}

/** The reader's choices so far can be taken back. */
const asItWas = (choice: Choice): Way[] =>
  Object.keys(choice).length === 0 ? [] : [{ label: 'Read it as at first', choice: {} }];

/** A list such as [[1,2],[3,4]], as older addresses and the files hold it. */
function fromJson(text: string): Table {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {
      rows: null,
      said: '',
      wrong:
        'It begins with a bracket like a JSON list, but is none: write [[1,2],[3,4]], or one point a line without brackets.',
      ways: [],
    };
  }
  const rows = (value as unknown[]).map(row => (typeof row === 'number' ? [row] : row));
  const wrong = rows.findIndex(row => !Array.isArray(row) || row.some(cell => typeof cell !== 'number'));
  if (wrong >= 0)
    return {
      rows: null,
      said: '',
      wrong: `Point ${formatCount(wrong + 1)} of the JSON list is no list of numbers.`,
      ways: [],
    };
  const points = rows as number[][];
  return {
    rows: points,
    said: `Read as a JSON list of ${count(points.length, 'point')}.`,
    wrong: '',
    ways: [],
  };
}

/** A pasted table as points, in the way that was chosen. */
export function readTable(pasted: string, limits: Limits, choice: Choice = {}): Table {
  if (pasted.trim().startsWith('[')) return fromJson(pasted.trim());
  const body = bodyOf(pasted);
  const all = readings(body, choice);
  const best = all[0];
  if (best === undefined || body.text === '')
    return { rows: null, said: '', wrong: 'There are no points yet: write one a line.', ways: [] };
  const wrong = wrongIn(best, limits);
  return {
    rows: wrong === '' ? (best.cells as readonly (readonly number[])[]) : null,
    said: best.cells.length === 0 ? '' : said(best, body.comments),
    wrong,
    ways: [...waysOut(best, choice), ...otherReadings(best, all, choice), ...asItWas(choice)],
  };
}

/** Points as they are written into a box: one a line. */
export const linesOf = (rows: readonly (readonly number[])[]): string =>
  rows.map(row => row.map(String).join(', ')).join('\n');
