import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collapse, inFolder, output, root } from './support/command';

interface Row {
  id: string;
  statistic: string;
  relation: string;
  expected: number;
  measured: number;
  error: number;
  z: number | null;
  limit: number;
  skewness: number;
  pass: boolean;
}

const quick = ['verify', '--only', 'mle-10-', '--only', 'known-variance', '--only', 'one-shot-10-'];

async function rowsOf(args: readonly string[]): Promise<Row[]> {
  let rows: Row[] = [];
  await inFolder(folder => {
    const file = join(folder, 'verify.json');
    output([...args, '--json', file]);
    rows = JSON.parse(readFileSync(file, 'utf8')).rows;
  });
  return rows;
}

describe('the claims', () => {
  test('are at least 40, each with a name of its own', () => {
    const ids = output(['verify', '--list'])
      .trim()
      .split('\n')
      .map(line => line.slice(0, line.indexOf(':')));
    expect(ids.length).toBeGreaterThanOrEqual(40);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('hold, and say by how much', () => {
    const text = output(quick);
    expect(text).toMatch(/\n(\d+) of \1 claims hold\n$/);
    expect(text).toContain('holds  mle-10-log: E ln σ² = t[ψ((n−1)/2) − ln(n/2)]');
    expect(text).toMatch(/expected -4\.411, measured -4\.\d+ ± 0\.02\d*, z [+-]\d\.\d\d/);
  });

  test('do not depend on the number of threads', () => {
    const one = output([...quick, '--threads', '1']);
    for (const threads of ['2', '7']) expect(output([...quick, '--threads', threads])).toBe(one);
  });

  test('are simulated with other numbers for another seed, and hold again', async () => {
    const first = await rowsOf(quick);
    const second = await rowsOf([...quick, '--seed', '5']);
    const differing = second.filter((row, i) => row.measured !== first[i]?.measured).map(row => row.id);
    expect(differing).toEqual(first.map(row => row.id).filter(id => !id.startsWith('known-variance')));
    expect(second.every(row => row.pass)).toBe(true);
  });

  test('pass and fail by z and a limit of at most one false alarm in a million', async () => {
    for (const row of await rowsOf(quick)) {
      expect(row.limit).toBeGreaterThanOrEqual(4.9);
      if (row.z === null) expect(row.error).toBe(0);
      else if (row.relation === '=') expect(row.pass).toBe(Math.abs(row.z) <= row.limit);
    }
  });

  test('about means have runs so many that the mean is as good as normal', async () => {
    const laws = ['mle-', 'unbiased-10', 'shifted-', 'space-', 'growing'];
    const rows = await rowsOf(['verify', ...laws.flatMap(id => ['--only', id])]);
    for (const row of rows)
      if (row.statistic === 'mean' && row.relation === '=')
        expect(row.skewness, row.id).toBeLessThan(row.limit > 5 ? 0.1 : 0.003);
  });
});

describe('the committed results', () => {
  const { rows, version } = JSON.parse(readFileSync(join(root, 'docs/results.json'), 'utf8')) as {
    rows: (Row & { claim: string; setting: string })[];
    version: string;
  };
  const anew = 'run: collapse verify --write-results docs/results.md --json docs/results.json';

  test('are those of this version and of all its claims', () => {
    const listed = output(['verify', '--list']).trim().split('\n');
    expect(
      rows.map(({ id, claim, setting }) => `${id}: ${claim} (${setting})`),
      anew,
    ).toEqual(listed);
    expect(output(['--version']), anew).toContain(version);
  });

  test('are the same in docs/results.json, of which the page is made, and in docs/results.md', () => {
    const markdown = readFileSync(join(root, 'docs/results.md'), 'utf8');
    const table = markdown.slice(markdown.indexOf('<!-- verify -->'), markdown.indexOf('<!-- /verify -->'));
    const lines = table.split('\n').filter(line => /\| (holds|\*\*fails\*\*) \|$/.test(line));
    expect(lines.length, anew).toBe(rows.length);
    for (const [i, { claim, z, pass }] of rows.entries()) {
      const cells = (lines[i] ?? '').split(/(?<!\\) ?\| ?/).map(cell => cell.replaceAll('\\|', '|'));
      expect(cells[1], anew).toBe(claim);
      expect(cells[7], anew).toBe(z === null ? '–' : `${z < 0 ? '-' : '+'}${Math.abs(z).toFixed(2)}`);
      expect(cells[8], anew).toBe(pass ? 'holds' : '**fails**');
    }
  });
});

describe('the files', () => {
  test('--write-results replaces what stands between the marks and nothing else', async () => {
    await inFolder(folder => {
      const file = join(folder, 'results.md');
      writeFileSync(file, '# Results\n\n<!-- verify -->\nstale\n<!-- /verify -->\nafter\n');
      output(['verify', '--only', 'mle-10-log', '--write-results', file]);
      const text = readFileSync(file, 'utf8');
      expect(text.startsWith('# Results\n\n<!-- verify -->\n')).toBe(true);
      expect(text.endsWith('<!-- /verify -->\nafter\n')).toBe(true);
      expect(text).not.toContain('stale');
      expect(text).toContain(
        '| E ln σ² = t[ψ((n−1)/2) − ln(n/2)] | n = 10, maximum likelihood; t = 20, 10000 runs |',
      );
      output(['verify', '--only', 'mle-10-log', '--write-results', file]);
      expect(readFileSync(file, 'utf8')).toBe(text);
    });
  });

  test('--write-results refuses a file with a mark twice: which table is meant cannot be known', async () => {
    await inFolder(folder => {
      const file = join(folder, 'results.md');
      const marks = '<!-- verify -->\n<!-- /verify -->\n';
      for (const text of [marks + marks, `${marks}<!-- /verify -->\n`, `<!-- verify -->\n${marks}`]) {
        writeFileSync(file, text);
        const done = collapse(['verify', '--only', 'known-variance', '--write-results', file]);
        expect(done.status).toBe(2);
        expect(done.error).toContain('must be there once each');
        expect(readFileSync(file, 'utf8')).toBe(text);
      }
    });
  });

  test('--write-results refuses a file without marks and leaves it alone', async () => {
    await inFolder(folder => {
      const file = join(folder, 'results.md');
      writeFileSync(file, 'mine\n');
      const done = collapse(['verify', '--only', 'known-variance', '--write-results', file]);
      expect(done.status).toBe(2);
      expect(done.error).toBe(
        `collapse: ${file}: there are no marks <!-- verify --> and <!-- /verify -->, in this order\n`,
      );
      expect(readFileSync(file, 'utf8')).toBe('mine\n');
      // Before anything was computed.
      expect(done.out).toBe('');
    });
  });

  test.each([
    ['--json', 1, 'cannot write'],
    ['--write-results', 2, 'No such file or directory'],
  ])('%s that cannot be opened is told before anything is computed', (option, status, sentence) => {
    const done = collapse(['verify', '--only', 'known-variance', option, '/nowhere/at/all']);
    expect([done.status, done.out]).toEqual([status, '']);
    expect(done.error).toContain(`/nowhere/at/all: ${sentence}`);
  });

  test.each([
    ['--json', 'x.json'],
    ['--write-results', 'x.md'],
    ['--seed', '7'],
  ])('--list goes with no %s', (option, value) => {
    const done = collapse(['verify', '--list', option, value]);
    expect([done.status, done.out]).toEqual([2, '']);
    expect(done.error).toContain('--list names the claims and computes nothing');
  });

  test.each([
    [['--seed', 'nan'], '--seed: must be a whole number from 0 to 999999999999999, but is nan'],
    [['--seed', '1e3'], '--seed: must be a whole number'],
    [['--seed', '01'], '--seed: must be a whole number'],
    [['--seed', ''], '--seed: must be a whole number'],
    [['--only', ''], '--only: must not be empty'],
    [['--list', '--only', 'mle', '--only', 'zzz'], '--only zzz: no claim'],
    [['--json', 'x', '--write-results', 'x'], '--json and --write-results name the same file'],
  ])('%j is refused before anything is computed', (args, sentence) => {
    const done = collapse(['verify', ...args]);
    expect([done.status, done.out]).toEqual([2, '']);
    expect(done.error).toContain(sentence);
  });

  test('a name that no claim contains is refused', () => {
    const done = collapse(['verify', '--only', 'nonsense']);
    expect(done.status).toBe(2);
    expect(done.error).toContain(`--only nonsense: no claim's name contains that`);
  });
});
