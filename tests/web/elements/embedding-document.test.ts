// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

vi.mock('../../../web/src/engine/default_ways', async () => {
  const { fakeWays } = await import('../support/fake_core');
  return { defaultWays: fakeWays };
});

const { ModelCollapse } = await import('../../../web/src/elements/model-collapse');

const text = readFileSync(join(import.meta.dirname, '../../../docs/embedding.md'), 'utf8');

/** First cells of the table under a heading of the document: what stands in code marks there, up to a bracket. */
function listed(heading: string): string[] {
  const from = text.indexOf(`### ${heading}\n`);
  expect(from, heading).toBeGreaterThan(0);
  const until = text.indexOf('\n#', from + 4);
  const section = text.slice(from, until < 0 ? undefined : until);
  return [...section.matchAll(/^\| `([\w-]+)/gm)].map(([, name]) => name!).sort();
}

test('every attribute is in the document, and the document names no other', () => {
  expect(listed('Attributes')).toEqual([...ModelCollapse.observedAttributes].sort());
});

test('every method and property in the document is there, of that kind', () => {
  const kind = (name: string): string => {
    for (let at = ModelCollapse.prototype as object | null; at !== null; at = Object.getPrototypeOf(at)) {
      const found = Object.getOwnPropertyDescriptor(at, name);
      if (found !== undefined) return typeof found.value === 'function' ? 'method' : 'property';
    }
    return 'missing';
  };
  for (const name of listed('Methods')) expect(kind(name), name).toBe('method');
  for (const name of listed('Properties')) expect(kind(name), name).toBe('property');
});

test('every event it sends is in the document, and the document names no other', () => {
  const sources = ['model-collapse.ts', 'showing.ts'].map(name =>
    readFileSync(join(import.meta.dirname, '../../../web/src/elements', name), 'utf8'),
  );
  const sent = new Set(
    sources.flatMap(source => [...source.matchAll(/#say\('([\w-]+)'/g)].map(([, name]) => name!)),
  );
  expect(listed('Events')).toEqual([...sent].sort());
});
