// HTML of pages that the build writes: whatever is put into a template is escaped unless it is markup already.

export class Markup {
  constructor(readonly text: string) {}
}

type Piece = string | number | Markup | readonly Markup[];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(({ text }) => text).join('');
  return escaped(String(piece));
}

export const raw = (text: string): Markup => new Markup(text);

export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  raw(strings.map((string, i) => string + (i < pieces.length ? textOf(pieces[i]!) : '')).join(''));

/** Prose whose figures stay with their units and signs at the end of a line: "90 %", "n − 1". */
export const prose = (text: string): string =>
  text.replaceAll(/ (?=%)/g, '\u00a0').replaceAll(/ ([−+=×]) /g, '\u00a0$1\u00a0');

/** A heading or row's own text as a link to it. */
export const anchor = (id: string, text: string): Markup => html`<a class="self" href="#${id}">${text}</a>`;

const LINKS = /arXiv \d{4}\.\d{4,5}|doi 10\.\d+\/[^\s,;]+/g;

/** A source in which the numbers of papers lead to them. */
export function linked(source: string): Markup {
  const pieces: Markup[] = [];
  let from = 0;
  for (const { 0: found, index } of source.matchAll(LINKS)) {
    const [kind, name = ''] = found.split(' ');
    const address = kind === 'doi' ? `https://doi.org/${name}` : `https://arxiv.org/abs/${name}`;
    pieces.push(html`${source.slice(from, index)}<a href="${address}">${found}</a>`);
    from = index + found.length;
  }
  return html`${pieces}${source.slice(from)}`;
}

/** A page whose marks `<!-- name -->` are replaced by the parts of those names. */
export const filled = (page: string, source: string, parts: Readonly<Record<string, Piece>>): string =>
  source.replaceAll(/<!-- (\w+) -->/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`${page} asks for the part "${name}", and there is none.`);
    return textOf(part);
  });
