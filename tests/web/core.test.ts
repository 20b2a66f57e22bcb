import { beforeAll, describe, expect, test } from 'vitest';
import { help } from '../../web/src/protocol/help.generated';
import type { Layout } from '../../web/src/protocol/layout';
import type { Schema } from '../../web/src/protocol/schema';
import { type Core, Refused } from '../../web/src/worker/core';
import { loadCore, tableText } from './support/real_core';

function refusal(act: () => unknown): Refused {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

// Both modules keep the same border.
describe.each(['core', 'networks'] as const)('module %s', module => {
  let core: Core;
  beforeAll(async () => {
    core = await loadCore(module);
  });

  test('the schema names every field of a canonical spec and nothing else', () => {
    const schema = JSON.parse(core.describe()) as Schema;
    const paths = new Set(schema.fields.map(({ path }) => path));
    const spec = JSON.parse(core.edit('{"model":{"kind":"gmm"}}', [])) as Record<string, unknown>;
    for (const [key, value] of Object.entries(spec)) {
      if (typeof value === 'object' && value !== null) {
        for (const name of Object.keys(value)) expect(paths).toContain(`/${key}/${name}`);
      } else expect(paths).toContain(`/${key}`);
    }
    expect(schema.sections.map(({ name }) => name)).toEqual([
      'source',
      'model',
      'workflow',
      'samples',
      'selection',
    ]);
    for (const { type } of schema.fields) {
      expect(['Count', 'Number', 'Text', 'Vector', 'Matrix', 'Matrices', 'Names', 'Choice']).toContain(type);
    }
  });

  test('an error names the field and survives any text', () => {
    const { path, message } = refusal(() =>
      core.edit('{"model":{"kind":"gaussian"},"samples":{"n":-1}}', []),
    );
    expect(path).toBe('/samples/n');
    expect(message).not.toBe('');
    const odd = refusal(() => core.edit('{"model":{"kind":"gaussian"}}', [['/µ—😀', '1']]));
    expect(odd.path).toBe('/µ—😀');
    expect(odd.message).toContain('µ—😀');
  });

  test('texts and blocks are right after the memory has grown', () => {
    const small = core.create('{"model":{"kind":"gaussian"},"generations":5}', '');
    while (core.advance(small, 100) < 5);
    const before = core.block(small, 'frame', 0, 5);
    const large = core.create('{"model":{"kind":"gaussian"},"generations":2,"samples":{"n":1000000}}', '');
    while (core.advance(large, 100) < 2);
    expect(core.block(small, 'frame', 0, 5)).toEqual(before);
    expect(core.text(small, 'hash')).toMatch(/^[0-9a-f]{16}$/);
    core.destroy(large);
    core.destroy(small);
    expect(refusal(() => core.text(small, 'hash')).message).toContain('handle');
  });

  test('the sections of the layout tile the scene and the frame', () => {
    const specs = [
      '{"model":{"kind":"gmm","components":3},"source":{"kind":"mixture"},"generations":3}',
      '{"model":{"kind":"gaussian"},"source":{"kind":"ring"},"generations":3}',
      '{"model":{"kind":"gmm"},"source":{"kind":"dataset","name":"faithful"},"generations":3}',
    ];
    for (const spec of specs) {
      const handle = core.create(spec, spec.includes('dataset') ? tableText('faithful') : '');
      while (core.advance(handle, 1000) < 3);
      const { sections, columns } = JSON.parse(core.text(handle, 'layout')) as Layout;
      const blocks = { scene: core.block(handle, 'scene'), frame: core.block(handle, 'frame', 0, 3) };
      for (const part of ['scene', 'frame'] as const) {
        let next = 0;
        for (const { offset, length } of sections[part]) {
          expect(offset).toBe(next);
          next += length;
        }
        expect(next).toBe(blocks[part].length);
      }
      expect(sections.frame.find(({ name }) => name === 'row')?.length).toBe(columns.length);
      core.destroy(handle);
    }
  });

  test('a number that is no 32-bit integer is refused, not bent', () => {
    const handle = core.create('{"model":{"kind":"gaussian"}}', '');
    for (const value of [0.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY]) {
      expect(refusal(() => core.block(handle, 'frame', 0, value)).message).toContain('whole number');
    }
    core.destroy(handle);
  });
});

test('the small module knows the words of every kind, and says which it does not compute', async () => {
  const small = await loadCore('core');
  const spec = '{"source":{"kind":"digits"},"model":{"kind":"vae"}}';
  expect(JSON.parse(small.edit(spec, []))).toMatchObject({ model: { latent: 8, hidden: 256 } });
  const { path, message } = refusal(() => small.create(spec, ''));
  expect(path).toBe('/model/kind');
  expect(message).toBe(
    'This program does not compute the model "vae" with these settings; the module "networks" does.',
  );
  const full = await loadCore('networks');
  expect(refusal(() => full.create(spec, '')).message).toBe('The digits were not supplied.');
  for (const source of ['{"kind":"digits"}', '{"kind":"corpus","corpus":"names"}', '{"kind":"zipf"}']) {
    const model = source.includes('digits') ? 'vae' : source.includes('corpus') ? 'ngram' : 'categorical';
    const other = `{"source":${source},"model":{"kind":"${model}"}}`;
    expect(small.needs(other)).toEqual(full.needs(other));
    expect(small.needs(other).module).toBe('networks');
  }
  expect(small.needs(spec)).toEqual({ module: 'networks', data: 'digits', name: '14' });
  expect(refusal(() => small.needs('{')).message).toContain('Not valid JSON');
  // The same fields; what they mean the page loads from a script of its own.
  type Described = { fields: { path: string; doc: string; when_kind?: string[] }[] };
  const [few, all] = [small, full].map(core => JSON.parse(core.describe()) as Described);
  const undocumented = (schema?: Described) => schema?.fields.filter(({ doc }) => doc === '') ?? [];
  expect(few?.fields.map(field => ({ ...field, doc: '' }))).toEqual(
    all?.fields.map(field => ({ ...field, doc: '' })),
  );
  expect(undocumented(all)).toEqual([]);
  expect(Object.entries(help)).toEqual(all?.fields.map(({ path, doc }) => [path, doc]));
});
