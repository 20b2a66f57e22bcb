// What a control needs to know about a field, apart from how it is drawn: the values of a spec by pointer, the reach of
// a slider, the text typed into an input as the core reads it.

import type { DataType, Edit, SchemaField } from '../engine';
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

/** Models whose draws can be selected. */
const SELECTS = /^(gaussian|gmm)$/;

type Types = readonly DataType[];

/** The type of data of a kind of source or of model, by the pointer of the kind. */
const typeOf = (types: Types, pointer: string, kind: unknown): DataType | undefined =>
  types.find(type => type[pointer === SOURCE ? 'sources' : 'models'].includes(String(kind)));

const [SOURCE, MODEL] = ['/source/kind', '/model/kind'];

/** All metrics are for models of points. */
const measures = (types: Types, model: unknown): boolean => typeOf(types, MODEL, model)?.name === 'points';

/** A field as it is offered for a model: not at all, or with fewer choices, where the core would refuse all others. */
export function offered(field: SchemaField, spec: Json, types: Types): readonly SchemaField[] {
  const model = String(valueAt(spec, MODEL));
  if (field.path === '/metrics') return measures(types, model) ? [field] : [];
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
/** And points, where there were more tokens. */
const POINTS_N = 100;

/** A source and a model of the same type of data come and go together. */
function partner(pointer: string, value: string, spec: Json, types: Types): Edit[] {
  if (pointer !== SOURCE && pointer !== MODEL) return [];
  const other = pointer === SOURCE ? MODEL : SOURCE;
  const [wanted, now] = [typeOf(types, pointer, value), typeOf(types, other, valueAt(spec, other))];
  if (wanted === undefined || now === undefined || wanted === now) return [];
  const edits: Edit[] = [[other, pointer === SOURCE ? wanted.model : wanted.source]];
  if (wanted.name === 'images') edits.push(['/samples/n', String(DIGITS)]);
  else if (now.name === 'tokens') edits.push(['/samples/n', String(POINTS_N)]);
  return edits;
}

/** Back to plain draws and metrics where a model has no others; rows are chosen from fresh ones only. */
function plainCompanions(pointer: string, value: string, spec: Json, types: Types): Edit[] {
  const edits: Edit[] = [];
  const [isModel, design] = [pointer === MODEL, '/model/design'];
  if (pointer === '/selection/kind' && value !== 'none' && valueAt(spec, design) === 'fixed')
    edits.push([design, 'fresh']);
  const chosen = (valueAt(spec, '/selection/kind') ?? 'none') !== 'none';
  if (chosen && (isModel ? !SELECTS.test(value) : pointer === design))
    edits.push(['/selection/kind', 'none']);
  if (isModel && valueAt(spec, '/metrics') === 'all' && !measures(types, value))
    edits.push(['/metrics', 'basic']);
  return edits;
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
 * reader brings, and source and model are of one type of data.
 */
export async function companions(
  pointer: string,
  value: string,
  spec: string,
  types: Types,
  most: Most,
): Promise<readonly Edit[]> {
  const from = (parsed(spec) ?? {}) as Json;
  const edits = partner(pointer, value, from, types);
  const kind = pointer === SOURCE || pointer === MODEL;
  const learnt = kind ? typeOf(types, pointer, value) : typeOf(types, MODEL, valueAt(from, MODEL));
  if (learnt?.name === 'tokens' && /^\/(source|model)\//.test(pointer))
    edits.push(...(await textSettings()).companions(pointer, value, from, edits));
  const model = edits.find(([at]) => at === MODEL)?.[1];
  edits.push(
    ...(model === undefined
      ? plainCompanions(pointer, value, from, types)
      : plainCompanions(MODEL, model, from, types)),
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
