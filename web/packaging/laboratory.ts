// Addresses that open an experiment in the laboratory.

import { bare, keyToPointer, writePermalink } from '../src/engine/permalink.ts';
import type { Edit } from '../src/protocol/messages.ts';
import type { Preset } from '../src/protocol/preset.ts';
import { inOrder } from './presets.ts';

type Leaves = ReadonlyMap<string, string>;

/** Every field a spec names, by its key in an address ("model.kind"), as JSON text. */
function leavesOf(spec: object): Leaves {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(spec))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [inner, leaf] of Object.entries(value)) found.set(`${name}.${inner}`, JSON.stringify(leaf));
    else found.set(name, JSON.stringify(value));
  return found;
}

const sectionOf = (key: string): string => key.slice(0, key.indexOf('.') + 1);
/** The preset's seed serves as well as any. */
const INDIFFERENT = new Set(['schema', 'seed']);

/** The edits that lead from one spec to another; undefined where `from` names what `to` leaves at its default. */
function way(from: Leaves, to: Leaves): Edit[] | undefined {
  const kindOf = (leaves: Leaves, key: string): string | undefined => leaves.get(`${sectionOf(key)}kind`);
  const sameKind = (key: string): boolean => !key.includes('.') || kindOf(from, key) === kindOf(to, key);
  // Another kind sets the rest of its section back to the defaults.
  for (const key of from.keys())
    if (!INDIFFERENT.has(key) && !to.has(key) && (sameKind(key) || kindOf(to, key) === undefined))
      return undefined;
  return [...to]
    .filter(([key, value]) => !INDIFFERENT.has(key) && (from.get(key) !== value || !sameKind(key)))
    .sort(([a], [b]) => Number(b.endsWith('.kind')) - Number(a.endsWith('.kind')))
    .map(([key, value]): Edit => [keyToPointer(key), bare(value)]);
}

/** Runs of an experiment that a reader looks at: all of them would take too long. */
const MOST_RUNS = 100;

/** index.html with the preset nearest to the spec and what differs from it. */
export function addressOf(spec: object, runs: number, presets: readonly Preset[] = inOrder()): string {
  const wanted = leavesOf({ ...spec, runs: 1 });
  const source = wanted.get('source.kind');
  const slow = source === '"digits"' || source === '"corpus"';
  const to = new Map([...wanted, ['runs', String(slow ? 1 : Math.min(runs, MOST_RUNS))]]);
  let best: { preset: string; edits: Edit[] } | undefined;
  for (const { id, spec: from } of presets) {
    const edits = way(leavesOf(from), to);
    if (edits !== undefined && (best === undefined || edits.length < best.edits.length))
      best = { preset: id, edits };
  }
  if (best === undefined) throw new Error(`No preset leads to ${JSON.stringify(spec)}.`);
  return `index.html${writePermalink({ ...best, view: {} })}`;
}
