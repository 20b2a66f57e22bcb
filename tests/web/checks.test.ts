// The pages that the build writes from docs/results.json and core/hooks.json.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { byChapter, checksPage, number, type Results, type Row, results } from '../../web/packaging/checks';
import { hooksPage } from '../../web/packaging/hooks';
import { linked, prose } from '../../web/packaging/html';
import { addressOf } from '../../web/packaging/laboratory';
import { type Hook, hooks, inOrder, offered } from '../../web/packaging/presets';
import { readPermalink } from '../../web/src/engine/permalink';
import { matches } from '../../web/src/pages/filter';
import type { Core } from '../../web/src/worker/core';
import { loadCore } from './support/real_core';

const source = (name: string): string =>
  readFileSync(new URL(`../../web/src/pages/${name}`, import.meta.url), 'utf8');
const text = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

describe('numbers', () => {
  test.each([
    [0.81, 4, '0.81'],
    [-4.41149, 4, '−4.411'],
    [18_970_000, 4, '18,970,000'],
    [140_000, 2, '140,000'],
    [1234, 2, '1,200'],
    [9.996, 3, '10'],
    [0.00412, 2, '0.0041'],
    [4.1e-5, 2, '4.1\u00a0×\u00a010⁻⁵'],
    [-1e-12, 4, '−10⁻¹²'],
    [3e9, 4, '3\u00a0×\u00a010⁹'],
    [0, 4, '0'],
    [Number.NaN, 4, '–'],
  ])('%d with %i digits is %s', (x, significant, written) => {
    expect(number(x, significant)).toBe(written);
  });
});

