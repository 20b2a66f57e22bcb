import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { inOrder } from '../../web/packaging/presets';
import { PARTS } from '../../web/src/elements/view-values';
import { SpecError } from '../../web/src/engine/errors';
import {
  bare,
  differences,
  keyToPointer,
  PRIVATE,
  pointerToKey,
  readPermalink,
  settingsOf,
  writePermalink,
} from '../../web/src/engine/permalink';
import { wrongInView } from '../../web/src/pages/view-settings';
import type { Edit } from '../../web/src/protocol/messages';
import type { Schema, SchemaField } from '../../web/src/protocol/schema';
import { type Core, Refused } from '../../web/src/worker/core';
import { loadCore } from './support/real_core';

const presets = inOrder();
let core: Core;
let schema: Schema;
beforeAll(async () => {
  core = await loadCore();
  schema = JSON.parse(core.describe()) as Schema;
});

const sentence = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
};

test('any edits and view survive the address', () => {
  const text = fc.string({ unit: 'grapheme' });
  const name = fc.stringMatching(/^[a-z_]{1,12}$/).filter(s => s !== 'v' && s !== 'preset' && s !== 'view');
  const pointer = fc.array(name, { minLength: 1, maxLength: 2 }).map(parts => `/${parts.join('/')}`);
  const edits = fc.uniqueArray(fc.tuple(pointer, text), { selector: ([key]) => key });
  const view = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/).filter(s => s !== '__proto__'),
    text,
  );
  fc.assert(
    fc.property(
      fc.constantFrom(undefined, ...presets.map(({ id }) => id)),
      edits,
      view,
      (preset, list, shown) => {
        const read = readPermalink(writePermalink({ preset, edits: list, view: shown }));
        expect(read).toEqual({ preset, edits: list, view: { ...shown } });
      },
    ),
  );
});

/** A value a field may have, as JSON text. */
function anyValue(field: SchemaField): fc.Arbitrary<string> {
  const low = field.minimum ?? 0;
  const high = Math.min(field.maximum ?? 1, 200);
  if (field.type === 'Choice')
    return fc.constantFrom(...(field.choices ?? [])).map(text => bare(JSON.stringify(text)));
  if (field.type === 'Count') return fc.integer({ min: low, max: high }).map(String);
  if (field.type === 'Number')
    return fc.double({ min: low, max: high, noNaN: true }).map(value => JSON.stringify(value));
  return fc.constant(JSON.stringify(field.default));
}

test('any valid settings come back from the address of any preset', () => {
  const edit = fc
    .constantFrom(...schema.fields.filter(({ path }) => path !== '/schema' && !PRIVATE.has(path)))
    .chain(field => anyValue(field).map((value): Edit => [field.path, value]));
  let valid = 0;
  fc.assert(
    fc.property(fc.constantFrom(...presets), fc.array(edit, { maxLength: 6 }), (preset, edits) => {
      const base = core.edit(JSON.stringify(preset.spec), []);
      let wanted = base;
      // Only what the core accepts can be on the page.
      for (const one of edits) {
        try {
          wanted = core.edit(wanted, [one]);
          ++valid;
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
      }
      const address = writePermalink({
        preset: preset.id,
        edits: differences(base, wanted, schema),
        view: {},
      });
      const read = readPermalink(address);
      expect(read.preset).toBe(preset.id);
      expect(core.edit(JSON.stringify(preset.spec), read.edits)).toBe(wanted);
    }),
    { numRuns: 500 },
  );
  expect(valid).toBeGreaterThan(200);
});

test('points of the reader’s own are in no address but one that is asked for', () => {
  const base = '{"source":{"kind":"gaussian"},"model":{"kind":"gaussian"}}';
  const own = '{"source":{"kind":"points","values":[[1.5],[2.5]]},"model":{"kind":"gaussian"}}';
  expect(writePermalink({ preset: undefined, edits: differences(base, own, schema), view: {} })).not.toMatch(
    /1\.5|values/,
  );
  expect(
    writePermalink({ preset: undefined, edits: differences(base, own, schema, true), view: {} }),
  ).toContain('source.values=[[1.5],[2.5]]');
});

test('a text of the reader’s own is in no address', () => {
  const base = '{"source":{"kind":"gaussian"},"model":{"kind":"gaussian"}}';
  const own =
    '{"source":{"kind":"text","value":"Dear diary, nobody must read this."},"model":{"kind":"ngram"}}';
  const edits = differences(base, own, schema);
  expect(edits).toContainEqual(['/source/kind', 'text']);
  expect(writePermalink({ preset: undefined, edits, view: {} })).not.toMatch(/diary|value/);
});

test('a preset as it stands needs nothing but its name', () => {
  for (const preset of presets) {
    const spec = core.edit(JSON.stringify(preset.spec), []);
    expect(writePermalink({ preset: preset.id, edits: differences(spec, spec, schema), view: {} })).toBe(
      `#v=1&preset=${preset.id}`,
    );
  }
});

test('every preset and every comparison is accepted by the core', () => {
  expect(presets.length).toBeGreaterThan(10);
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  for (const { spec, compare, why } of presets) {
    const canonical = core.edit(JSON.stringify(spec), []);
    if (compare !== undefined) expect(core.edit(canonical, compare.edits)).not.toBe(canonical);
    expect(why.length).toBe(2);
  }
});

test('an address is readable', () => {
  const edits: Edit[] = [
    ['/samples/n', '200'],
    ['/seed', '8'],
    ['/source/mean', '[1,-2]'],
    ['/model/kind', 'gmm'],
  ];
  expect(writePermalink({ preset: 'gaussian-forgets', edits, view: { theme: 'dark' } })).toBe(
    '#v=1&preset=gaussian-forgets&samples.n=200&seed=8&source.mean=[1,-2]&model.kind=gmm&view.theme=dark',
  );
});

test('another version and an unknown key are refused with a sentence', () => {
  expect(sentence(() => readPermalink('?v=2'))).toBe(
    'This address is of version 2; this page reads version 1.',
  );
  const { edits } = readPermalink('?v=1&samples.size=3');
  expect(edits).toEqual([['/samples/size', '3']]);
  try {
    core.edit('{"model":{"kind":"gaussian"}}', edits);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ path: '/samples/size' });
  }
});

