// What a control needs to know about a field, apart from how it is drawn: the values of a spec by pointer, the reach of
// a slider, the text typed into an input as the core reads it.

import type { Edit, SchemaField } from '../engine';
import { formatCount } from '../plots/format';
import { type Json, parsed, valueAt } from './json';
import { textSettings } from './views/scripts';

export interface Slider {
  readonly from: number;
  readonly to: number;
  readonly logarithmic: boolean;
  readonly whole: boolean;
}

const STEPS = 200;

/** A slider covers what is worth trying around `base`; the input beside it takes everything that is allowed. */
export function sliderFor(field: SchemaField, base: number): Slider | null {
  if (field.type !== 'Count' && field.type !== 'Number') return null;
  // What is measured in standard deviations is worth trying between a tenth and ten, or within five either way.
  const sd = field.section === 'selection' && field.unit === 'sd';
  const low = sd ? ((field.minimum ?? 0) < 0 ? -5 : 0.1) : (field.minimum ?? 0);
  const high = sd ? (low < 0 ? 5 : 10) : (field.maximum ?? 0);
  if (!(high > low) || !Number.isFinite(base)) return null;
  const whole = field.type === 'Count';
  if (high - low <= 100) return { from: low, to: high, logarithmic: false, whole };
  if (!(base > 0) || (base < 1e-9 && low < 1e-9)) return null;
  const reach = whole ? 20 : 30;
  const from = Math.max(low, base / reach, whole ? 1 : 0);
  return {
    from: whole ? Math.round(from) : from,
    to: Math.min(high, base * reach),
    logarithmic: true,
    whole,
  };
}

/** Slider position 0 … 200 of a value. */
export function toPosition({ from, to, logarithmic }: Slider, value: number): number {
  const share = logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.round(Math.min(Math.max(share, 0), 1) * STEPS);
}

/** Value at a slider position, rounded to two significant digits inside its reach. */
export function fromPosition({ from, to, logarithmic, whole }: Slider, position: number): number {
  const share = position / STEPS;
  if (share <= 0) return from;
  if (share >= 1) return to;
  const raw = logarithmic ? from * (to / from) ** share : from + share * (to - from);
  if (!logarithmic) return whole ? Math.round(raw) : Number(raw.toFixed(2));
  const rounded = Number(raw.toPrecision(2));
  return whole ? Math.max(Math.round(rounded), from) : rounded;
}

/** Models whose draws can be selected, and those that all metrics are for. */
const SELECTS = /^(gaussian|gmm)$/;
const MEASURES = /^(gaussian|gmm|kde)$/;

/** A field as it is offered for a model: not at all, or with fewer choices, where the core would refuse all others. */
export function offered(field: SchemaField, spec: Json): readonly SchemaField[] {
  const model = String(valueAt(spec, '/model/kind'));
  if (field.path === '/metrics') return MEASURES.test(model) ? [field] : [];
  if (field.section !== 'selection' || SELECTS.test(model)) return [field];
  if (model !== 'linear_regression') return [];
  return [field.name === 'kind' ? { ...field, choices: ['none', 'verifier'] } : field];
}

