// The laboratory: presets, the experiment, its settings, the address, and what can be taken away.

import type { ControlsPanel } from '../elements/controls-panel';
import '../elements/controls-panel';
import type { ModelCollapse } from '../elements/model-collapse';
import '../elements/model-collapse';
import type { PresetPicker } from '../elements/preset-picker';
import '../elements/preset-picker';
import { copied } from '../elements/copy';
import { examplePoints } from '../elements/field-model';
import { valueAt } from '../elements/json';
import { textSettings } from '../elements/views/scripts';
import {
  csvFile,
  differences,
  download,
  type Edit,
  fileName,
  findPreset,
  firstPreset,
  isStale,
  LONGEST_ADDRESS,
  PRIVATE,
  type Preset,
  type Schema,
  SpecError,
  settingsOf,
  specFile,
  writePermalink,
} from '../engine';
import { formatCount } from '../plots/format';
import { openAddress } from './address';
import { keep, recall } from './own-data';
import { themeButton } from './theme';
import { OWN } from './view-settings';

function find<E extends Element>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (found === null) throw new Error(`The page lacks ${selector}.`);
  return found;
}

const lab = find<ModelCollapse>('#lab');
const picker = find<PresetPicker>('collapse-presets');
const panel = find<ControlsPanel>('collapse-controls');
const notice = find<HTMLElement>('#notice');
const shared = find<HTMLOutputElement>('#shared');

let schema: Schema | null = null;
/** Canonical spec of the preset that settings are compared with. */
let base = '';
let basePreset: Preset | undefined;
/** When the address last got an entry of its own: a drag of a slider is one step back, not a hundred. */
let pushedAt = Number.NEGATIVE_INFINITY;
let fromHistory = false;
const ONE_STEP_MS = 1200;

// ---------------------------------------------------------------- opening

function say(error: unknown): void {
  if (isStale(error)) return;
  const message = error instanceof Error ? error.message : String(error);
  const path = error instanceof SpecError ? error.path : '';
  if (lab.currentSpec === '') {
    lab.showError(error);
    return;
  }
  notify(
    error instanceof SpecError
      ? `The address asks for something that cannot be run${path ? ` (${path})` : ''}: ${message} You see the last experiment that could.`
      : `This experiment could not be started. ${message} You see the last one that could.`,
  );
}

function notify(sentence: string): void {
  const text = document.createElement('p');
  text.textContent = sentence;
  notice.replaceChildren(text);
  notice.hidden = false;
}

/** What the reader pasted when this entry of the history was made. */
const ownOfEntry = (): readonly Edit[] | undefined =>
  recall((history.state as { own?: unknown } | null)?.own);

async function openFromAddress(): Promise<void> {
  fromHistory = true;
  const settings = settingsOf(location);
  try {
    const own = ownOfEntry();
    const { view, wrong } = await openAddress(lab, settings, own);
    // An address put together by hand may say so of an experiment that has none.
    const source = lab.currentSpec && valueAt(JSON.parse(lab.currentSpec), '/source/kind');
    for (const what of ['text', 'points'] as const)
      if (own === undefined && view[what] === OWN && source === what) tellOwn(what);
    if (wrong.length > 0)
      notify(`${wrong.map(({ message }) => message).join(' ')} The rest of the address is shown.`);
    // An older address, or one with more beside it, from now on reads as those of today do.
    if (location.search !== '') replace(settings.replace(/^\?/, '#'));
  } catch (error) {
    await otherwise(settings, error).catch(say);
  } finally {
    fromHistory = false;
  }
}

/** What the address asks for was refused, or a part of it cannot be had. */
async function otherwise(settings: string, error: unknown): Promise<void> {
  if (error instanceof SpecError && PRIVATE.has(error.path) && !settings.includes('source.value')) {
    try {
      return await openExample(settings, error.path);
    } catch {
      // It is not for want of own data: the first refusal says what is wrong.
    }
  }
  if (lab.currentSpec === '' && error instanceof SpecError) await openInstead(settings, error);
  else say(error);
}

/** The address was made with a text or points of its maker's own, which are not in it. */
async function openExample(settings: string, path: string): Promise<void> {
  const text = path === '/source/value';
  await openAddress(lab, settings, text ? (await textSettings()).example : examplePoints);
  tellOwn(text ? 'text' : 'points');
}

function tellOwn(what: 'text' | 'points'): void {
  notify(
    what === 'text'
      ? 'This link was made with a text of its maker’s own. Such texts never leave the page they were pasted into, so another stands in its place: paste yours under “Truth”.'
      : 'This link was made with points of its maker’s own. They are not in it, so ten others stand in their place: paste yours under “Truth”.',
  );
}

/** The address cannot be run: the nearest experiment that can, and the core's sentence above it. */
async function openInstead(settings: string, error: SpecError): Promise<void> {
  const wanted = new URLSearchParams(settings.slice(1)).get('preset');
  const preset = await findPreset(wanted ?? firstPreset.id).catch(() => firstPreset);
  await lab.open({ preset: preset.id });
  const place = error.path === '' ? '' : ` at ${error.path}`;
  notify(
    `The address could not be read${place}. ${error.message} The preset “${preset.title}” is shown instead, as it is.`,
  );
  if (error.path !== '') panel.mark(error.path, error.message);
}

