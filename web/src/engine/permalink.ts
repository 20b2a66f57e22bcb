// Every setting in the address: ?v=1&preset=ID&samples.n=200&seed=8. Only what differs from the preset is named; a key
// is the JSON pointer with dots, a value JSON text (quotes left out where the text is not JSON anyway). Keys that begin
// with "view." are the page's own (theme, generation shown) and never reach the core.

import type { Edit } from '../protocol/messages';
import type { Schema } from '../protocol/schema';
import { SpecError } from './errors.ts';

export const PERMALINK_VERSION = '1';

/** What the reader pasted is nobody else's: it never goes into an address. */
export const PRIVATE = '/source/value';

export interface Permalink {
  /** Its name. Undefined: the address names none. */
  readonly preset: string | undefined;
  readonly edits: readonly Edit[];
  readonly view: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

/** Throws SpecError for another version; unknown keys are refused by the core. */
export function readPermalink(search: string): Permalink {
  const edits: Edit[] = [];
  const view: Record<string, string> = {};
  let preset: string | undefined;
  for (const [key, value] of new URLSearchParams(search)) {
    if (key === 'v') {
      if (value !== PERMALINK_VERSION) {
        throw new SpecError(
          '',
          `This address is of version ${value}; this page reads version ${PERMALINK_VERSION}.`,
        );
      }
    } else if (key === 'preset') preset = value;
    else if (key.startsWith('view.')) view[key.slice('view.'.length)] = value;
    else edits.push([keyToPointer(key), value]);
  }
  return { preset, edits, view };
}

/** The query (with "?") that leads back to `edits` on the preset. */
export function writePermalink({ preset, edits, view }: Permalink): string {
  const pairs: [string, string][] = [['v', PERMALINK_VERSION]];
  if (preset !== undefined) pairs.push(['preset', preset]);
  for (const [pointer, value] of edits) pairs.push([pointerToKey(pointer), value]);
  for (const [key, value] of Object.entries(view)) pairs.push([`view.${key}`, value]);
  return `?${pairs.map(pair => pair.map(encode).join('=')).join('&')}`;
}

/**
 * The edits that lead from one canonical spec to another, but for a text of the reader's own. Changing a section's kind sets its other fields back to their
 * defaults, so these are what the rest of that section is measured against.
 */
export function differences(base: string, spec: string, schema: Schema): Edit[] {
  const from = leaves(JSON.parse(base) as Json);
  const to = leaves(JSON.parse(spec) as Json);
  const edits: Edit[] = [];
  for (const { path, section, default: fallback } of schema.fields) {
    const value = to.get(path);
    if (value === undefined || path === PRIVATE) continue;
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

/** As readable as a query allows: brackets and commas of lists stay. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(5B|5D|2C|3A|2F)/g, code => decodeURIComponent(code));
}
