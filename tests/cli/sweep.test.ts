import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binary, collapse, inFolder, output, parseCsv } from './support/command';

const base = ['sweep', 'gaussian-forgets', '--runs', '7', '--generations', '12', '--every', '4'];
const grid = [...base, '--over', '/samples/n=10,30,100', '--over', '/model/estimator=mle,unbiased'];

describe('the table of a sweep', () => {
  test('has a column for each swept field, and every cell, run and generation in order', () => {
    const table = parseCsv(output(grid));
    expect(table.columns.slice(0, 6)).toEqual([
      'samples.n',
      'model.estimator',
      'run',
      'generation',
      'mean',
      'variance',
    ]);
    const expected = ['10', '30', '100'].flatMap(n =>
      ['mle', 'unbiased'].flatMap(estimator =>
        Array.from({ length: 7 }, (_, run) => run).flatMap(run =>
          [0, 4, 8, 12].map(t => [n, estimator, String(run), String(t)]),
        ),
      ),
    );
    expect(table.rows.map(row => row.slice(0, 4))).toEqual(expected);
  });

  test('holds in each cell what collapse run writes for its spec', () => {
    const cell = parseCsv(output(grid)).rows.filter(row => row[0] === '30' && row[1] === 'unbiased');
    const alone = output([
      ...['run', 'gaussian-forgets', '--runs', '7', '--generations', '12', '--every', '4'],
      ...['--set', '/samples/n=30', '--set', '/model/estimator=unbiased'],
    ]);
    expect(cell.map(row => row.slice(2))).toEqual(parseCsv(alone).rows);
  });

  test('takes three fields, lists among the values and a field of the top', () => {
    const table = parseCsv(
      output([
        ...base,
        '--over',
        '/seed=1,2',
        '--over',
        '/source/covariance=[[1]],[[4]]',
        '--over',
        '/samples/n=5,6',
      ]),
    );
    expect(table.rows).toHaveLength(2 * 2 * 2 * 7 * 4);
    expect(table.rows.filter(row => row[1] === '[[4]]' && row[4] === '0').map(row => row[6])).toEqual(
      Array(28).fill('4'),
    );
  });

  test('has the columns of all cells where they differ, empty where a cell has none', () => {
    const table = parseCsv(
      output([
        'sweep',
        'two-modes',
        '--generations',
        '2',
        '--generations-only',
        '2',
        '--over',
        '/model/components=1,2',
      ]),
    );
    const weight = table.columns.indexOf('component_2_weight');
    expect(weight).toBeGreaterThan(0);
    expect(table.rows.map(row => row.length)).toEqual([table.columns.length, table.columns.length]);
    expect(table.rows[0]?.[weight]).toBe('');
    expect(Number(table.rows[1]?.[weight])).toBeGreaterThan(0);
  });

  test('--generations-only keeps those generations', () => {
    const args = ['sweep', 'gaussian-forgets', '--generations', '12', '--over', '/samples/n=10,30'];
    const table = parseCsv(output([...args, '--generations-only', '1,12']));
    expect(table.rows.map(row => row[2])).toEqual(['1', '12', '1', '12']);
    const missing = collapse([...args, '--generations-only', '13']);
    expect(missing.status).toBe(2);
    expect(missing.error).toContain('there is no generation 13; the last one is 12');
  });

  test('does not depend on the number of threads', () => {
    const one = output([...grid, '--threads', '1']);
    for (const threads of ['2', '5']) expect(output([...grid, '--threads', threads])).toBe(one);
  });
});