// ---------------------------------------------------------------- what runs is what the page says

lab.addEventListener('collapse-started', event => {
  const { anew } = (event as CustomEvent<{ anew: boolean }>).detail;
  // What was refused of the experiment before, whoever opens another.
  if (anew) panel.clear();
  // The address is already right when it is where the experiment came from.
  const step = fromHistory ? 'none' : anew ? 'anew' : 'change';
  void describe(step).catch(say);
});

/** What an experiment means for the address: nothing, an entry of its own, or one with the changes just before. */
type Step = 'none' | 'anew' | 'change';

async function describe(step: Step): Promise<void> {
  const simulation = lab.simulation;
  if (simulation === null) return;
  const preset = lab.currentPreset;
  schema ??= await simulation.describe();
  if (base === '' || preset !== basePreset) {
    base = (await simulation.check(JSON.stringify((preset ?? firstPreset).spec))).spec;
    basePreset = preset;
  }
  panel.schema = schema;
  panel.base = base;
  panel.spec = lab.currentSpec;
  const edits = differences(base, lab.currentSpec, schema);
  picker.known = true;
  picker.current = preset;
  picker.changed = edits.length > 0;
  picker.compared = isComparison(edits, preset?.compare?.edits ?? []);
  find<HTMLElement>('aside').hidden = false;
  find<HTMLElement>('.share').hidden = false;
  tellOwnData();
  find<HTMLElement>('#sheet').hidden = lab.contactSheet === null;
  document.title = `${preset?.title ?? 'Your own experiment'} · Model Collapse Lab`;
  write(permalink(), step);
}

function isComparison(edits: readonly Edit[], compare: readonly Edit[]): boolean {
  const sorted = (list: readonly Edit[]): string =>
    JSON.stringify([...list].sort(([a], [b]) => (a < b ? -1 : 1)));
  return compare.length > 0 && sorted(edits) === sorted(compare);
}

function write(fragment: string, step: Step): void {
  if (step === 'none') return;
  const own = ownEdits();
  const kept = own.length > 0 ? keep(own) : undefined;
  panel.lasting = kept?.lasting ?? true;
  const state = kept && { own: kept.key };
  const now = (history.state as { own?: unknown } | null)?.own;
  if (fragment === location.hash && location.search === '' && now === kept?.key) return;
  const bare =
    settingsOf(location) === '' &&
    fragment === writePermalink({ preset: firstPreset.id, edits: [], view: {} });
  if (bare) return;
  const time = performance.now();
  if (step === 'change' && time - pushedAt < ONE_STEP_MS) replace(fragment, state);
  else push(fragment, state);
  pushedAt = step === 'anew' ? Number.NEGATIVE_INFINITY : time;
}

type Entry = { readonly own: string } | undefined;

/** Without a query: the settings stand in the fragment alone. */
const replace = (fragment: string, state: Entry = history.state as Entry): void =>
  intoHistory('replaceState', fragment, state);
const push = (fragment: string, state: Entry): void => intoHistory('pushState', fragment, state);

function intoHistory(way: 'pushState' | 'replaceState', fragment: string, state: Entry): void {
  // A page from a file may change its fragment only; in some sandboxes not even that.
  for (const address of [`${location.pathname}${fragment}`, fragment]) {
    try {
      history[way](state ?? null, '', address);
      return;
    } catch {
      // The next, then.
    }
  }
}

window.addEventListener('popstate', () => {
  // "#about" is a place on this page and no experiment.
  if (location.hash === '' || settingsOf(location) !== '') void openFromAddress();
});

/** A link within the page leads to its place and leaves the settings in the address alone. */
document.addEventListener('click', event => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  place.scrollIntoView();
  // Those who go by keys go on from there.
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
});

picker.addEventListener('collapse-preset', event => {
  const { preset } = (event as CustomEvent<{ preset: string }>).detail;
  notice.hidden = true;
  lab.open({ preset }).catch(say);
});
picker.addEventListener('collapse-compare', event => {
  const { edits } = (event as CustomEvent<{ edits: readonly Edit[] }>).detail;
  lab.edit(edits).catch(say);
});
panel.most = (spec, edits) => lab.simulation?.mostSamples(spec, edits) ?? Promise.resolve(1);
panel.apply = async change => {
  await lab.edit(change);
  notice.hidden = true;
};
panel.addEventListener('collapse-reset', () => {
  lab.open({ preset: lab.currentPreset?.id ?? firstPreset.id }).catch(say);
});

// ---------------------------------------------------------------- keys, theme, drawer

document.addEventListener('keydown', event => {
  if (event.target === document.body || event.target === document.documentElement) lab.handleKey(event);
});

