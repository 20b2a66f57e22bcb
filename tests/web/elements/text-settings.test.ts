import { expect, test } from 'vitest';
import { companions, EXAMPLE } from '../../../web/src/elements/views/text/settings';
import type { Edit } from '../../../web/src/engine';

const changes = (
  pointer: string,
  value: string,
  spec: string,
  along: readonly Edit[] = [],
): readonly Edit[] => companions(pointer, value, JSON.parse(spec), along);

const PROSE =
  '{"generations":20,"source":{"kind":"corpus","corpus":"moby-dick","tokens":"words","vocabulary":0},"model":{"kind":"ngram"},"samples":{"n":80000}}';
const LETTERS =
  '{"generations":10,"source":{"kind":"corpus","corpus":"names","tokens":"characters","vocabulary":0},"model":{"kind":"transformer","prompt":0},"samples":{"n":20000}}';

test('texts and the models that learn them come at sizes that take seconds', () => {
  const training = [
    ['/model/batch', '16'],
    ['/model/learning_rate', '0.005'],
    ['/model/epochs', '10'],
  ];
  const points = '{"generations":100,"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  expect(changes('/source/kind', 'corpus', points, [['/model/kind', 'ngram']])).toEqual([
    ['/samples/n', '80000'],
    ['/generations', '20'],
  ]);
  expect(changes('/model/kind', 'transformer', points, [['/source/kind', 'corpus']])).toEqual([
    ['/source/tokens', 'byte-pairs'],
    ...training,
    ['/samples/n', '20000'],
    ['/generations', '10'],
  ]);
  expect(changes('/model/kind', 'transformer', PROSE)).toEqual([
    ['/source/tokens', 'byte-pairs'],
    ...training,
    ['/samples/n', '20000'],
    ['/generations', '10'],
  ]);
  expect(changes('/source/corpus', 'names', PROSE)).toEqual([
    ['/source/tokens', 'characters'],
    ['/samples/n', '20000'],
  ]);
  expect(changes('/source/corpus', 'moby-dick', LETTERS)).toEqual([['/source/tokens', 'byte-pairs']]);
  expect(changes('/model/order', '2', PROSE)).toEqual([]);
});

test('what does not fit a new choice goes with it', () => {
  const few = PROSE.replace('"vocabulary":0', '"vocabulary":5000');
  expect(changes('/source/tokens', 'characters', few)).toEqual([['/source/vocabulary', '0']]);
  expect(changes('/source/corpus', 'names', few)).toContainEqual(['/source/vocabulary', '0']);
  const beam = LETTERS.replace('names', 'moby-dick').replace('"prompt":0', '"prompt":16');
  expect(changes('/source/corpus', 'names', beam)).toContainEqual(['/model/prompt', '0']);
  expect(changes('/model/decoding', 'beam', LETTERS)[0]).toEqual(['/model/prompt', '16']);
  expect(changes('/model/decoding', 'beam', beam)).toEqual([]);
});

test('an own text begins with an example and asks for so many tokens as take seconds', () => {
  const edits = new Map(changes('/source/kind', 'text', PROSE));
  expect(JSON.parse(edits.get('/source/value')!)).toBe(EXAMPLE);
  const own = PROSE.replace('"corpus","corpus":"moby-dick"', '"text","value":"so"').replace('80000', '100');
  expect(changes('/source/value', '"one two three."', own)).toEqual([['/samples/n', '80000']]);
});