describe('the page of checks', () => {
  const made = checksPage(source('checks.html'));
  const { rows } = results();

  test('has every row with its verdict under its own anchor', () => {
    const ids = [...made.matchAll(/<tr role="row" id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(byChapter(rows).flatMap(([, list]) => list.map(({ id }) => id)));
    expect(new Set(ids).size).toBe(rows.length);
    for (const { claim } of rows) expect(text(made)).toContain(claim);
  });

  test('says how many hold, and names those that do not', () => {
    const passed = rows.filter(({ pass }) => pass).length;
    expect(text(made)).toContain(`${passed} of ${rows.length} claims hold`);
    const broken: Results = {
      version: '9',
      passed: 1,
      failed: 1,
      rows: rows.slice(0, 2).map((row, i): Row => ({ ...row, claim: 'a < b & "c"', pass: i === 0 })),
    };
    const page = checksPage(source('checks.html'), broken);
    expect(page).toContain('1 of 2</strong> claims hold (version 9).');
    expect(page).toContain(`These do not: <a href="#${rows[1]?.id}">a &lt; b &amp; &quot;c&quot;</a>.`);
    expect(page).toContain('<strong>fails</strong>');
  });

  test('is whole and needs no script to be read', () => {
    expect(made).not.toMatch(/<!-- \w+ -->|undefined|NaN|\[object/);
    expect(made.match(/<script/g)?.length).toBe(1);
  });

  test('has links only to papers, to itself and to pages of the site', () => {
    for (const [, address] of made.matchAll(/href="([^"]+)"/g))
      expect(address).toMatch(
        /^(#[\w.-]+|(index|hooks)\.html(#v=1&amp;.*)?|icon\.svg|(page|reading)\.css|https:\/\/(arxiv\.org\/abs|doi\.org)\/\S+)$/,
      );
    for (const [, id] of made.matchAll(/href="#([^"]+)"/g)) expect(made).toContain(`id="${id}"`);
  });
});

describe('“Run it”', () => {
  let core: Core;
  beforeAll(async () => {
    core = await loadCore('networks');
  });

  test('opens the very experiment of its row, with at most 100 runs', () => {
    const presets = inOrder();
    for (const { id, spec, runs } of results().rows) {
      const { preset, edits } = readPermalink(addressOf(spec, runs).slice('index.html'.length));
      const base = presets.find(known => known.id === preset);
      const opened = JSON.parse(core.edit(JSON.stringify(base?.spec), edits));
      expect(opened.runs, id).toBeLessThanOrEqual(100);
      const { runs: shown, seed } = opened;
      expect(opened, id).toEqual(JSON.parse(core.edit(JSON.stringify({ ...spec, runs: shown, seed }), [])));
    }
  });
});

test('papers are linked by their numbers, everything else is text', () => {
  expect(linked('Suresh & al., arXiv 2412.17646, Theorem 3; doi 10.1038/s41586-024-07566-y').text).toBe(
    'Suresh &amp; al., <a href="https://arxiv.org/abs/2412.17646">arXiv 2412.17646</a>, Theorem 3; ' +
      '<a href="https://doi.org/10.1038/s41586-024-07566-y">doi 10.1038/s41586-024-07566-y</a>',
  );
});

test('rows are found by all words in any order, and σ² by σ2', () => {
  const row = 'mle-10-log E ln σ² = t[ψ((n−1)/2) − ln(n/2)] Shumailov';
  for (const question of ['', 'shumailov  ln', 'σ2', 'MLE-10']) expect(matches(row, question)).toBe(true);
  for (const question of ['gmm', 'ln gmm']) expect(matches(row, question)).toBe(false);
});

describe('what to look for', () => {
  const sample: Hook = {
    id: 'a-law',
    kind: 'law',
    claim: 'σ² < 1',
    sentences: ['One.', 'Two.'],
    preset: 'gaussian-forgets',
    source: 'arXiv 2412.17646',
    check: [
      {
        command: 'collapse run gaussian-forgets --runs 9',
        generation: 50,
        column: 'variance',
        statistic: 'share',
        above: 1,
        expected: 0.16,
        tolerance: 0.03,
      },
    ],
  };

  test('each claim stands under its kind with both sentences, its source and its preset', () => {
    const page = hooksPage(source('hooks.html'), [{ ...sample, id: 'b', kind: 'misconception' }, sample]);
    expect(page.indexOf('id="a-law"')).toBeLessThan(page.indexOf('id="misconceptions"'));
    expect(page.indexOf('id="misconceptions"')).toBeLessThan(page.indexOf('id="b"'));
    for (const part of ['σ² &lt; 1', 'One. Two.', 'abs/2412.17646', '#v=1&amp;preset=gaussian-forgets'])
      expect(page).toContain(part);
    expect(page).toContain('Watch it: A Gaussian forgets');
    expect(text(page)).toContain(
      './lab cli run gaussian-forgets --runs 9\nshare of runs with variance above 1 after 50 generations: 0.16 within ±\u00a00.03',
    );
  });

  test('no figure is parted from its unit or sign at the end of a line', () => {
    expect(prose('Of n − 1 points 90 % are left.')).toBe('Of n\u00a0−\u00a01 points 90\u00a0% are left.');
    const page = hooksPage(source('hooks.html'), [{ ...sample, sentences: ['It is 3 % less.', 'Two.'] }]);
    expect(page).toContain('It is 3\u00a0% less. Two.');
  });

  test('a preset that does not exist stops the build', () => {
    expect(() => hooksPage(source('hooks.html'), [{ ...sample, preset: 'none' }])).toThrow(
      'a-law names the preset "none"',
    );
  });

  test('everything that is told is on the page, and every preset it names leads to it', () => {
    const list = hooks();
    const page = hooksPage(source('hooks.html'));
    expect(page).not.toMatch(/<!-- \w+ -->|undefined|NaN|\[object/);
    for (const { id, preset } of list) {
      expect(page).toContain(`id="${id}"`);
      expect(offered().find(known => known.id === preset)?.hook, id).toBeDefined();
    }
    for (const { hook } of offered()) if (hook) expect(list.map(({ id }) => id)).toContain(hook);
  });
});