themeButton(find('#theme'), theme => {
  lab.theme = theme;
});

const drawer = find<HTMLDetailsElement>('.drawer');
const narrow = matchMedia('(max-width: 1040px)');
const fold = (): void => {
  drawer.open = !narrow.matches;
};
fold();
narrow.addEventListener('change', fold);

// ---------------------------------------------------------------- to take away

let fading = 0;
function tell(text: string): void {
  shared.textContent = text;
  window.clearTimeout(fading);
  fading = window.setTimeout(() => {
    shared.textContent = '';
  }, 4000);
}

async function copy(text: string, what: string): Promise<void> {
  tell((await copied(text)) ? `${what} copied.` : `The browser does not allow copying. ${what}: ${text}`);
}

/** `withOwn`: with what the reader pasted. */
function permalink(withOwn = false): string {
  const edits = schema === null ? [] : differences(base, lab.currentSpec, schema, withOwn);
  const view: Record<string, string> = {};
  if (!withOwn) for (const [path] of ownEdits()) view[path === '/source/value' ? 'text' : 'points'] = OWN;
  return writePermalink({ preset: lab.currentPreset?.id, edits, view });
}

/** What is learnt from is the reader's, and no preset's. */
function ownEdits(): Edit[] {
  const [shown, preset] = [lab.currentSpec, base].map(spec => JSON.parse(spec) as Record<string, unknown>);
  return [...PRIVATE].flatMap((path): Edit[] => {
    const value = valueAt(shown!, path);
    const own = value !== undefined && JSON.stringify(value) !== JSON.stringify(valueAt(preset!, path));
    return own ? [[path, JSON.stringify(value)]] : [];
  });
}

const on = (id: string, act: () => void): void =>
  find<HTMLButtonElement>(`#${id}`).addEventListener('click', act);

/** This page, or one beside it, with these settings and no query. */
function addressOf(fragment: string, page?: string): string {
  const address = new URL(page ?? location.href, location.href);
  address.search = '';
  address.hash = fragment;
  return address.href;
}

on('link', () => void copy(addressOf(permalink()), 'Link'));
on('own-link', () => void copy(addressOf(permalink(true)), 'Link with your data'));

const ownLink = find<HTMLButtonElement>('#own-link');

/** Which of the things to take away hold what the reader pasted, and how long a link with it is. */
function tellOwnData(): void {
  const own = ownEdits();
  find<HTMLElement>('#own').hidden = own.length === 0;
  if (own.length === 0) return;
  const what = own.map(([path]) => (path === '/source/value' ? 'text' : 'points')).join(' and ');
  const { length } = addressOf(permalink(true));
  const fits = length <= LONGEST_ADDRESS;
  ownLink.hidden = !fits;
  ownLink.textContent = `Copy link with your ${what} (${formatCount(length)} characters)`;
  find('#own-said').textContent = `The files hold your ${what}; the link and the embed do not.${
    fits
      ? ''
      : ` A link that did would have ${formatCount(length)} characters, and some browsers open no more than ${formatCount(LONGEST_ADDRESS)}: pass on the JSON spec instead.`
  }`;
}
on('csv', () => {
  const { simulation } = lab;
  if (!simulation) return;
  void simulation.csv().then(
    text => download(csvFile(text), fileName(lab.currentPreset?.id, lab.currentSpec, 'csv')),
    error => tell(error instanceof Error ? error.message : String(error)),
  );
});
on('json', () =>
  download(specFile(lab.currentSpec), fileName(lab.currentPreset?.id, lab.currentSpec, 'json')),
);
on('png', () => {
  void lab.toBlob().then(image => {
    if (image) download(image, fileName(lab.currentPreset?.id, lab.currentSpec, 'png'));
  });
});
on('sheet', () => {
  void lab.contactSheet?.().then(
    image => {
      if (image)
        download(image, fileName(`${lab.currentPreset?.id ?? 'experiment'}-sheet`, lab.currentSpec, 'png'));
    },
    error => tell(error instanceof Error ? error.message : String(error)),
  );
});

const dialog = find<HTMLDialogElement>('#snippet');
const snippet = find<HTMLTextAreaElement>('#snippet textarea');
const withOwn = find<HTMLInputElement>('#snippet-own');
function writeSnippet(): void {
  const source = addressOf(permalink(withOwn.checked), 'embed.html')
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;');
  snippet.value = `<iframe src="${source}"\n  title="Model Collapse Lab: ${lab.currentPreset?.title ?? 'an experiment'}"\n  sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" loading="lazy" width="100%" height="480"></iframe>`;
}
withOwn.addEventListener('change', writeSnippet);
on('embed', () => {
  withOwn.checked = false;
  // Only what fits into an address can go along.
  find<HTMLElement>('#snippet-own-row').hidden = find<HTMLElement>('#own').hidden || ownLink.hidden;
  writeSnippet();
  dialog.showModal();
  snippet.select();
});
on('snippet-copy', () => void copy(snippet.value, 'Snippet'));

void openFromAddress();
