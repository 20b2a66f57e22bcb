// What a control needs to know about a field, apart from how it is drawn: the values of a spec by pointer, the reach of
// a slider, the text typed into an input as the core reads it.

import type { Edit, SchemaField } from '../engine';
import { formatCount } from '../plots/format';

export type Json = Readonly<Record<string, unknown>>;

/** Value at a pointer of at most two parts; undefined where the spec has none. */
export function valueAt(spec: Json, pointer: string): unknown {
  const [, first = '', second] = pointer.split('/');
  const outer = spec[first];
  if (second === undefined) return outer;
  return typeof outer === 'object' && outer !== null ? Reflect.get(outer, second) : undefined;
}

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
  const low = field.minimum ?? 0;
  const high = field.maximum ?? 0;
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

/** A table of numbers, one row a line, separated by commas, semicolons, tabs or spaces, as a JSON matrix; a first line of names is left out. */
export function matrixFromText(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('[')) return trimmed === '' ? '[]' : trimmed;
  const rows = trimmed
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split(/[,;\s]+/).filter(cell => cell !== ''));
  const isNumber = (cell: string): boolean => Number.isFinite(Number(cell));
  const body = rows.length > 1 && !rows[0]!.every(isNumber) ? rows.slice(1) : rows;
  // What is not a number stays a text, so that the core can say where it is.
  return JSON.stringify(body.map(row => row.map(cell => (isNumber(cell) ? Number(cell) : cell))));
}

/** Shown in an input: numbers and lists as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

const NAMES: Readonly<Record<string, string>> = {
  gaussian: 'Gaussian',
  gmm: 'Gaussian mixture',
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
  mle: 'Max. likelihood',
  faithful: 'Old Faithful',
  quakes: 'Quakes near Fiji',
  earthquakes: 'Earthquakes, one week',
  flights: 'Flight delays',
  'k-means++': 'k-means++',
  mix: 'Mix with real data',
  accumulate_subsample: 'Accumulate and subsample',
};

/** A choice in words. */
export function choiceName(choice: string): string {
  const plain = choice.replaceAll(/[_-]/g, ' ');
  return NAMES[choice] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

const POINTS = '[[-1.9],[-1.6],[-1.4],[-1.1],[-0.2],[0.9],[1.2],[1.5],[1.7],[2.3]]';

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
  if (isSource && value !== 'digits' && !isText(value) && model === 'vae')
    return [['/model/kind', 'gaussian']];
  if (isModel && value !== 'vae' && !isLanguageModel(value) && source === 'digits')
    return [['/source/kind', 'gaussian']];
  return [];
}

/** Stands where a text of the reader's own is asked for and none is there. */
export const EXAMPLE_TEXT =
  'The baker sells bread in the morning and cakes in the evening. The miller sells flour to the baker. ' +
  'The farmer sells grain to the miller. In the morning the farmer walks to the mill. In the evening the miller walks ' +
  'to the baker. The baker gives bread to the farmer and cakes to the miller. The children buy cakes from the baker. ' +
  'A cat sleeps in the mill. A mouse lives in the grain. In the evening the cat sees the mouse and the mouse sees the ' +
  'cat. In the morning the cat sleeps and the mouse eats bread.';

const isText = (source: unknown): boolean => source === 'corpus' || source === 'text';
const isLanguageModel = (model: unknown): boolean => model === 'ngram' || model === 'transformer';

/** Tokens and generations that take seconds. */
const TOKENS = { ngram: 80_000, transformer: 20_000 } as const;
const GENERATIONS = { ngram: 20, transformer: 10 } as const;
/** Share of an own text that is surely left to learn from, and characters of a byte pair, at most. */
const LEARNT = 0.6;
const BYTE_PAIR = 4;

/** How many tokens of an own text a generation may be given, by a careful guess. */
function tokensOf(text: string, tokens: unknown): number {
  const most =
    tokens === 'words'
      ? (text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)?.length ?? 0)
      : text.length / (tokens === 'characters' ? 1 : BYTE_PAIR);
  return Math.max(1, Math.floor(LEARNT * most));
}

