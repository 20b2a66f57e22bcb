// Scripts of their own, loaded when a spec asks for what they bring.

import { counts, digits, help, plane, points, table, text, verdicts } from 'virtual:view-scripts';
import { type Edit, loadBeside } from '../../engine';
import type { Json } from '../json';
import type { KindViews } from './kinds';
import type { Lab, View } from './view';

/** Scripts with the figures of a kind. */
const SCRIPTS = { counts, digits, plane, text } as const;
export type OwnScript = keyof typeof SCRIPTS;

declare global {
  /** Each script sets its own. */
  var modelCollapseViews: Partial<Record<OwnScript, (lab: Lab) => KindViews>> | undefined;
  /** Set by the script of text. */
  var modelCollapseTextSettings: TextSettings | undefined;
  /** The figure that says what counts as collapse; set by its own script. */
  var modelCollapseVerdicts: ((lab: Lab) => { readonly view: View; readonly styles: string }) | undefined;
  /** What the fields of a spec mean, by their JSON pointers; set by its own script. */
  var modelCollapseHelp: Readonly<Record<string, string>> | undefined;
}

/** What such a script is, in a sentence. */
const shows = (kind: OwnScript): string =>
  `The part of the page that shows ${kind === 'plane' ? 'two dimensions' : kind}`;

/** What the settings must know of texts. */
export interface TextSettings {
  /** What must change along with a field, besides the source or model that comes `along`. */
  readonly companions: (
    pointer: string,
    value: string,
    spec: Json,
    along: readonly Edit[],
  ) => readonly Edit[];
  /** Stands where a text of the reader's own is asked for and none is there, and its edits. */
  readonly example: readonly Edit[];
}

/** Rejects with a sentence. */
export async function textSettings(): Promise<TextSettings> {
  return loadBeside(text, shows('text'), () => globalThis.modelCollapseTextSettings);
}

/** Defines the element with the numbers behind the plots. Rejects with a sentence. */
export const loadDataTable = (): Promise<unknown> =>
  loadBeside(table, 'The data table', () => customElements.get('collapse-table'));

/** Defines the element that reads the reader's own points. Rejects with a sentence. */
export const loadPointsBox = (): Promise<unknown> =>
  loadBeside(points, 'The part of the page that reads tables', () => customElements.get('collapse-points'));

/** What a field means for a kind of model, once it is there; what the core says of it where that cannot be loaded. */
export async function helpOf(path: string, kind: unknown, otherwise: string): Promise<string> {
  const meanings = await loadBeside(help, 'What the settings mean', () => globalThis.modelCollapseHelp).catch(
    () => undefined,
  );
  return meanings?.[`${path}=${kind}`] ?? meanings?.[path] ?? otherwise;
}

/** A page that plays may have no idle moment. */
const LATEST_MS = 1500;

/** The figure that says what counts as collapse, as soon as the page has time; none where its script cannot be loaded. */
export async function verdictFigure(lab: Lab): Promise<{ view: View; styles: string } | undefined> {
  await new Promise(resolve => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: LATEST_MS });
    else setTimeout(resolve);
  });
  const make = await loadBeside(verdicts, '', () => globalThis.modelCollapseVerdicts).catch(() => undefined);
  return make?.(lab);
}

/** Brings what the kind's figures need into memory. Rejects with a sentence. */
export async function loadViews(kind: OwnScript | 'mixture'): Promise<void> {
  if (kind !== 'mixture')
    await loadBeside(SCRIPTS[kind], shows(kind), () => globalThis.modelCollapseViews?.[kind]);
}
