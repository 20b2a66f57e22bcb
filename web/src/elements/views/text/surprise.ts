// How a piece of text shows how much it surprises generation 1: a marker behind it, stronger for each power of ten.

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Piece } from '../../../engine';
import { formatCount, formatNumber } from '../../../plots/format';

/** Behind chances of 1 in 10, 1 in 100, 1 in 1,000 and 1 in 10,000 or less; ink is legible on all of them. */
export const MARKS = {
  light: ['#efe9ec', '#ded2de', '#cab6d1', '#b79cc4'],
  dark: ['#2b2832', '#413a4a', '#574c63', '#6a5c78'],
} as const;

const marks = (scheme: keyof typeof MARKS): string =>
  MARKS[scheme].map((colour, i) => `--mark-${i + 1}: ${colour};`).join(' ');

export const markStyles = `
:host { ${marks('light')} }
@media (prefers-color-scheme: dark) { :host(:not([theme='light'], [printing])) { ${marks('dark')} } }
:host([theme='dark']:not([printing])) { ${marks('dark')} }
${MARKS.light.map((_, i) => `.m${i + 1} { background: var(--mark-${i + 1}); }`).join('\n')}
`;

/** A power of ten of rarity: 0 for a chance above 1 in 10, at most 4. */
export function levelOf(nats: number): number {
  return Math.min(MARKS.light.length, Math.max(0, Math.floor(nats / Math.LN10 + 1e-9)));
}

/** The end of an item: of a name, or of a paragraph. */
const END = '\n';

/** One piece: the space before a word stays outside its marker. `known`: a null means that generation 1 rules it out. */
function piece([text, nats]: Piece, index: number, known: boolean, names: boolean): TemplateResult {
  if (text.trim() === '' && text.includes(END))
    return html`<i class="end" data-at=${index}>${names ? ' · ' : ' ¶ '}</i>`;
  const from = text.length - text.trimStart().length;
  const level = nats === null ? (known ? 'm4 out' : '') : ['', 'm1', 'm2', 'm3', 'm4 rare'][levelOf(nats)];
  const body = html`<span class="w ${level ?? ''}" data-at=${index}>${text.slice(from)}</span>`;
  return from > 0 ? html`${text.slice(0, from)}${body}` : body;
}

export interface PiecesOptions {
  /** Generation 1 is there. */
  readonly known: boolean;
  readonly names: boolean;
}

export const pieces = (list: readonly Piece[], { known, names }: PiecesOptions): readonly TemplateResult[] =>
  list.map((one, i) => piece(one, i, known, names));

/** The scale in one sentence, each chance on its own marker. `token`: "word". */
export const scaleSentence = (
  token: string,
): TemplateResult => html`<p class="scale">The stronger the marker, the more a ${token}
  surprises generation 1, which gave it <span class="m1">1 chance in 10</span>, <span class="m2">in 100</span>,
  <span class="m3">in 1,000</span>, <span class="m4 rare">in 10,000 or less</span>, or <span class="m4 out">none at all</span>.</p>`;

/** "“whale”: 1 chance in 1,340 under generation 1 (7.20 nats)" */
export function readPiece([text, nats]: Piece, known: boolean): string {
  const shown = text.trim() === '' ? (text.includes(END) ? 'the end' : 'a space') : `“${text.trim()}”`;
  if (nats === null)
    return known ? `${shown}: generation 1 rules it out` : `${shown}: no generation has been learnt yet`;
  return `${shown}: ${oneIn(nats)} under generation 1 (${formatNumber(Math.max(0, nats))} nats)`;
}

/** A chance in words: "1 chance in 1,340", or "99 %" where it is near certain. */
export function oneIn(nats: number): string {
  const odds = Math.exp(nats);
  if (odds < 2) return `${formatNumber(100 / odds, 2)} %`;
  return `1 chance in ${odds < 10 ? formatNumber(odds, 2) : odds < 1e6 ? formatCount(Number(odds.toPrecision(3))) : formatNumber(odds, 2)}`;
}

/** The text as it is printed. */
export const plain = (list: readonly Piece[]): string => list.map(([text]) => text).join('');

/** Nothing, where there are no unknown words; else a sentence that names them. */
export function unknownSentence(unknown: readonly string[], where: string): TemplateResult | typeof nothing {
  if (unknown.length === 0) return nothing;
  const named = [...new Set(unknown)].map(word => `“${word}”`);
  const list = named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named[0];
  return html`<p class="unknown" role="status">${list} ${named.length > 1 ? 'do' : 'does'} not stand in ${where}, so no generation knows ${named.length > 1 ? 'them' : 'it'}.</p>`;
}
