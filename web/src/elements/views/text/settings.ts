// Which settings of texts and of language models change together. It comes with the figures of text, which whoever picks a
// text is about to see.

import type { Edit } from '../../../engine';
import { type Json, valueAt } from '../../json';

/** Stands where a text of the reader's own is asked for and none is there. */
export const EXAMPLE =
  'The baker sells bread in the morning and cakes in the evening. The miller sells flour to the baker. ' +
  'The farmer sells grain to the miller. In the morning the farmer walks to the mill. In the evening the miller walks ' +
  'to the baker. The baker gives bread to the farmer and cakes to the miller. The children buy cakes from the baker. ' +
  'A cat sleeps in the mill. A mouse lives in the grain. In the evening the cat sees the mouse and the mouse sees the ' +
  'cat. In the morning the cat sleeps and the mouse eats bread.';

/** Tokens of it that can surely be learnt, however they are cut. */
export const EXAMPLE_TOKENS = 40;

/** Tokens and generations that take seconds. */
const TOKENS = { ngram: 80_000, transformer: 20_000 } as const;
const GENERATIONS = { ngram: 20, transformer: 10 } as const;
type LanguageModel = keyof typeof TOKENS;

/**
 * What must change along with a field where a text is learnt, or will be, besides the source or model that comes `along`
 * with a newly chosen other.
 */
export function companions(
  pointer: string,
  value: string,
  spec: Json,
  along: readonly Edit[],
): readonly Edit[] {
  switch (pointer) {
    case '/source/kind':
    case '/model/kind':
    case '/source/corpus':
    case '/source/value':
      return textOf(pointer, value, spec, along);
    case '/source/tokens':
      // The size of a vocabulary means something else for each kind of token.
      return valueAt(spec, '/source/vocabulary') === 0 ? [] : [['/source/vocabulary', '0']];
    case '/model/decoding':
      return value === 'beam' && valueAt(spec, '/model/prompt') === 0 ? SEARCH : [];
    default:
      return [];
  }
}

/** A search needs a prompt and draws nothing. */
const SEARCH: readonly Edit[] = [
  ['/model/prompt', '16'],
  ['/model/temperature', '1'],
  ['/model/top_k', '0'],
  ['/model/top_p', '1'],
];

/** What trains a small transformer well (docs/models/transformer.md). */
const TRAINING: readonly Edit[] = [
  ['/model/batch', '16'],
  ['/model/learning_rate', '0.005'],
  ['/model/epochs', '10'],
];

/** The tokens of a text, their number, and how its model is trained. */
function textOf(pointer: string, value: string, spec: Json, along: readonly Edit[]): readonly Edit[] {
  const edits: Edit[] = [];
  const comes = (path: string): boolean => path === pointer || along.some(([at]) => at === path);
  const after = (path: string): unknown =>
    along.find(([at]) => at === path)?.[1] ?? (path === pointer ? value : valueAt(spec, path));
  const [newSource, newModel] = [comes('/source/kind'), comes('/model/kind')];
  const model = after('/model/kind') as LanguageModel;

  // A new kind of source has all its fields at their defaults.
  const kept = !newSource;
  const own = after('/source/kind') === 'text';
  const names = !own && (kept || pointer === '/source/corpus') && after('/source/corpus') === 'names';
  const tokens = kept ? valueAt(spec, '/source/tokens') : 'words';
  const wanted =
    pointer === '/source/value' ? tokens : names ? 'characters' : model === 'ngram' ? 'words' : 'byte-pairs';
  if (tokens !== wanted) {
    edits.push(['/source/tokens', String(wanted)]);
    if (kept && valueAt(spec, '/source/vocabulary') !== 0) edits.push(['/source/vocabulary', '0']);
  }
  if (own && !kept) edits.push(['/source/value', JSON.stringify(EXAMPLE)]);
  // The defaults of a training are those of images.
  if (model === 'transformer' && newModel) edits.push(...TRAINING);
  // Names are written freely.
  if (names && !newModel && Number(valueAt(spec, '/model/prompt')) > 0)
    edits.push(['/model/decoding', 'sample'], ['/model/prompt', '0']);

  // Of an own text there may be fewer: the core knows (field-model.ts).
  const n = TOKENS[names ? 'transformer' : model];
  if (n !== valueAt(spec, '/samples/n')) edits.push(['/samples/n', String(n)]);
  if ((newSource || newModel) && Number(valueAt(spec, '/generations')) > GENERATIONS[model])
    edits.push(['/generations', String(GENERATIONS[model])]);
  return edits;
}