test('the fragment holds the settings, an older link’s query where there are none, and the two are never mixed', () => {
  const of = (search: string, hash: string) => settingsOf({ search, hash });
  expect(of('', '#v=1&seed=8')).toBe('#v=1&seed=8');
  expect(of('?v=1&seed=8', '')).toBe('?v=1&seed=8');
  expect(of('?utm_source=mail&seed=9', '#v=1&seed=8')).toBe('#v=1&seed=8');
  expect(of('?v=1&seed=8', '#about')).toBe('?v=1&seed=8');
  expect(of('', '#about')).toBe('');
  for (const sign of ['?', '#', ''])
    expect(readPermalink(`${sign}v=1&preset=two-modes&seed=8&view.theme=dark`)).toEqual({
      preset: 'two-modes',
      edits: [['/seed', '8']],
      view: { theme: 'dark' },
    });
});

test('a key given twice and bytes that are no characters are refused with a sentence', () => {
  expect(sentence(() => readPermalink('#samples.n=1&samples.n=2'))).toBe(
    'The address gives “samples.n” twice; once is enough.',
  );
  expect(sentence(() => readPermalink('#samples.n=1&samples/n=2'))).toMatch(/twice/);
  expect(sentence(() => readPermalink('#source.kind=%FF'))).toMatch(
    /^The address holds bytes at “source\.kind”/,
  );
  expect(sentence(() => readPermalink('#source.kind=50%'))).toMatch(/%25/);
});

test('the page’s own settings are known by name and value, and any other is said with what is allowed', () => {
  const said = (settings: string) =>
    wrongInView(readPermalink(settings).view).map(({ path, message }) => [path, message]);
  expect(
    said('#view.theme=dark&view.hide=history+table&view.metric=w2&view.text=own&view.points=own'),
  ).toEqual([]);
  expect(said('#view.theme=blue')).toEqual([
    ['view.theme', 'The setting “view.theme” is “blue”, but must be light or dark.'],
  ]);
  expect(said('#view.layout=full&view.autoplay=off')).toEqual([]);
  expect(said('#view.layout=big&view.autoplay=no').map(([, sentence]) => sentence)).toEqual([
    'The setting “view.layout” is “big”, but must be fit or full.',
    'The setting “view.autoplay” is “no”, but must be on or off.',
  ]);
  const [[path, message] = []] = said('#view.hide=history+foo');
  expect(path).toBe('view.hide');
  expect(message).toMatch(
    /^The setting “view\.hide” names “foo”, but the parts that can be left out are history, metrics, /,
  );
  expect(said('#view.lang=de')[0]![1]).toBe(
    'The setting “view.lang” is unknown; there are view.theme, view.layout, view.autoplay, view.hide, view.metric, view.text, view.points.',
  );
  for (const key of ['', '__proto__', 'constructor', 'toString'])
    expect(said(`#view.${key}=x`)).toHaveLength(1);
});

test('what is left out can be named: each figure’s name is on the list', () => {
  const folder = new URL('../../web/src/elements/views/', import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(/override readonly name = '(\w+)'/g),
    ])
    .map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(PARTS).toContain(name);
});

test('an empty address names nothing', () => {
  expect(readPermalink('')).toEqual({ preset: undefined, edits: [], view: {} });
});

test('keys and pointers are two spellings of the same', () => {
  expect(pointerToKey('/samples/n')).toBe('samples.n');
  expect(keyToPointer('samples.n')).toBe('/samples/n');
});

test('quotes go only where the text stays no JSON', () => {
  expect(bare('"gmm"')).toBe('gmm');
  expect(bare('"k-means++"')).toBe('k-means++');
  expect(bare('"12"')).toBe('"12"');
  expect(bare('"true"')).toBe('"true"');
  expect(bare('""')).toBe('');
  expect(bare('12')).toBe('12');
});
