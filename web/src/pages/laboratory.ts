// The laboratory: presets, the experiment, its settings, the address, and what can be taken away.

import type { ControlsPanel } from '../elements/controls-panel';
import '../elements/controls-panel';
import type { ModelCollapse } from '../elements/model-collapse';
import '../elements/model-collapse';
import type { PresetPicker } from '../elements/preset-picker';
import '../elements/preset-picker';
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
  PRIVATE,
  type Preset,
  pointerToKey,
  type Schema,
  SpecError,
  specFile,
  writePermalink,
} from '../engine';
import { openAddress } from './address';
import { themeButton } from './theme';

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
/** Says in an address that it was made with a text it does not hold: view.text. */
const OWN = 'own';

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

async function openFromAddress(): Promise<void> {
  fromHistory = true;
  try {
    const { text } = await openAddress(lab, location.search);
    if (text === OWN) tellOwnText();
  } catch (error) {
    await otherwise(error).catch(say);
  } finally {
    fromHistory = false;
  }
}

/** What the address asks for was refused, or a part of it cannot be had. */
async function otherwise(error: unknown): Promise<void> {
  const ownText = new URLSearchParams(location.search).has(pointerToKey(PRIVATE));
  if (error instanceof SpecError && error.path === PRIVATE && !ownText) {
    try {
      return await openExample();
    } catch {
      // It is not for want of a text: the first refusal says what is wrong.
    }
  }
  if (lab.currentSpec === '' && error instanceof SpecError) await openInstead(error);
  else say(error);
}

/** The address was made with a text of its maker's own, which is not in it. */
async function openExample(): Promise<void> {
  await openAddress(lab, location.search, (await textSettings()).example);
  tellOwnText();
}

function tellOwnText(): void {
  notify(
    'This link was made with a text of its maker’s own. Such texts never leave the page they were pasted into, so another stands in its place: paste yours under “Truth”.',
  );
}

/** The address cannot be run: the nearest experiment that can, and the core's sentence above it. */
async function openInstead(error: SpecError): Promise<void> {
  const wanted = new URLSearchParams(location.search).get('preset');
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
  // The address is already right when it is where the experiment came from.
  const step = fromHistory
    ? 'none'
    : (event as CustomEvent<{ anew: boolean }>).detail.anew
      ? 'anew'
      : 'change';
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
  find<HTMLElement>('#own').hidden = !ownText();
  find<HTMLElement>('#sheet').hidden = lab.contactSheet === null;
  document.title = `${preset?.title ?? 'Your own experiment'} · Model Collapse Lab`;
  write(permalink(), step);
}

function isComparison(edits: readonly Edit[], compare: readonly Edit[]): boolean {
  const sorted = (list: readonly Edit[]): string =>
    JSON.stringify([...list].sort(([a], [b]) => (a < b ? -1 : 1)));
  return compare.length > 0 && sorted(edits) === sorted(compare);
}

function write(query: string, step: Step): void {
  if (query === location.search || step === 'none') return;
  const bare =
    location.search === '' && query === writePermalink({ preset: firstPreset.id, edits: [], view: {} });
  if (bare) return;
  const now = performance.now();
  try {
    if (step === 'change' && now - pushedAt < ONE_STEP_MS) history.replaceState(null, '', query);
    else history.pushState(null, '', query);
    pushedAt = step === 'anew' ? Number.NEGATIVE_INFINITY : now;
  } catch {
    // In a sandbox or from a file the address may not be changed.
  }
}

window.addEventListener('popstate', () => void openFromAddress());

picker.addEventListener('collapse-preset', event => {
  const { preset } = (event as CustomEvent<{ preset: string }>).detail;
  notice.hidden = true;
  panel.clear();
  lab.open({ preset }).catch(say);
});
picker.addEventListener('collapse-compare', event => {
  const { edits } = (event as CustomEvent<{ edits: readonly Edit[] }>).detail;
  lab.edit(edits).catch(say);
});
panel.apply = async edits => {
  await lab.edit(edits);
  notice.hidden = true;
};
panel.addEventListener('collapse-reset', () => {
  panel.clear();
  lab.open({ preset: lab.currentPreset?.id }).catch(say);
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
  try {
    await navigator.clipboard.writeText(text);
    tell(`${what} copied.`);
  } catch {
    tell(`The browser does not allow copying. ${what}: ${text}`);
  }
}

function permalink(): string {
  const edits = schema === null ? [] : differences(base, lab.currentSpec, schema);
  return writePermalink({ preset: lab.currentPreset?.id, edits, view: ownText() ? { text: OWN } : {} });
}

/** The text learnt from is the reader's, and no preset's. */
function ownText(): boolean {
  const [shown, preset] = [lab.currentSpec, base].map(spec => valueAt(JSON.parse(spec), PRIVATE));
  return shown !== undefined && shown !== preset;
}

const on = (id: string, act: () => void): void =>
  find<HTMLButtonElement>(`#${id}`).addEventListener('click', act);

on('link', () => void copy(new URL(permalink(), location.href).href, 'Link'));
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
on('embed', () => {
  const source = new URL(`embed.html${permalink()}`, location.href).href
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;');
  snippet.value = `<iframe src="${source}"\n  title="Model Collapse Lab: ${lab.currentPreset?.title ?? 'an experiment'}"\n  sandbox="allow-scripts allow-popups" loading="lazy" width="100%" height="940"></iframe>`;
  dialog.showModal();
  snippet.select();
});
on('snippet-copy', () => void copy(snippet.value, 'Snippet'));

void openFromAddress();
