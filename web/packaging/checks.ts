// The page "Does it check out?": docs/results.json, which `collapse verify` wrote, as tables of plain HTML.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExperimentSpec } from '../src/protocol/spec.generated.ts';
import { anchor, filled, html, linked, type Markup, raw } from './html.ts';
import { addressOf } from './laboratory.ts';

/** A row of the table; what the numbers mean is told in core/cli/claims/report.h. */
export interface Row {
  readonly id: string;
  readonly chapter: string;
  readonly claim: string;
  readonly setting: string;
  readonly spec: ExperimentSpec;
  readonly runs: number;
  readonly generation: number;
  readonly statistic: string;
  readonly source: string;
  readonly relation: '=' | 'at most' | 'at least' | 'below' | 'above';
  readonly expected: number;
  readonly measured: number;
  readonly error: number;
  /** Null for claims about every single run. */
  readonly z: number | null;
  readonly limit: number;
  readonly pass: boolean;
}

export interface Results {
  readonly version: string;
  readonly passed: number;
  readonly failed: number;
  readonly rows: readonly Row[];
}

const file = fileURLToPath(new URL('../../docs/results.json', import.meta.url));

export const results = (): Results => JSON.parse(readFileSync(file, 'utf8')) as Results;

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const raised = (n: number): string =>
  String(n)
    .replace('-', '⁻')
    .replace(/\d/g, digit => SUPERSCRIPTS[Number(digit)]!);

/** `significant` digits, without zeros that say nothing: 18,970,000, −0.0041, 4.1 × 10⁻⁵. */
export function number(x: number, significant: number): string {
  if (!Number.isFinite(x)) return '–';
  if (x === 0) return '0';
  const [mantissa = '', exponent] = Math.abs(x)
    .toExponential(significant - 1)
    .split('e');
  const power = Number(exponent);
  const sign = x < 0 ? '−' : '';
  if (power < -4 || power > 8) {
    const short = Number(mantissa);
    return `${sign}${short === 1 ? '' : `${short}\u00a0×\u00a0`}10${raised(power)}`;
  }
  const places = Math.max(0, significant - 1 - power);
  const [whole = '', rest = ''] = Number(`${mantissa}e${power}`).toFixed(places).split('.');
  const decimals = rest.replace(/0+$/, '');
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (decimals === '' ? '' : `.${decimals}`);
}

/** As many digits as the error deserves, as in docs/results.md; four where there is no error. */
function digits(x: number, error: number): string {
  if (!(error > 0) || x === 0) return number(x, 4);
  const power = (of: number): number => Math.floor(Math.log10(Math.abs(of)));
  return number(x, Math.min(8, Math.max(2, power(x) - power(error) + 2)));
}

const count = (n: number): string => n.toLocaleString('en');

function settingOf({ setting, generation, statistic, runs }: Row): string {
  const of = statistic.replace(' of all runs', '');
  return `${setting}; generation ${count(generation)}, ${of} of ${count(runs)} runs`;
}

const signed = (z: number): string => `${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(2)}`;

function rowOf(row: Row): Markup {
  const { relation, expected, measured, error, z, pass } = row;
  return html`<tr role="row" id="${row.id}" class="${pass ? '' : 'fails'}">
<th role="rowheader" scope="row">${anchor(row.id, row.claim)}<small>${settingOf(row)}</small></th>
<td role="cell" data-label="Source">${linked(row.source)}</td>
<td role="cell" data-label="Expected">${relation === '=' ? '' : `${relation} `}${digits(expected, error)}</td>
<td role="cell" data-label="Measured">${digits(measured, error)}${error > 0 ? ` ±\u00a0${number(error, 2)}` : ''}</td>
<td role="cell" data-label="z">${z === null ? '–' : signed(z)}</td>
<td role="cell" data-label="Verdict">${pass ? 'holds' : raw('<strong>fails</strong>')}</td>
<td role="cell" data-label="See it"><a href="${addressOf(row.spec, row.runs)}">Run it<span class="sr">: ${row.claim}</span></a></td>
</tr>`;
}

const HEADS = ['Claim', 'Source', 'Expected', 'Measured', 'z', 'Verdict', 'See it'];

function chapterOf(title: string, id: string, rows: readonly Row[]): Markup {
  const heads = HEADS.map(head => html`<th role="columnheader" scope="col">${head}</th>`);
  return html`<section class="chapter" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<table role="table" aria-labelledby="${id}"><thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${rows.map(rowOf)}
</tbody></table></section>
`;
}

const holding = (rows: readonly Row[]): number => rows.filter(({ pass }) => pass).length;
const outOf = (part: number, all: number): string => (part === all ? `all ${all}` : `${part} of ${all}`);

/** Rows by chapter, in the order of the table. */
export function byChapter(rows: readonly Row[]): [string, Row[]][] {
  const chapters = new Map<string, Row[]>();
  for (const row of rows) chapters.set(row.chapter, [...(chapters.get(row.chapter) ?? []), row]);
  return [...chapters];
}

/** "One Gaussian, replace" → "chapter-one-gaussian-replace" */
const chapterId = (title: string): string =>
  `chapter-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}`;

/** The page with its marks filled in. */
export function checksPage(source: string, { version, rows }: Results = results()): string {
  const chapters = byChapter(rows);
  const passed = holding(rows);
  const failing = rows.filter(({ pass }) => !pass);
  const sum = html`<p class="sum"><strong>${passed} of ${rows.length}</strong> claims hold (version ${version}).${
    failing.length === 0
      ? ''
      : html` These do not: ${failing.map(({ id, claim }, i) => html`${i > 0 ? '; ' : ''}<a href="#${id}">${claim}</a>`)}.`
  }</p>`;
  const contents = chapters.map(
    ([title, list]) =>
      html`<li><a href="#${chapterId(title)}">${title}</a> <small>${outOf(holding(list), list.length)} hold</small></li>\n`,
  );
  const choices = chapters.map(([title]) => html`<option value="${chapterId(title)}">${title}</option>`);
  return filled('checks.html', source, {
    sum,
    contents,
    choices,
    count: rows.length,
    tables: chapters.map(([title, list]) => chapterOf(title, chapterId(title), list)),
  });
}
