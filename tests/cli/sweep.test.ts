import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binary, collapse, inFolder, output, parseCsv, refused } from './support/command';

/** FNV-1a as the command writes it: 64 bits in hexadecimal digits. */
function checksum(text: string | Buffer): string {
  let sum = 0xcbf29ce484222325n;
  for (const c of Buffer.from(text)) sum = ((sum ^ BigInt(c)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return sum.toString(16).padStart(16, '0');
}

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

  test('a device takes the rows as they come, a full one says so, and no file of cells is left beside it', () => {
    const full = collapse([...grid, '--out', '/dev/full']);
    expect(full.error).toMatch(/^collapse: \/dev\/full: cannot write: No space left on device\n$/);
    expect(full.status).toBe(1);
    expect(collapse([...grid, '--out', '/dev/null']).status).toBe(0);
    for (const device of ['/dev/full', '/dev/null'])
      expect(existsSync(`${device}.cells`), device).toBe(false);
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
    [
      ['--over', '/model/estimator=mle', '--over', '/samples/n=9,10,11,1e1'],
      '--over /samples/n: the values 10 and 1e1 are the same',
    ],
    [
      ['--over', '/samples/n=5,6', '--over', '/model/estimator=mle,"mle"'],
      '--over /model/estimator: the values mle and "mle" are the same',
    ],
    [['--over', '/samples/n=10', '--over', '/samples/n=20'], '--over /samples/n: this field is swept twice'],
    [['--over', '/samples/n=10,,20'], 'a value is missing'],
    [['--over', 'n=10'], 'expected a field and its values'],
    [
      ['--over', '/samples/n=10', '--generations-only', '1,2,1'],
      '--generations-only: generation 1 is named twice',
    ],
    ...['1,,2', '1,', ',1', '', '1 2', '1,x', '10001', '-1', '1.5'].map(
      text =>
        [['--over', '/samples/n=10', `--generations-only=${text}`], '--generations-only '] as [
          string[],
          string,
        ],
    ),
    [['--over', '/samples/n=10', '--out', ''], '--out: must name a file, but is empty'],
    [['--over', '/samples/n=10', '--shard', ''], '--shard: must say which shard and of how many'],
    [['--over', '/samples/n=10', '--shard', '3/2'], '--shard 3/2: expected which shard and of how many'],
    [['--over', '/samples/n=10', '--shard', '99999999999/1'], '--shard 99999999999/1: expected which shard'],
    [['--over', '/samples/n=10', '--shard', '1/2x'], '--shard 1/2x: expected which shard'],
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
      writeFileSync(join(folder, 'deep.csv'), `# sweep: {"over":${'['.repeat(300_000)}\n# shard: 1/1\na\n`);
      expect(merged('deep.csv')).toContain('deep.csv: it is cut off');
      const deep = `# sweep: {"over":${'['.repeat(300_000)}\n# shard: 1/1\na\n`;
      writeFileSync(join(folder, 'deep.csv'), `${deep}# end: 0 rows, checksum ${checksum(deep)}\n`);
      expect(merged('deep.csv')).toContain('nested more than 64 levels deep');
      truncateSync(join(folder, '2.csv'), statSync(join(folder, '2.csv')).size - 3);
      expect(merged('1.csv', '2.csv')).toContain('2.csv: it is cut off: a whole shard ends with a line');
    });
  });

  test('end with the number of their rows and a checksum of every byte before that line', () => {
    const text = output([...grid, '--shard', '2/4']);
    const at = text.lastIndexOf('# end: ');
    const rows = text
      .slice(0, at)
      .split('\n')
      .filter(line => /^\d/.test(line)).length;
    expect(rows).toBe(2 * 7 * 4);
    expect(text.slice(at)).toBe(`# end: ${rows} rows, checksum ${checksum(text.slice(0, at))}\n`);
    expect(output(grid)).not.toContain('# end');
  });

  test('cut at any line end, or with any bit turned, are refused and named', async () => {
    await inFolder(folder => {
      const short = ['sweep', 'gaussian-forgets', '--generations', '2', '--over', '/samples/n=10,30,100'];
      for (const i of ['1', '2']) output([...short, '--shard', `${i}/2`, '--out', `${i}.csv`], '', folder);
      const whole = readFileSync(join(folder, '1.csv'));
      const damaged = (bytes: Buffer) => {
        writeFileSync(join(folder, '1.csv'), bytes);
        refused(['sweep', '--merge', '1.csv', '2.csv', '--out', 'merged.csv'], 2, /\b1\.csv\b/, '', folder);
        expect(existsSync(join(folder, 'merged.csv'))).toBe(false);
      };
      for (let end = whole.indexOf(10); end < whole.length - 1; end = whole.indexOf(10, end + 1))
        damaged(whole.subarray(0, end + 1));
      // Every 23rd byte, a bit after the other.
      for (let at = 0; at < whole.length; at += 23) {
        const turned = Buffer.from(whole);
        turned[at]! ^= 1 << (at % 8);
        damaged(turned);
      }
      const lines = whole.toString().split('\n');
      damaged(Buffer.from([...lines.slice(0, 6), ...lines.slice(7)].join('\n')));
      writeFileSync(join(folder, '1.csv'), whole);
      output(['sweep', '--merge', '1.csv', '2.csv', '--out', 'merged.csv'], '', folder);
      expect(readFileSync(join(folder, 'merged.csv'), 'utf8')).toBe(output(short));
    });
  });

  test('with line breaks, quotes and commas in a swept value are merged like any other', async () => {
    await inFolder(folder => {
      // Twelve paragraphs; as a plain word with line breaks, the second with quotation marks too, and as JSON with commas.
      const text = (words: string, end: string) =>
        Array.from({ length: 12 }, (_, i) => `${words} ${i % 3} ${words}${end}`).join('\n\n');
      const values = [text('fish', ' swims'), text('"red" fish', '.'), JSON.stringify(text('one, two', '!'))];
      const texts = [
        ...['sweep', '-', '--generations', '2', '--over', `/source/value=${values.join(',')}`],
        ...['--over', '/model/order=1,2'],
      ];
      const spec = '{"model":{"kind":"ngram"},"source":{"kind":"text"},"samples":{"n":40}}';
      output([...texts, '--out', 'all.csv'], spec, folder);
      for (const i of ['1', '2', '3'])
        output([...texts, '--shard', `${i}/3`, '--out', `${i}.csv`], spec, folder);
      output(['sweep', '--merge', '2.csv', '1.csv', '3.csv', '--out', 'merged.csv'], '', folder);
      expect(readFileSync(join(folder, 'merged.csv'))).toEqual(readFileSync(join(folder, 'all.csv')));
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
  async function kill(folder: string, bytes = 100_000): Promise<string> {
    const cells = join(folder, 'table.csv.cells');
    const child = spawn(binary, args, { cwd: folder, stdio: 'ignore' });
    const ended = new Promise(resolve => child.on('exit', resolve));
    while (child.exitCode === null && !(existsSync(cells) && statSync(cells).size > bytes))
      await new Promise(resolve => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).toEqual(['table.csv.cells']);
    return cells;
  }

  /** Where the finished cells of a store stand: the line before their rows, their rows, and what follows. */
  function records(text: string): { head: number; rows: number; end: number }[] {
    const found = [];
    let head = text.search(/\n[0-9a-f]{16} /) + 1;
    for (;;) {
      const line = /^[0-9a-f]{16} ([0-9a-f]{16}) .*\n/.exec(text.slice(head, head + 68));
      const rows = head + 68;
      const end = rows + Number.parseInt(line?.[1] ?? 'ffffffff', 16);
      if (end > text.length) break;
      found.push({ head, rows, end });
      head = end;
    }
    return found;
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
      const [first] = records(text);
      if (first === undefined) throw new Error('There is no finished cell.');
      const mark = '200,mle,marked\n';
      const hex = (x: number) => x.toString(16).padStart(16, '0');
      const line = `${hex(0)} ${hex(mark.length)} ${checksum(mark)}`;
      writeFileSync(
        cells,
        `${text.slice(0, first.head)}${line} ${checksum(line)}\n${mark}${text.slice(first.end)}`,
      );
      output(args, '', folder);
      const table = parseCsv(readFileSync(join(folder, 'table.csv'), 'utf8'));
      expect(table.rows[0]).toEqual(['200', 'mle', 'marked']);
      expect(table.rows).toHaveLength(1 + 23 * 60 * 5);
    });
  });

  test('names the line of a finished cell that was changed, and computes nothing', async () => {
    await inFolder(async folder => {
      const cells = await kill(folder, 400_000);
      const text = readFileSync(cells, 'utf8');
      const [first, second, third] = records(text);
      if (first === undefined || second === undefined || third === undefined)
        throw new Error('Too few finished cells.');
      const line = (at: number) => text.slice(0, at).split('\n').length;
      const turned = (at: number) =>
        `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
      for (const [damaged, where] of [
        [turned(first.rows + 5000), first.head],
        [turned(second.rows - 3), second.head], // of the line before its rows
        [turned(second.head + 20), second.head], // of its length
        [text.slice(0, first.head) + text.slice(second.head), first.head], // a cell is missing
        [text.slice(0, second.head) + text.slice(first.head), second.head], // a cell is there twice
        [`${text.slice(0, third.head)}junk`, third.head],
      ] as const) {
        writeFileSync(cells, damaged);
        refused(
          args,
          2,
          new RegExp(`table\\.csv\\.cells, line ${line(where)}: this finished cell is not what`),
          '',
          folder,
        );
        expect(readFileSync(cells, 'utf8')).toBe(damaged);
        expect(existsSync(join(folder, 'table.csv'))).toBe(false);
      }
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
