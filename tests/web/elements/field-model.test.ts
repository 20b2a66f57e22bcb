import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choiceName,
  companions,
  EXAMPLE_TEXT,
  fromPosition,
  matrixFromText,
  sliderFor,
  tooLong,
  toPosition,
  valueAt,
} from '../../../web/src/elements/field-model';
import type { SchemaField } from '../../../web/src/engine';

const field = (change: Partial<SchemaField>): SchemaField => ({
  path: '/samples/n',
  section: 'samples',
  name: 'n',
  type: 'Count',
  label: 'Sample size n',
  doc: '',
  unit: 'points',
  default: 100,
  minimum: 1,
  maximum: 1e6,
  ...change,
});

test('a slider covers what is worth trying around the preset and stays inside the limits', () => {
  expect(sliderFor(field({}), 100)).toEqual({ from: 5, to: 2000, logarithmic: true, whole: true });
  expect(sliderFor(field({ maximum: 1500 }), 100)).toMatchObject({ to: 1500 });
  expect(sliderFor(field({ type: 'Number', minimum: 0, maximum: 1 }), 0.1)).toMatchObject({
    from: 0,
    to: 1,
    logarithmic: false,
  });
  expect(sliderFor(field({ type: 'Number', minimum: 1e-280, maximum: 1e6 }), 1e-200)).toBeNull();
  expect(sliderFor(field({ type: 'Vector' }), 1)).toBeNull();
});

test('every slider position gives a value that is allowed, and comes back to itself nearly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 200 }), (base, position) => {
      const slider = sliderFor(field({ maximum: 10_000 }), base)!;
      const value = fromPosition(slider, position);
      expect(Number.isInteger(value)).toBe(true);
      expect(value).toBeGreaterThanOrEqual(1);
      expect(value).toBeLessThanOrEqual(10_000);
      const again = fromPosition(slider, toPosition(slider, value));
      expect(Math.abs(again - value)).toBeLessThanOrEqual(Math.max(1, 0.06 * value));
    }),
  );
});

test('pasted points become a JSON matrix whatever parts their columns', () => {
  expect(matrixFromText('1,2\n3,4\n')).toBe('[[1,2],[3,4]]');
  expect(matrixFromText('x;y\n1;2\n3;4')).toBe('[[1,2],[3,4]]');
  expect(matrixFromText('# a comment\n1\t-2.5e3\r\n3 4')).toBe('[[1,-2500],[3,4]]');
  expect(matrixFromText('5')).toBe('[[5]]');
  expect(matrixFromText('')).toBe('[]');
  expect(matrixFromText('[[1],[2]]')).toBe('[[1],[2]]');
});

test('a cell that is no number stays a text for the core to point at', () => {
  expect(matrixFromText('1,2\n3,four')).toBe('[[1,2],[3,"four"]]');
});

test('values are found by pointer', () => {
  const spec = { seed: 7, samples: { n: 100 } };
  expect(valueAt(spec, '/seed')).toBe(7);
  expect(valueAt(spec, '/samples/n')).toBe(100);
  expect(valueAt(spec, '/model/kind')).toBeUndefined();
});

test('choices are words', () => {
  expect(choiceName('known_covariance')).toBe('Known covariance');
  expect(choiceName('gmm')).toBe('Gaussian mixture');
  expect(choiceName('replace')).toBe('Replace');
  expect(choiceName('absolute-discounting')).toBe('Absolute discounting');
  expect(choiceName('moby-dick')).toBe('Moby-Dick');
});

test('own points begin with an example and bring n down to what there is', () => {
  const spec = JSON.stringify({ samples: { n: 100 } });
  const [values, n] = companions('/source/kind', 'points', spec);
  expect(values?.[0]).toBe('/source/values');
  expect(n).toEqual(['/samples/n', String((JSON.parse(values![1]) as unknown[]).length)]);
  expect(companions('/source/values', '[[1],[2],[3]]', spec)).toEqual([['/samples/n', '3']]);
  expect(companions('/source/values', '[[1],[2],[3]]', JSON.stringify({ samples: { n: 2 } }))).toEqual([]);
  expect(companions('/source/values', 'nonsense', spec)).toEqual([]);
  expect(companions('/samples/n', '3', spec)).toEqual([]);
});

const PROSE =
  '{"generations":20,"source":{"kind":"corpus","corpus":"moby-dick","tokens":"words","vocabulary":0},"model":{"kind":"ngram"},"samples":{"n":80000}}';
const LETTERS =
  '{"generations":10,"source":{"kind":"corpus","corpus":"names","tokens":"characters","vocabulary":0},"model":{"kind":"transformer","prompt":0},"samples":{"n":20000}}';

