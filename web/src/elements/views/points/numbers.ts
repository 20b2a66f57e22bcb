// What a cell of a table says, once the decimal mark of the whole table is decided.

export type Decimal = '.' | ',';

/** A number, or why there is none: nothing was measured, it is something else, or no number of this machine is so large or small. */
export type Cell = number | 'missing' | 'other' | 'beyond';

const MISSING =
  /^(?:|na|n\/a|n\.a\.|nan|null|none|nil|missing|[-–—.?]+|#(?:n\/a|div\/0!|num!|value!|ref!|name\?|null!|spill!|calc!))$/i;

/** Whether a line beginning with "#" is a cell of a spreadsheet and no comment. */
export const isErrorValue = (text: string): boolean => text.startsWith('#') && MISSING.test(text);

const SIGN = '[+-]?';
const POWER = '(?:e[+-]?\\d+)?';
// Groups of three digits, parted by what is not the decimal mark; the same sign between all of them.
const grouped = (marks: string, mark: string): RegExp =>
  new RegExp(`^${SIGN}[1-9]\\d{0,2}([${marks}])\\d{3}(?:\\1\\d{3})*(?:${mark}\\d+)?$`);
const FORMS: Readonly<Record<Decimal, { readonly plain: RegExp; readonly grouped: RegExp }>> = {
  '.': {
    plain: new RegExp(`^${SIGN}(?:\\d+\\.?\\d*|\\.\\d+)${POWER}$`, 'i'),
    grouped: grouped(",'’\\s", '\\.'),
  },
  // A number ends with no comma: "5," is more likely a cell with a separator behind it.
  ',': {
    plain: new RegExp(`^${SIGN}(?:\\d+(?:,\\d+)?|,\\d+)${POWER}$`, 'i'),
    grouped: grouped(".'’\\s", ','),
  },
};

/** A cell without the space around it and without quotation marks, with a plain minus. */
export function bareCell(cell: string): string {
  let text = cell.trim();
  if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) text = text.slice(1, -1).trim();
  return text;
}

/** Signs that stand for a minus where a number begins: minus, en dash, hyphens, and full width. */
const MINUS = /^[−–‐‑﹣－](?=[\d.,])/;

export function readCell(text: string, decimal: Decimal): Cell {
  if (MISSING.test(text)) return 'missing';
  const cell = text.replace(MINUS, '-');
  const form = FORMS[decimal];
  let digits: string;
  if (form.plain.test(cell)) digits = cell;
  else if (form.grouped.test(cell)) digits = cell.replace(decimal === '.' ? /[,'’\s]/g : /[.'’\s]/g, '');
  else return 'other';
  const plain = digits.replace(',', '.');
  const value = Number(plain);
  // What is not nought must not become it.
  return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(plain.replace(/e.*/i, '')))
    ? value
    : 'beyond';
}

/** Whether the cell is a number with thousands apart and a decimal mark: "1.234,56" leaves no doubt. */
export const isGroupedFraction = (text: string, decimal: Decimal): boolean =>
  FORMS[decimal].grouped.test(text.replace(MINUS, '-')) && text.includes(decimal);

/** Whether the cell is a number in any writing. */
export const isNumber = (text: string): boolean =>
  (['.', ','] as const).some(decimal => {
    const cell = readCell(text, decimal);
    return typeof cell === 'number' || cell === 'beyond';
  });

export const isMissing = (text: string): boolean => MISSING.test(text);
