import { describe, expect, test } from 'vitest';
import { collapse, output, parseCsv, small } from './support/command';

const value = (text: string): number | null =>
  text === ''
    ? null
    : text === 'inf'
      ? Number.POSITIVE_INFINITY
      : text === '-inf'
        ? Number.NEGATIVE_INFINITY
        : Number(text);

describe('the table', () => {
  test('has one row for every run and generation, in order, after the settings and one header', () => {
    const table = parseCsv(output([...small, '--runs', '3']));
    expect(table.comments[0]).toMatch(/^# Model Collapse Lab \d+\.\d+\.\d+$/);
    expect(table.columns.slice(0, 2)).toEqual(['run', 'generation']);
    expect(table.columns).toContain('mean');
    expect(table.columns).toContain('variance');
    const expected = [0, 1, 2].flatMap(run => Array.from({ length: 13 }, (_, g) => [String(run), String(g)]));
    expect(table.rows.map(row => row.slice(0, 2))).toEqual(expected);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });

  test('starts every run with the truth', () => {
    const table = parseCsv(output([...small, '--runs', '3']));
    const truths = table.rows.filter(row => row[1] === '0');
    for (const truth of truths) {
      expect(truth[table.columns.indexOf('mean')]).toBe('0');
      expect(truth[table.columns.indexOf('variance')]).toBe('1');
    }
  });

  test('states a spec in its head that reproduces it to the byte', () => {
    const first = output([...small, '--runs', '2', '--seed', '99']);
    const spec = parseCsv(first)
      .comments.find(line => line.startsWith('# spec: '))
      ?.slice('# spec: '.length);
    expect(spec).toBeDefined();
    expect(output(['run', '-'], spec)).toBe(first);
  });

  test.each([
    ['a Gaussian', ['gaussian-forgets', '--runs', '37', '--generations', '30']],
    ['a mixture', ['two-modes', '--runs', '7', '--generations', '8']],
    ['a growing pool', ['accumulate-vs-replace', '--runs', '9', '--generations', '10']],
    ['a table', ['galaxies', '--runs', '5', '--generations', '5', '--set', '/samples/n=50']],
  ])('does not depend on the number of threads: %s', (_, args) => {
    const one = output(['run', ...args, '--threads', '1']);
    for (const threads of ['2', '3', '16']) expect(output(['run', ...args, '--threads', threads])).toBe(one);
  });

  test('holds the same runs whether few or many are asked for', () => {
    const rows = (runs: string) => parseCsv(output([...small, '--runs', runs])).rows;
    expect(rows('40').slice(0, 13 * 4)).toEqual(rows('4'));
  });

  test('as JSON holds what it holds as CSV', () => {
    const args = ['run', 'two-modes', '--runs', '2', '--generations', '6', '--set', '/samples/n=30'];
    const csv = parseCsv(output(args));
    const json = JSON.parse(output([...args, '--format', 'json']));
    expect(Object.keys(json)).toEqual(['version', 'settings', 'columns', 'rows']);
    expect(json.columns).toEqual(csv.columns);
    const status = csv.columns.indexOf('status');
    const rows = csv.rows.map(row => row.map((cell, c) => (c === status ? cell || null : value(cell))));
    expect(json.rows).toEqual(rows);
    expect(output(['run', '-', '--format', 'json'], JSON.stringify(json.settings))).toBe(
      output([...args, '--format', 'json']),
    );
    expect(output([...args, '--format', 'csv'])).toBe(output(args));
  });
});

describe('options', () => {
  test('--every keeps generations 0, k, 2k, … and their rows unchanged', () => {
    const all = parseCsv(output(small)).rows;
    const some = parseCsv(output([...small, '--every', '5'])).rows;
    expect(some).toEqual(all.filter(row => Number(row[1]) % 5 === 0));
    expect(some).toHaveLength(3);
  });

  test('--seed, --runs and --generations are short for --set', () => {
    const short = output(['run', 'gaussian-forgets', '--seed', '3', '--runs', '2', '--generations', '4']);
    const long = output([
      'run',
      'gaussian-forgets',
      '--set',
      '/seed=3',
      '--set',
      '/runs=2',
      '--set=/generations=4',
    ]);
    expect(short).toBe(long);
    expect(short).not.toBe(
      output(['run', 'gaussian-forgets', '--seed', '4', '--runs', '2', '--generations', '4']),
    );
  });

  test('--set takes JSON and plain words, and the order of edits does not matter', () => {
    const edits = [
      '--set',
      '/model/components=3',
      '--set',
      '/model/kind=gmm',
      '--set',
      '/source/kind="ring"',
    ];
    const head = parseCsv(output(['run', 'gaussian-forgets', '--generations', '2', ...edits])).comments.join(
      '\n',
    );
    expect(head).toContain('"kind":"gmm","components":3');
    expect(head).toContain('"kind":"ring"');
  });

  test('the last of two equal edits counts', () => {
    const twice = output([...small, '--set', '/samples/n=10', '--set', '/samples/n=30']);
    expect(twice).toBe(output(['run', 'gaussian-forgets', '--generations', '12', '--set', '/samples/n=30']));
  });

  test('--quiet and a stderr that is no terminal print no progress', () => {
    expect(collapse([...small, '--runs', '500', '--quiet']).error).toBe('');
    expect(collapse([...small, '--runs', '500']).error).toBe('');
  });
});