test('texts and the models that learn them come and go together, at sizes that take seconds', () => {
  const points = '{"generations":100,"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  expect(companions('/source/kind', 'corpus', points)).toEqual([
    ['/model/kind', 'ngram'],
    ['/samples/n', '80000'],
    ['/generations', '20'],
  ]);
  expect(companions('/model/kind', 'transformer', points)).toEqual([
    ['/source/kind', 'corpus'],
    ['/source/tokens', 'byte-pairs'],
    ['/samples/n', '20000'],
    ['/generations', '10'],
  ]);
  expect(companions('/model/kind', 'transformer', PROSE)).toEqual([
    ['/source/tokens', 'byte-pairs'],
    ['/samples/n', '20000'],
    ['/generations', '10'],
  ]);
  expect(companions('/source/corpus', 'names', PROSE)).toEqual([
    ['/source/tokens', 'characters'],
    ['/samples/n', '20000'],
  ]);
  expect(companions('/source/corpus', 'moby-dick', LETTERS)).toEqual([['/source/tokens', 'byte-pairs']]);
  expect(companions('/source/kind', 'gaussian', PROSE)).toEqual([
    ['/model/kind', 'gaussian'],
    ['/samples/n', '100'],
  ]);
  expect(companions('/model/kind', 'gmm', LETTERS)).toEqual([
    ['/source/kind', 'gaussian'],
    ['/samples/n', '100'],
  ]);
  expect(companions('/source/kind', 'digits', PROSE)).toEqual([
    ['/model/kind', 'vae'],
    ['/samples/n', '5000'],
  ]);
  expect(companions('/model/order', '2', PROSE)).toEqual([]);
});

test('what does not fit a new choice goes with it', () => {
  const few = PROSE.replace('"vocabulary":0', '"vocabulary":5000');
  expect(companions('/source/tokens', 'characters', few)).toEqual([['/source/vocabulary', '0']]);
  expect(companions('/source/corpus', 'names', few)).toContainEqual(['/source/vocabulary', '0']);
  const beam = LETTERS.replace('names', 'moby-dick').replace('"prompt":0', '"prompt":16');
  expect(companions('/source/corpus', 'names', beam)).toContainEqual(['/model/prompt', '0']);
  expect(companions('/model/decoding', 'beam', LETTERS)[0]).toEqual(['/model/prompt', '16']);
  expect(companions('/model/decoding', 'beam', beam)).toEqual([]);
});

test('an own text begins with an example, and no generation is given more of it than there is', () => {
  const edits = new Map(companions('/source/kind', 'text', PROSE));
  expect(JSON.parse(edits.get('/source/value')!)).toBe(EXAMPLE_TEXT);
  expect(Number(edits.get('/samples/n'))).toBeGreaterThan(40);
  expect(Number(edits.get('/samples/n'))).toBeLessThan(120);
  const own = PROSE.replace('"corpus","corpus":"moby-dick"', '"text","value":"so"');
  const long = JSON.stringify('one two three. '.repeat(1000));
  expect(companions('/source/value', long, own)).toEqual([['/samples/n', '2400']]);
  expect(companions('/source/value', JSON.stringify('a b. '.repeat(1e5)), own)).toEqual([]);
});

test('a text that is too long is refused with a sentence, however long it is', () => {
  expect(tooLong('ä'.repeat(10), 20)).toBe('');
  expect(tooLong('ä'.repeat(11), 20)).toBe('The text may have at most 20 bytes, but has 22.');
  expect(tooLong('a'.repeat(3_000_000), 2_000_000)).toBe(
    'The text may have at most 2,000,000 bytes, but has more than 2,000,000.',
  );
});

test('digits and the model that learns them come and go together', () => {
  const points = '{"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  const digits = '{"source":{"kind":"digits"},"model":{"kind":"vae"},"samples":{"n":5000}}';
  expect(companions('/source/kind', 'digits', points)).toEqual([
    ['/model/kind', 'vae'],
    ['/samples/n', '5000'],
  ]);
  expect(companions('/model/kind', 'vae', points)).toEqual([
    ['/source/kind', 'digits'],
    ['/samples/n', '5000'],
  ]);
  expect(companions('/source/kind', 'gaussian', digits)).toEqual([['/model/kind', 'gaussian']]);
  expect(companions('/model/kind', 'gmm', digits)).toEqual([['/source/kind', 'gaussian']]);
  expect(companions('/source/kind', 'gaussian', points)).toEqual([]);
  expect(companions('/samples/n', '200', digits)).toEqual([]);
});
