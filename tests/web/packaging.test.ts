import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { inOrder, offered, presetsScript } from '../../web/packaging/presets';
import { page, tablesScript } from '../../web/packaging/site';
import { findPreset, firstPreset } from '../../web/src/engine/presets';
import { tableText } from './support/real_core';

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'site-'));
  writeFileSync(join(path, 'laboratory.js'), 'let x;');
  writeFileSync(join(path, 'page.css'), 'body {}');
  return path;
};

test('module scripts become classic ones with a mark of their content', () => {
  const path = folder();
  const source =
    '<link rel="stylesheet" href="./page.css" /><script type="module" src="./laboratory.ts"></script>';
  expect(page(source, path, path)).toMatch(
    /^<link rel="stylesheet" href="page\.css\?[0-9a-f]{10}"><script defer src="laboratory\.js\?[0-9a-f]{10}"><\/script>$/,
  );
});

test('a page with a script of its own is refused: a strict policy would block it', () => {
  const path = folder();
  expect(() => page('<script>1</script>', path, path)).toThrow('must not contain');
  expect(() => page('<script type="module" src="https://elsewhere/x.js"></script>', path, path)).toThrow();
});

test('the script of the tables brings each of them unchanged', () => {
  const scope: { modelCollapseTables?: Record<string, string> } = {};
  runInNewContext(tablesScript(), scope);
  const tables = scope.modelCollapseTables ?? {};
  expect(Object.keys(tables).sort()).toEqual([
    'earthquakes',
    'faithful',
    'flights',
    'galaxies',
    'penguins',
    'quakes',
  ]);
  for (const [name, text] of Object.entries(tables)) expect(text).toBe(tableText(name));
});

test('no two presets share a place in the list, and those of a group stand together', () => {
  const list = inOrder();
  expect(new Set(list.map(({ order }) => order)).size).toBe(list.length);
  const heads = list.map(({ group }) => group).filter((group, i, all) => group !== all[i - 1]);
  expect(heads).toEqual([...new Set(heads)]);
});

test('the script of the presets brings each of them unchanged, in the order of the list', async () => {
  const scope: { modelCollapsePresets?: { id: string; order: number }[] } = {};
  runInNewContext(presetsScript(), scope);
  const brought = scope.modelCollapsePresets ?? [];
  expect(structuredClone(brought)).toEqual(offered());
  for (const [i, preset] of inOrder().entries()) expect(offered()[i]).toMatchObject(preset);
  expect(brought.map(({ order }) => order)).toEqual(brought.map(({ order }) => order).sort((a, b) => a - b));
  expect(firstPreset).toEqual(offered()[0]);
  globalThis.modelCollapsePresets = offered();
  for (const preset of offered()) expect(await findPreset(preset.id)).toEqual(preset);
  await expect(findPreset('none')).rejects.toMatchObject({
    path: '',
    message: expect.stringMatching(/^There is no preset "none"\. There are: gaussian-forgets, /),
  });
});

test('the generated types of the spec are up to date', () => {
  const script = fileURLToPath(new URL('../../web/scripts/generate-types.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--check']);
});
