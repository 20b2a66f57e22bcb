// The story hooks of core/hooks.json: what they claim is computed anew.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { output, parseCsv } from './support/command';

interface Check {
  readonly command: string;
  readonly generation: number;
  readonly column: string;
  readonly statistic: 'mean' | 'median' | 'share';
  /** Of a share: what the column must exceed. */
  readonly above?: number;
  readonly expected: number;
  readonly tolerance: number;
}

interface Hook {
  readonly id: string;
  readonly kind: 'law' | 'misconception';
  readonly about?: string;
  readonly claim: string;
  readonly sentences: readonly string[];
  readonly preset: string;
  readonly source: string;
  readonly check: readonly Check[];
}

const { schema, hooks }: { schema: number; hooks: readonly Hook[] } = JSON.parse(
  readFileSync(new URL('../../core/hooks.json', import.meta.url), 'utf8'),
);
const presets: ReadonlySet<string> = new Set(
  JSON.parse(output(['presets', '--format', 'json'])).map(({ id }: { id: string }) => id),
);

/** One number a run. */
function valuesOf({ command, generation, column }: Check): number[] {
  const [program, ...args] = command.split(' ');
  expect(program).toBe('collapse');
  const { columns, rows } = parseCsv(output([...args, '--quiet']));
  const [at, when] = [columns.indexOf(column), columns.indexOf('generation')];
  expect(at, column).toBeGreaterThanOrEqual(0);
  return rows.filter(row => Number(row[when]) === generation).map(row => Number(row[at]));
}

function boiledDown(values: readonly number[], { statistic, above }: Check): number {
  if (statistic === 'share') return values.filter(value => value > above!).length / values.length;
  if (statistic === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

describe('the hooks', () => {
  test('have names of their own, two sentences and a preset that exists', () => {
    expect(schema).toBe(1);
    expect(new Set(hooks.map(({ id }) => id)).size).toBe(hooks.length);
    for (const { id, kind, claim, sentences, preset, source, check } of hooks) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(['law', 'misconception'], id).toContain(kind);
      expect(sentences.length, id).toBe(2);
      for (const text of [claim, ...sentences]) expect(text, id).toMatch(/[.”]$/);
      expect(presets, id).toContain(preset);
      expect(source, id).not.toBe('');
      expect(check.length, id).toBeGreaterThan(0);
    }
  });

  test('speak of every family of laws, and meet every misconception', () => {
    const families = new Set(hooks.flatMap(({ about }) => about ?? []));
    for (const family of [
      'Gaussian, replace',
      'biased sampling',
      'accumulate',
      'accumulate and subsample',
      'mix with real data',
      'weighted real data',
      'general recursion',
      'categories',
      'Poisson counts',
      'mixtures by EM',
      'regression',
    ])
      expect(families).toContain(family);
    expect(hooks.filter(({ kind }) => kind === 'misconception').map(({ id }) => id)).toEqual([
      'it-always-happens',
      'only-bad-models',
      'every-run-shrinks',
      'the-average-shows-it',
      'the-mean-stays-put',
      'any-synthetic-data-poison',
      'a-pinch-of-real-data-cures',
      'mode-collapse-is-the-same',
      'three-knobs-are-one',
    ]);
  });

  // Seeds are fixed, so a failure repeats; the tolerances are 3 to 7 standard errors of these runs.
  test.each(hooks.map(hook => [hook.id, hook] as const))(
    '%s: its figures are right',
    (_, { preset, check }) => {
      expect(check.some(({ command }) => command.startsWith(`collapse run ${preset} `))).toBe(true);
      for (const one of check) {
        const found = boiledDown(valuesOf(one), one);
        expect(Math.abs(found - one.expected), `${one.command}: ${found}`).toBeLessThanOrEqual(one.tolerance);
      }
    },
  );
});
