// Every setting in the address: #v=1&preset=ID&samples.n=200&seed=8. Only what differs from the preset is named; a key
// is the JSON pointer with dots, a value JSON text (quotes left out where the text is not JSON anyway). Keys that begin
// with "view." are the page's own (theme, parts left out) and never reach the core. The settings stand in the fragment,
// which a browser sends to nobody; older addresses have them in the query (docs/decisions/0027).

import type { Edit } from '../protocol/messages';
import type { Schema } from '../protocol/schema';
import { SpecError } from './errors.ts';

export const PERMALINK_VERSION = '1';

/** What the reader pasted is nobody else's: it goes into no address unless the reader asks for such a link. */
export const PRIVATE: ReadonlySet<string> = new Set(['/source/value', '/source/values']);

/** Characters of an address that every browser opens; Safari ends at 80,000. */
export const LONGEST_ADDRESS = 64_000;

export interface Permalink {
  /** Its name. Undefined: the address names none. */
  readonly preset: string | undefined;
  readonly edits: readonly Edit[];
  readonly view: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

/** Whether a query or fragment holds settings; "#about" is a place on the page. */
const holdsSettings = (part: string): boolean => part.includes('=');

/**
 * The part of an address that holds its settings: the fragment, or the query where the fragment holds none. The two are
 * never mixed: what others put into the query of a link (where it was clicked, say) says nothing about the experiment.
 */
export function settingsOf({ hash, search }: { readonly hash: string; readonly search: string }): string {
  if (holdsSettings(hash)) return hash;
  return holdsSettings(search) ? search : '';
}

/** Throws SpecError for another version, a key given twice and characters that are none; unknown fields are refused by the core. */
export function readPermalink(settings: string): Permalink {
  const text = settings.replace(/^[?#]/, '');
  refuseStrangeBytes(text);
  const edits: Edit[] = [];
  // Without a prototype: a key may have any name.
  const view = Object.create(null) as Record<string, string>;
  let preset: string | undefined;
  const seen = new Set<string>();
  for (const [key, value] of new URLSearchParams(text)) {
    const pointer = key === 'v' || key === 'preset' || key.startsWith('view.') ? key : keyToPointer(key);
    if (seen.has(pointer))
      throw new SpecError(pointer, `The address gives ${quoted(key)} twice; once is enough.`);
    seen.add(pointer);
    if (key === 'v') {
      if (value !== PERMALINK_VERSION) {
        throw new SpecError(
          '',
          `This address is of version ${shortened(value)}; this page reads version ${PERMALINK_VERSION}.`,
        );
      }
    } else if (key === 'preset') preset = value;
    else if (key.startsWith('view.')) view[key.slice('view.'.length)] = value;
    else edits.push([pointer, value]);
  }
  return { preset, edits, view };
}

/** Bytes that are no UTF-8 would become "\ufffd" in silence. */
function refuseStrangeBytes(text: string): void {
  for (const pair of text.split('&')) {
    try {
      decodeURIComponent(pair);
    } catch {
      const [key = ''] = pair.split('=');
      throw new SpecError(
        '',
        `The address holds bytes at ${quoted(key)} that are no characters; a percent sign itself is written %25.`,
      );
    }
  }
}

/** Of what may be long, only the beginning is repeated. */
export const shortened = (text: string): string => {
  const characters = Array.from(text.slice(0, 100));
  return characters.length > 40 || text.length > 100 ? `${characters.slice(0, 40).join('')}…` : text;
};
const quoted = (text: string): string => `“${shortened(text)}”`;

/** The fragment (with "#") that leads back to `edits` on the preset. */
export function writePermalink({ preset, edits, view }: Permalink): string {
  const pairs: [string, string][] = [['v', PERMALINK_VERSION]];
  if (preset !== undefined) pairs.push(['preset', preset]);
  for (const [pointer, value] of edits) pairs.push([pointerToKey(pointer), value]);
  for (const [key, value] of Object.entries(view)) pairs.push([`view.${key}`, value]);
  return `#${pairs.map(pair => pair.map(encode).join('=')).join('&')}`;
}

/**
 * The edits that lead from one canonical spec to another; `own`: with what the reader pasted. Changing a section's kind sets
 * its other fields back to their defaults, so these are what the rest of that section is measured against.
 */
export function differences(base: string, spec: string, schema: Schema, own = false): Edit[] {
  const from = leaves(JSON.parse(base) as Json);
  const to = leaves(JSON.parse(spec) as Json);
  const edits: Edit[] = [];
  for (const { path, section, default: fallback } of schema.fields) {
    const value = to.get(path);
    if (value === undefined || (!own && PRIVATE.has(path))) continue;
    const kind = `/${section}/kind`;
    const kept = path === kind || from.get(kind) === to.get(kind);
    if (value !== ((kept ? from.get(path) : undefined) ?? JSON.stringify(fallback)))
      edits.push([path, bare(value)]);
  }
  return edits;
}

/** Every field of a spec: pointer and JSON text. */
function leaves(spec: Json): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(spec)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) found.set(`/${key}/${name}`, JSON.stringify(inner));
    } else found.set(`/${key}`, JSON.stringify(value));
  }
  return found;
}

/** A text without its quotes where that cannot be taken for JSON. */
export function bare(json: string): string {
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' && !isJson(value) ? value : json;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// In a pointer "~1" is a slash and "~0" a tilde; a dot inside a name would be lost, and no field has one.
export const pointerToKey = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');
export const keyToPointer = (key: string): string => `/${key.replaceAll('.', '/')}`;

/** As readable as a fragment allows: brackets and commas of lists stay. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(5B|5D|2C|3A|2F)/g, code => decodeURIComponent(code));
}