describe('what is refused, before anything runs', () => {
  test.each([
    [
      ['--over', '/samples/n=2,1', '--over', '/model/estimator=mle,unbiased'],
      'samples.n=1, model.estimator=unbiased: /samples/n: The unbiased estimator divides by n − 1',
    ],
    [['--over', '/samples/n=10,0'], 'samples.n=0: /samples/n: '],
    [['--over', '/samples/m=10'], 'samples.m=10: /samples/m: '],
    [['--over', '/samples/n=10,10'], '--over /samples/n: the value 10 is there twice'],
    [['--over', '/samples/n=10', '--over', '/samples/n=20'], '--over /samples/n: this field is swept twice'],
    [['--over', '/samples/n=10,,20'], 'a value is missing'],
    [['--over', 'n=10'], 'expected a field and its values'],
    [['--over', '/samples/n=10', '--shard', '3/2'], '--shard 3/2: expected a number and how many there are'],
    [[], 'a sweep needs a field to go over'],
  ])('%j', async (args, sentence) => {
    await inFolder(folder => {
      const done = collapse(
        ['sweep', 'gaussian-forgets', '--generations', '3', ...args, '--out', 'table.csv'],
        '',
        folder,
      );
      expect(done.status).toBe(2);
      expect(done.out).toBe('');
      expect(done.error).toContain(sentence);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe('shards', () => {
  test('merged in any order are byte for byte the sweep of one process', async () => {
    await inFolder(folder => {
      output([...grid, '--out', 'all.csv'], '', folder);
      for (const i of ['1', '2', '3', '4'])
        output([...grid, '--shard', `${i}/4`, '--out', `${i}.csv`], '', folder);
      output(['sweep', '--merge', '3.csv', '1.csv', '4.csv', '2.csv', '--out', 'merged.csv'], '', folder);
      expect(readFileSync(join(folder, 'merged.csv'))).toEqual(readFileSync(join(folder, 'all.csv')));
    });
  });

  test('that are missing, doubled, foreign or damaged are named', async () => {
    await inFolder(folder => {
      for (const i of ['1', '2']) output([...grid, '--shard', `${i}/2`, '--out', `${i}.csv`], '', folder);
      output([...base, '--over', '/samples/n=10', '--shard', '1/2', '--out', 'other.csv'], '', folder);
      const merged = (...files: string[]) => {
        const done = collapse(['sweep', '--merge', ...files, '--out', 'merged.csv'], '', folder);
        expect(done.status).toBe(2);
        expect(existsSync(join(folder, 'merged.csv'))).toBe(false);
        return done.error;
      };
      expect(merged('1.csv')).toContain('shard 2/2 is missing');
      expect(merged('1.csv', '1.csv')).toContain('the same shard as 1.csv');
      expect(merged('1.csv', 'other.csv')).toContain('this is a shard of another sweep than 1.csv');
      writeFileSync(join(folder, 'junk.csv'), 'a,b\n1,2\n');
      expect(merged('junk.csv')).toContain('this is no table of one shard of a sweep');
      truncateSync(join(folder, '2.csv'), statSync(join(folder, '2.csv')).size - 3);
      expect(merged('1.csv', '2.csv')).toContain('the last line does not end');
    });
  });
});

describe('a sweep that is killed', () => {
  const long = [
    'sweep',
    'gaussian-forgets',
    '--runs',
    '60',
    '--generations',
    '400',
    '--every',
    '100',
    '--threads',
    '1',
  ];
  const over = [
    '--over',
    '/samples/n=200,201,202,203,204,205,206,207,208,209,210,211',
    '--over',
    '/model/estimator=mle,unbiased',
  ];
  const args = [...long, ...over, '--out', 'table.csv'];

  /** Starts the sweep and kills it when some cells are finished. */
  async function kill(folder: string): Promise<string> {
    const cells = join(folder, 'table.csv.cells');
    const child = spawn(binary, args, { cwd: folder, stdio: 'ignore' });
    const ended = new Promise(resolve => child.on('exit', resolve));
    while (child.exitCode === null && !(existsSync(cells) && statSync(cells).size > 100_000))
      await new Promise(resolve => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).toEqual(['table.csv.cells']);
    return cells;
  }

  test('goes on and ends in the same bytes; a half-written cell is computed again', async () => {
    await inFolder(async folder => {
      const cells = await kill(folder);
      truncateSync(cells, statSync(cells).size - 1000);
      output(args, '', folder);
      expect(readdirSync(folder)).toEqual(['table.csv']);
      expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe(output([...long, ...over]));
    });
  });

  test('computes no finished cell again: the first one is replaced by a mark, which the table then holds', async () => {
    await inFolder(async folder => {
      const cells = await kill(folder);
      const text = readFileSync(cells, 'utf8');
      const record = /\n([0-9a-f]{16}) [0-9a-f]{16}\n/.exec(text);
      if (record?.[1] === undefined) throw new Error('There is no finished cell.');
      const head = record.index + 1;
      const rows = head + 34;
      const mark = '200,mle,marked\n';
      let sum = 0xcbf29ce484222325n;
      for (const c of Buffer.from(mark)) sum = ((sum ^ BigInt(c)) * 0x100000001b3n) & 0xffffffffffffffffn;
      const hex = (x: number | bigint) => x.toString(16).padStart(16, '0');
      const rest = text.slice(rows + Number.parseInt(record[1], 16));
      writeFileSync(cells, `${text.slice(0, head)}${hex(mark.length)} ${hex(sum)}\n${mark}${rest}`);
      output(args, '', folder);
      const table = parseCsv(readFileSync(join(folder, 'table.csv'), 'utf8'));
      expect(table.rows[0]).toEqual(['200', 'mle', 'marked']);
      expect(table.rows).toHaveLength(1 + 23 * 60 * 5);
    });
  });

  test('keeps the cells of another sweep', async () => {
    await inFolder(folder => {
      writeFileSync(join(folder, 'table.csv.cells'), 'mine\n');
      const done = collapse(args, '', folder);
      expect(done.status).toBe(2);
      expect(done.error).toContain(
        'table.csv.cells: holds the finished cells of another sweep; remove it to begin anew',
      );
      expect(readFileSync(join(folder, 'table.csv.cells'), 'utf8')).toBe('mine\n');
    });
  });
});