/** Texts and the models that learn them come and go together; so do the models and what a text is cut into. */
function textCompanions(pointer: string, value: string, spec: Json): Edit[] {
  const at = (path: string): unknown => (path === pointer ? value : valueAt(spec, path));
  const [isSource, isModel] = [pointer === '/source/kind', pointer === '/model/kind'];
  const before = valueAt(spec, pointer);
  if (isSource && isText(before) && !isText(value) && value !== 'digits')
    return [
      ['/model/kind', 'gaussian'],
      ['/samples/n', '100'],
    ];
  if (isModel && isLanguageModel(before) && !isLanguageModel(value) && value !== 'vae')
    return [
      ['/source/kind', 'gaussian'],
      ['/samples/n', '100'],
    ];
  if (pointer === '/source/tokens' && valueAt(spec, '/source/vocabulary') !== 0)
    return [['/source/vocabulary', '0']];
  if (pointer === '/model/decoding' && value === 'beam' && valueAt(spec, '/model/prompt') === 0)
    return [
      ['/model/prompt', '16'],
      ['/model/temperature', '1'],
      ['/model/top_k', '0'],
      ['/model/top_p', '1'],
    ];
  const begins = (isSource && isText(value)) || (isModel && isLanguageModel(value));
  if (!begins && pointer !== '/source/corpus' && pointer !== '/source/value') return [];

  const edits: Edit[] = [];
  const source = isText(at('/source/kind')) ? String(at('/source/kind')) : 'corpus';
  const model = isLanguageModel(at('/model/kind')) ? (at('/model/kind') as keyof typeof TOKENS) : 'ngram';
  if (at('/source/kind') !== source) edits.push(['/source/kind', source]);
  if (at('/model/kind') !== model) edits.push(['/model/kind', model]);
  // A change of kind sets the source's other fields back: to words of Moby-Dick, all of them.
  const names = source === 'corpus' && at('/source/corpus') === 'names';
  const kept = !isSource && isText(valueAt(spec, '/source/kind'));
  const wanted = names ? 'characters' : model === 'ngram' ? 'words' : 'byte-pairs';
  const tokens = pointer === '/source/value' ? String(at('/source/tokens')) : wanted;
  if ((kept ? at('/source/tokens') : 'words') !== tokens) edits.push(['/source/tokens', tokens]);
  if (kept && tokens !== at('/source/tokens') && at('/source/vocabulary') !== 0)
    edits.push(['/source/vocabulary', '0']);
  if (isSource && value === 'text') edits.push(['/source/value', JSON.stringify(EXAMPLE_TEXT)]);
  if (names && !isModel && Number(valueAt(spec, '/model/prompt')) > 0)
    edits.push(['/model/decoding', 'sample'], ['/model/prompt', '0']);
  const own =
    source === 'text'
      ? String(
          parsed(pointer === '/source/value' ? value : '') ?? (kept ? at('/source/value') : EXAMPLE_TEXT),
        )
      : '';
  const n =
    source === 'text'
      ? Math.min(TOKENS[model], tokensOf(own, tokens))
      : names
        ? TOKENS.transformer
        : TOKENS[model];
  if (n !== valueAt(spec, '/samples/n')) edits.push(['/samples/n', String(n)]);
  if (begins && Number(valueAt(spec, '/generations')) > GENERATIONS[model])
    edits.push(['/generations', String(GENERATIONS[model])]);
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

/**
 * What must change along with a field, so that the result is complete: own points begin with an example, no generation
 * can be given more real points than there are, and digits and texts are learnt by their own models.
 */
export function companions(pointer: string, value: string, spec: string): readonly Edit[] {
  const from = (parsed(spec) ?? {}) as Json;
  const edits: Edit[] = [...digitCompanions(pointer, value, from), ...textCompanions(pointer, value, from)];
  if (pointer === '/source/kind' && value === 'points') edits.push(['/source/values', POINTS]);
  const values = pointer === '/source/values' ? value : edits.find(([at]) => at === '/source/values')?.[1];
  if (values === undefined) return edits;
  const rows: unknown = parsed(values);
  const n = valueAt(parsed(spec) as Json, '/samples/n');
  if (Array.isArray(rows) && rows.length > 1 && typeof n === 'number' && n > rows.length) {
    edits.push(['/samples/n', String(rows.length)]);
  }
  return edits;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
