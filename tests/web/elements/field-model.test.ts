import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choiceName,
  companions as companionsOf,
  fromPosition,
  type Most,
  numberText,
  sliderFor,
  tooLong,
  toPosition,
} from '../../../web/src/elements/field-model';
import { valueAt } from '../../../web/src/elements/json';
import type { Schema, SchemaField } from '../../../web/src/engine';
import { loadCore } from '../support/real_core';

/** As the core lists them. */
const { data } = JSON.parse((await loadCore()).describe()) as Schema;

/** As the core would count where there is nothing to count. */
const companions = (pointer: string, value: string, spec: string, most: Most = async () => 1e6) =>
  companionsOf(pointer, value, spec, data, most);

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

test('a typed number is read as a reader means it, and what is none stays as it is', () => {
  for (const [typed, number] of [
    [' 12 ', '12'],
    ['−1.5', '-1.5'],
    ['.5', '0.5'],
    ['+3', '3'],
    ['-.5', '-0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['1e-3', '1e-3'],
    ['2.e3', '2e3'],
  ] as const) {
    expect(numberText(typed)).toBe(number);
    expect(JSON.parse(number)).toBe(Number(typed.trim().replace('−', '-')));
  }
  for (const odd of ['0x10', '1,5', 'many', '', '1 000', '--1', 'Infinity', '１'])
    expect(numberText(odd)).toBe(odd);
});

test('values are found by pointer', () => {
  const spec = { seed: 7, samples: { n: 100 } };
  expect(valueAt(spec, '/seed')).toBe(7);
  expect(valueAt(spec, '/samples/n')).toBe(100);
  expect(valueAt(spec, '/model/kind')).toBeUndefined();
});

test('choices are words', () => {
  expect(choiceName('known_covariance')).toBe('Known covariance');
  expect(choiceName('points')).toBe('Your own points');
  expect(choiceName('points', '/model/draws')).toBe('Points');
  expect(choiceName('gmm')).toBe('Gaussian mixture');
  expect(choiceName('replace')).toBe('Replace');
  expect(choiceName('absolute-discounting')).toBe('Absolute discounting');
  expect(choiceName('moby-dick')).toBe('Moby-Dick');
});

test('own points begin with an example, and n follows them up and down', async () => {
  const asked: string[][] = [];
  const rows: Most = async edits => {
    asked.push(edits.map(([path]) => path));
    return (JSON.parse(edits.find(([path]) => path === '/source/values')![1]) as unknown[]).length;
  };
  const spec = JSON.stringify({ samples: { n: 100 } });
  const [values, n] = await companions('/source/kind', 'points', spec, rows);
  expect(values?.[0]).toBe('/source/values');
  expect(n).toEqual(['/samples/n', String((JSON.parse(values![1]) as unknown[]).length)]);
  const three = '[[1],[2],[3]]';
  expect(await companions('/source/values', three, spec, rows)).toEqual([['/samples/n', '3']]);
  const two = JSON.stringify({ samples: { n: 2 } });
  expect(await companions('/source/values', three, two, rows)).toEqual([['/samples/n', '3']]);
  expect(asked.at(-1)).toEqual(['/source/values']);
  expect(await companions('/samples/n', '3', spec, rows)).toEqual([]);
  expect(asked).toHaveLength(3);
});

test('a text that is too long is refused with a sentence, however long it is', () => {
  expect(tooLong('ä'.repeat(10), 20)).toBe('');
  expect(tooLong('ä'.repeat(11), 20)).toBe('The text may have at most 20 bytes, but has 22.');
  expect(tooLong('a'.repeat(3_000_000), 2_000_000)).toBe(
    'The text may have at most 2,000,000 bytes, but has more than 2,000,000.',
  );
});

test('digits and the model that learns them come and go together', async () => {
  const points = '{"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  const digits = '{"source":{"kind":"digits"},"model":{"kind":"vae"},"samples":{"n":5000}}';
  expect(await companions('/source/kind', 'digits', points)).toEqual([
    ['/model/kind', 'vae'],
    ['/samples/n', '5000'],
  ]);
  expect(await companions('/model/kind', 'vae', points)).toEqual([
    ['/source/kind', 'digits'],
    ['/samples/n', '5000'],
  ]);
  expect(await companions('/source/kind', 'gaussian', digits)).toEqual([['/model/kind', 'gaussian']]);
  expect(await companions('/model/kind', 'gmm', digits)).toEqual([['/source/kind', 'gaussian']]);
  expect(await companions('/source/kind', 'gaussian', points)).toEqual([]);
  expect(await companions('/samples/n', '200', digits)).toEqual([]);
});

test('categories, counts and regression come and go with the model that learns them', async () => {
  const points = '{"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  const zipf = '{"source":{"kind":"zipf"},"model":{"kind":"categorical"},"samples":{"n":100}}';
  expect(await companions('/source/kind', 'uniform', points)).toEqual([['/model/kind', 'categorical']]);
  expect(await companions('/model/kind', 'linear_regression', points)).toEqual([['/source/kind', 'linear']]);
  expect(await companions('/source/kind', 'uniform', zipf)).toEqual([]);
  expect(await companions('/model/kind', 'categorical', zipf)).toEqual([]);
  expect(await companions('/source/kind', 'poisson', zipf)).toEqual([['/model/kind', 'poisson']]);
  expect(await companions('/source/kind', 'gaussian', zipf)).toEqual([['/model/kind', 'gaussian']]);
  expect(await companions('/model/kind', 'gmm', zipf)).toEqual([['/source/kind', 'gaussian']]);
  expect((await companions('/source/kind', 'digits', zipf)).at(-1)).toEqual(['/samples/n', '5000']);
  const prose = '{"source":{"kind":"corpus"},"model":{"kind":"ngram"},"samples":{"n":80000}}';
  for (const [source, model] of [
    ['gaussian', 'gaussian'],
    ['poisson', 'poisson'],
  ] as const)
    expect(await companions('/source/kind', source, prose)).toEqual([
      ['/model/kind', model],
      ['/samples/n', '100'],
    ]);
  expect(await companions('/model/kind', 'gmm', prose)).toEqual([
    ['/source/kind', 'gaussian'],
    ['/samples/n', '100'],
  ]);
});

test('a kernel density learns from points, and brings them along', async () => {
  const ring = '{"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  const zipf = '{"source":{"kind":"zipf"},"model":{"kind":"categorical"},"samples":{"n":100}}';
  const digits = '{"source":{"kind":"digits"},"model":{"kind":"vae"},"samples":{"n":5000}}';
  expect(await companions('/model/kind', 'kde', ring)).toEqual([]);
  expect(await companions('/model/kind', 'kde', zipf)).toEqual([['/source/kind', 'gaussian']]);
  expect(await companions('/model/kind', 'kde', digits)).toEqual([['/source/kind', 'gaussian']]);
});

test('what texts need is asked of their own script, and only then', async () => {
  const asked: string[] = [];
  Object.assign(globalThis, {
    modelCollapseViews: { text: () => ({}) },
    modelCollapseTextSettings: {
      companions: (pointer: string) => {
        asked.push(pointer);
        return [['/generations', '20']];
      },
      example: [],
    },
  });
  const points = '{"source":{"kind":"ring"},"model":{"kind":"gmm"},"samples":{"n":100}}';
  expect(await companions('/source/kind', 'corpus', points)).toEqual([
    ['/model/kind', 'ngram'],
    ['/generations', '20'],
  ]);
  await companions('/source/kind', 'digits', points);
  await companions('/samples/n', '200', '{"source":{"kind":"text"},"model":{"kind":"ngram"}}');
  await companions('/source/kind', 'ring', '{"source":{"kind":"text"},"model":{"kind":"ngram"}}');
  expect(asked).toEqual(['/source/kind']);
  Object.assign(globalThis, { modelCollapseViews: undefined, modelCollapseTextSettings: undefined });
});