/** A number as it may be typed, as the core reads it: a typographic minus, a plus, ".5". What is none stays as it is. */
export function numberText(typed: string): string {
  const text = typed.trim().replace(/^[−–](?=[\d.])/, '-');
  const [, sign, digits] = /^([+-]?)((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/i.exec(text) ?? [];
  if (digits === undefined) return text;
  const plain = digits
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
    .replace(/\.(?=e|$)/i, '');
  return `${sign === '-' ? '-' : ''}${plain}`;
}

/** Shown in an input: numbers and lists as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

const NAMES: Readonly<Record<string, string>> = {
  gaussian: 'Gaussian',
  gmm: 'Gaussian mixture',
  kde: 'Kernel density',
  vae: 'Autoencoder of digits',
  ngram: 'N-grams',
  corpus: 'Built-in text',
  text: 'Your own text',
  names: 'First names',
  'moby-dick': 'Moby-Dick',
  'state-of-the-union': 'State of the Union',
  'kneser-ney': 'Kneser–Ney',
  'witten-bell': 'Witten–Bell',
  'add-alpha': 'Add α',
  'back-off': 'Back-off',
  sample: 'Draw',
  beam: 'Beam search',
  mlp: 'One hidden layer',
  digits: 'Handwritten digits',
  '14x14': '14 × 14',
  '28x28': '28 × 28',
  mean: 'Means',
  bernoulli: 'Sampled pixels',
  mixture: 'Mixture',
  dataset: 'Built-in table',
  points: 'Your own points',
  '/model/draws=points': 'Points',
  mle: 'Max. likelihood',
  faithful: 'Old Faithful',
  quakes: 'Quakes near Fiji',
  earthquakes: 'Earthquakes, one week',
  flights: 'Flight delays',
  'k-means++': 'k-means++',
  mix: 'Mix with real data',
  accumulate_subsample: 'Accumulate and subsample',
};

/** A choice in words; some depend on the field. */
export function choiceName(choice: string, path = ''): string {
  const plain = choice.replaceAll(/[_-]/g, ' ');
  return NAMES[`${path}=${choice}`] ?? NAMES[choice] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

const POINTS = '[[-1.9],[-1.6],[-1.4],[-1.1],[-0.2],[0.9],[1.2],[1.5],[1.7],[2.3]]';

/** Stand where points of the reader's own are asked for and none are there. */
export const examplePoints: readonly Edit[] = [
  ['/source/values', POINTS],
  ['/samples/n', '10'],
];

/** Digits learnt from at once, where there were fewer points: so many as the presets take. */
const DIGITS = 5000;

/** Digits and their model come and go together. */
function digitCompanions(pointer: string, value: string, spec: Json): Edit[] {
  const [isSource, isModel] = [pointer === '/source/kind', pointer === '/model/kind'];
  const [source, model] = [valueAt(spec, '/source/kind'), valueAt(spec, '/model/kind')];
  if (isSource && value === 'digits' && model !== 'vae')
    return [
      ['/model/kind', 'vae'],
      ['/samples/n', String(DIGITS)],
    ];
  if (isModel && value === 'vae' && source !== 'digits')
    return [
      ['/source/kind', 'digits'],
      ['/samples/n', String(DIGITS)],
    ];
  if (isSource && value !== 'digits' && !/^(corpus|text)$/.test(value) && model === 'vae')
    return [['/model/kind', 'gaussian']];
  if (isModel && value !== 'vae' && !/^(ngram|transformer)$/.test(value) && source === 'digits')
    return [['/source/kind', 'gaussian']];
  return [];
}

/** Which model alone learns from a source, and what source such a model is given. */
const LEARNT_BY: Readonly<Record<string, string>> = {
  categorical: 'categorical',
  zipf: 'categorical',
  uniform: 'categorical',
  poisson: 'poisson',
  linear: 'linear_regression',
};
const LEARNS: Readonly<Record<string, string>> = {
  categorical: 'zipf',
  poisson: 'poisson',
  linear_regression: 'linear',
};

/** These come and go together too. */
function countCompanions(pointer: string, value: string, spec: Json): Edit[] {
  const isSource = pointer === '/source/kind';
  if (!isSource && pointer !== '/model/kind') return [];
  const other = isSource ? '/model/kind' : '/source/kind';
  const now = String(valueAt(spec, other));
  const wanted = (isSource ? LEARNT_BY : LEARNS)[value];
  if (wanted !== undefined)
    return (isSource ? now : value) === (isSource ? wanted : LEARNT_BY[now]) ? [] : [[other, wanted]];
  const leaves = (isSource ? LEARNS : LEARNT_BY)[now] !== undefined;
  return leaves && !/^(digits|corpus|text|vae|ngram|transformer)$/.test(value) ? [[other, 'gaussian']] : [];
}

/** Back to plain draws and metrics where a model has no others; rows are chosen from fresh ones only. */
function plainCompanions(pointer: string, value: string, spec: Json): Edit[] {
  const edits: Edit[] = [];
  const [isModel, design] = [pointer === '/model/kind', '/model/design'];
  if (pointer === '/selection/kind' && value !== 'none' && valueAt(spec, design) === 'fixed')
    edits.push([design, 'fresh']);
  const chosen = (valueAt(spec, '/selection/kind') ?? 'none') !== 'none';
  if (chosen && (isModel ? !SELECTS.test(value) : pointer === design))
    edits.push(['/selection/kind', 'none']);
  if (isModel && valueAt(spec, '/metrics') === 'all' && !MEASURES.test(value))
    edits.push(['/metrics', 'basic']);
  return edits;
}

/** Whether a text is the source, or a language model the model, before or after. */
function concernsText(pointer: string, value: string, spec: Json): boolean {
  const texts = /^(corpus|text|ngram|transformer)$/;
  return (
    /^\/(source|model)\//.test(pointer) &&
    [value, valueAt(spec, '/source/kind'), valueAt(spec, '/model/kind')].some(kind =>
      texts.test(String(kind)),
    )
  );
}

/** Why an own text cannot be taken, before anything is done with it; empty when it can. */
export function tooLong(text: string, most: number): string {
  // A character has at least one byte, so that nothing huge is counted.
  const bytes = text.length > most ? text.length : new TextEncoder().encode(text).length;
  return bytes > most
    ? `The text may have at most ${formatCount(most)} bytes, but has ${text.length > most ? 'more than ' : ''}${formatCount(text.length > most ? most : bytes)}.`
    : '';
}

/** The largest sample size there are real data for after some edits; the core counts. */
export type Most = (edits: readonly Edit[]) => Promise<number>;

/**
 * What must change along with a field, so that the result is complete: own points begin with an example, n follows what the
 * reader brings, and digits and texts are learnt by their own models.
 */
export async function companions(
  pointer: string,
  value: string,
  spec: string,
  most: Most,
): Promise<readonly Edit[]> {
  const from = (parsed(spec) ?? {}) as Json;
  const edits: Edit[] = digitCompanions(pointer, value, from);
  if (concernsText(pointer, value, from))
    edits.push(...(await textSettings()).companions(pointer, value, from));
  edits.push(...countCompanions(pointer, value, from));
  const model = edits.find(([at]) => at === '/model/kind')?.[1];
  edits.push(
    ...plainCompanions(
      ...((model === undefined ? [pointer, value] : ['/model/kind', model]) as [string, string]),
      from,
    ),
  );
  if (pointer === '/source/kind' && value === 'points') edits.push(['/source/values', POINTS]);
  return fitting([[pointer, value], ...edits], from, most).then(all => all.slice(1));
}

/** With n no larger than there are real data for where the reader's own text comes or is cut anew; so many as own points. */
async function fitting(edits: readonly Edit[], from: Json, most: Most): Promise<readonly Edit[]> {
  const after = (path: string): unknown => edits.find(([at]) => at === path)?.[1] ?? valueAt(from, path);
  const touched = (path: string): boolean => edits.some(([at]) => at === path);
  const text =
    after('/source/kind') === 'text' &&
    ['/source/value', '/source/tokens', '/source/vocabulary', '/model/kind', '/model/start'].some(touched);
  const points = touched('/source/values');
  if (!text && !points) return edits;
  const others = edits.filter(([at]) => at !== '/samples/n');
  const there = await most(others);
  const wanted = Number(after('/samples/n'));
  const n = points ? there : Math.min(wanted, there);
  return n === valueAt(from, '/samples/n') ? others : [...others, ['/samples/n', String(n)]];
}
