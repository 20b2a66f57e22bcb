// What the reader pasted, for this tab: a reload and "back" bring it again, and nothing else ever reads it. Where storage is
// not allowed (a sandboxed frame) it lasts as long as the page.

import type { Edit } from '../engine';

/** Older ones are let go: a tab may hold some five million characters. */
const KEPT = 5;
const PREFIX = 'model-collapse-own-';

const inPage = new Map<string, string>();

function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

const numbers = (store: Storage): number[] =>
  Object.keys(store)
    .filter(key => key.startsWith(PREFIX))
    .map(key => Number(key.slice(PREFIX.length)))
    .sort((a, b) => a - b);

/** Keeps the edits; gives the key for `recall`, and whether a reload will find them. */
export function keep(own: readonly Edit[]): { readonly key: string; readonly lasting: boolean } {
  const text = JSON.stringify(own);
  for (const [key, known] of inPage) if (known === text) return { key, lasting: stored(key) === text };
  const store = storage();
  const key = `${PREFIX}${(store === null ? inPage.size : (numbers(store).at(-1) ?? 0)) + 1}`;
  inPage.set(key, text);
  if (store === null) return { key, lasting: false };
  // What does not fit beside older ones may fit in their place.
  for (let most = KEPT; most > 0; --most) {
    for (const number of numbers(store).slice(0, -most)) store.removeItem(`${PREFIX}${number}`);
    try {
      store.setItem(key, text);
      return { key, lasting: true };
    } catch {
      // Full, or not allowed.
    }
  }
  return { key, lasting: false };
}

function stored(key: string): string | null {
  try {
    return storage()?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** What was kept under the key; undefined where there is nothing any more. */
export function recall(key: unknown): readonly Edit[] | undefined {
  if (typeof key !== 'string' || !key.startsWith(PREFIX)) return undefined;
  const text = inPage.get(key) ?? stored(key);
  if (text === null) return undefined;
  inPage.set(key, text);
  try {
    const edits: unknown = JSON.parse(text);
    return Array.isArray(edits) ? (edits as readonly Edit[]) : undefined;
  } catch {
    return undefined;
  }
}
