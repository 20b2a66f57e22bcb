// What scripts of other pages hand over to the element: checked where it comes in, so that nobody reads an engine's own words.

import { type Edit, shortened } from '../engine';

/** What an experiment is started from. */
export interface Opening {
  /** The name of one. */
  readonly preset?: string | undefined;
  /** JSON; the preset's spec when absent. */
  readonly spec?: string | undefined;
  readonly edits?: readonly Edit[];
  /** Name of the column that is drawn over the generations; that of the attribute or of the preset when absent. */
  readonly metric?: string | undefined;
}

/** Fields to change, given the canonical spec they will be changed in. */
export type Change = (spec: string) => Promise<readonly Edit[]>;

const FIELDS = ['preset', 'spec', 'metric'] as const;

/** The number itself. Throws a TypeError for what is none. */
export function finite(method: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new TypeError(`${method}() takes a finite number of generations, not ${told(value)}.`);
}

/** Throws a TypeError for what open() cannot be given. */
export function checkOpening(opening: Opening): void {
  if (typeof opening !== 'object' || opening === null || Array.isArray(opening))
    throw new TypeError(`open() takes an object such as { preset: 'galaxies' }, not ${told(opening)}.`);
  const unknown = Object.keys(opening).find(key => key !== 'edits' && !FIELDS.includes(key as never));
  if (unknown !== undefined)
    throw new TypeError(`open() takes preset, spec, edits and metric, not “${shortened(unknown)}”.`);
  for (const field of FIELDS) {
    const value: unknown = opening[field];
    if (value !== undefined && typeof value !== 'string')
      throw new TypeError(`open(): ${field} must be text, not ${told(value)}.`);
  }
  if (opening.edits !== undefined) checkEdits('open', opening.edits);
  else if (opening.preset === undefined && opening.spec === undefined)
    throw new TypeError(
      "open() takes a preset or a spec, such as { preset: 'galaxies' }, and was given neither.",
    );
}

/** Throws a TypeError for what edit() cannot be given. */
export function checkChange(change: readonly Edit[] | Change): void {
  if (typeof change !== 'function') checkEdits('edit', change);
}

function checkEdits(method: string, edits: unknown): void {
  const such = "pairs of a field and its value as text, such as [['/samples/n', '50']]";
  if (!Array.isArray(edits)) throw new TypeError(`${method}() takes ${such}, not ${told(edits)}.`);
  for (const edit of edits) {
    const [field, value] = Array.isArray(edit) && edit.length === 2 ? (edit as unknown[]) : [];
    if (typeof field !== 'string') throw new TypeError(`${method}() takes ${such}, not ${told(edit)}.`);
    if (typeof value !== 'string')
      throw new TypeError(
        `${method}(): the value of ${shortened(field)} must be text, such as '50', not ${told(value)}.`,
      );
  }
}

/** What was given, as a script would write it. */
function told(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || value === undefined) return String(value);
  try {
    return shortened(JSON.stringify(value) ?? String(value));
  } catch {
    return 'an object';
  }
}
