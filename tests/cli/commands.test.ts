import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { collapse, inFolder, output, parseCsv, quickly } from './support/command';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('help', () => {
  test.each([
    [['--help'], ['run', 'describe', 'presets', 'hash', 'frame', 'version']],
    [
      ['run', '--help'],
      [
        'SPEC',
        '--set',
        '--seed',
        '--runs',
        '--generations',
        '--format',
        '--out',
        '--every',
        '--threads',
        '--quiet',
      ],
    ],
    [
      ['frame', '-h'],
      ['--generation', '--run', '--format', '--out'],
    ],
    [
      ['hash', '-h'],
      ['--set', '--seed'],
    ],
    [['describe', '-h'], ['--format']],
    [['presets', '-h'], ['--format']],
  ])('%s names them all', (args, words) => {
    const help = output(args);
    for (const word of words) expect(help).toContain(word);
  });

  test('version and --version agree with each other', () => {
    const version = output(['--version']).trim();
    expect(version).toMatch(/^collapse \d+\.\d+\.\d+$/);
    expect(output(['version'])).toBe(`${version}\nspec schema 1\n`);
  });
});

describe('describe', () => {
  test('is the schema as JSON: every field with its path, type and meaning', () => {
    const schema = JSON.parse(output(['describe']));
    expect(schema.schema).toBe(1);
    expect(schema.fields.length).toBeGreaterThan(25);
    for (const field of schema.fields)
      expect(Object.keys(field)).toEqual(expect.arrayContaining(['path', 'type', 'doc', 'default']));
    expect(output(['describe', '--format', 'json'])).toBe(output(['describe']));
  });

  test('as markdown is docs/spec.md', () => {
    expect(output(['describe', '--format', 'markdown'])).toBe(readFileSync(`${root}/docs/spec.md`, 'utf8'));
  });

  test('as markdown names every field and every column of a table', () => {
    const text = output(['describe', '--format', 'markdown']);
    for (const field of JSON.parse(output(['describe'])).fields)
      expect(text).toContain(`| \`${field.path}\` |`);
    for (const preset of ['two-modes', 'paper-mixture'])
      for (const column of parseCsv(output(['run', preset, '--generations', '1'])).columns.slice(2))
        expect(text).toContain(`| \`${column}\` |`);
  });
});

describe('presets', () => {
  const files = readdirSync(`${root}/core/presets`);

  test('are listed by group in their order, each file once', () => {
    const listed = output(['presets']).matchAll(/^ {2}(\S+)/gm);
    const byOrder = files
      .map(file => JSON.parse(readFileSync(`${root}/core/presets/${file}`, 'utf8')))
      .sort((a, b) => a.order - b.order)
      .map(preset => preset.id);
    expect([...listed].map(match => match[1])).toEqual(byOrder);
    expect(
      JSON.parse(output(['presets', '--format', 'json'])).map((preset: { id: string }) => preset.id),
    ).toEqual(byOrder);
  });

  test.each(files)('%s is complete, printed to the byte, and its metric and edits exist', file => {
    const text = readFileSync(`${root}/core/presets/${file}`, 'utf8');
    const preset = JSON.parse(text);
    expect(file).toBe(`${preset.id}.json`);
    expect(preset.why).toHaveLength(2);
    expect(output(['presets', preset.id])).toBe(text);
    const columns = parseCsv(output(['run', preset.id, ...quickly(preset)])).columns;
    expect(columns).toContain(preset.view.metric);
    const edits = (preset.compare?.edits ?? []).flatMap(([pointer, value]: [string, string]) => [
      '--set',
      `${pointer}=${value}`,
    ]);
    output(['run', preset.id, ...quickly(preset), ...edits]);
    for (const snapshot of preset.view.snapshots ?? [])
      expect(snapshot).toBeLessThanOrEqual(preset.spec.generations);
  });
});

describe('hash', () => {
  const args = ['hash', 'two-modes', '--generations', '5', '--runs', '2'];

  test('is 16 hexadecimal digits that only a different experiment changes', () => {
    const hash = output(args);
    expect(hash).toMatch(/^[0-9a-f]{16}\n$/);
    expect(output(args)).toBe(hash);
    expect(output([...args, '--seed', '8'])).not.toBe(hash);
    expect(output([...args, '--set', '/samples/n=101'])).not.toBe(hash);
    expect(output(['hash', '-', '--generations', '5', '--runs', '2'], output(['presets', 'two-modes']))).toBe(
      hash,
    );
  });

  test('knows no threads', () => expect(collapse([...args, '--threads', '2']).status).toBe(2));
});

describe('frame', () => {
  const args = ['frame', 'two-modes', '--runs', '3', '--generations', '5'];

  test('holds the model, the metrics of the table and the points the model was fitted on', () => {
    const frame = JSON.parse(output([...args, '--generation', '4', '--run', '2']));
    const table = parseCsv(output(['run', 'two-modes', '--runs', '3', '--generations', '5']));
    const row = table.rows.find(cells => cells[0] === '2' && cells[1] === '4') ?? [];
    for (const column of ['mean', 'variance'])
      expect(frame.metrics[column]).toBe(Number(row[table.columns.indexOf(column)]));
    expect(frame.model.weights).toHaveLength(2);
    expect(frame.points).toHaveLength(100);
    expect(frame.points_total).toBe(100);
    expect(frame.real).toEqual(Array(100).fill(0));
    // A full mixture fit keeps its data's mean, so the two must agree.
    const mean = frame.points.reduce((sum: number, point: number[]) => sum + (point[0] ?? 0), 0) / 100;
    expect(Math.abs(mean - frame.metrics.mean)).toBeLessThan(1e-9);
  });

  test('of generation 0 holds real data and no model', () => {
    const frame = JSON.parse(output([...args, '--generation', '0']));
    expect(frame.model).toBeNull();
    expect(frame.real).toEqual(Array(100).fill(1));
  });

  test('as CSV holds the same points', () => {
    const json = JSON.parse(output([...args, '-g', '3']));
    const csv = parseCsv(output([...args, '-g', '3', '--format', 'csv']));
    expect(csv.columns).toEqual([...json.axes, 'real']);
    expect(csv.rows.map(row => row.map(Number))).toEqual(
      json.points.map((point: number[], i: number) => [...point, json.real[i]]),
    );
    const model = csv.comments.find(line => line.startsWith('# model: '))?.slice('# model: '.length) ?? '';
    expect(JSON.parse(model)).toEqual(json.model);
  });

  test('names the columns of a table as axes, and writes to a file', () =>
    inFolder(folder => {
      output(
        ['frame', 'old-faithful', '--generations', '2', '-g', '1', '--format', 'csv', '-o', 'frame.csv'],
        '',
        folder,
      );
      const csv = parseCsv(readFileSync(`${folder}/frame.csv`, 'utf8'));
      expect(csv.columns).toEqual(['eruptions_min', 'waiting_min', 'real']);
      expect(csv.rows).toHaveLength(100);
    }));

  test('does not depend on how many generations follow', () => {
    const tail = (generations: string) =>
      JSON.parse(output(['frame', 'two-modes', '--generations', generations, '-g', '2'])).points;
    expect(tail('2')).toEqual(tail('5'));
  });
});
