import { describe, expect, test } from 'vitest';
import { collapse, inFolder, output } from './support/command';

// Each run holds some 18 MB, so a few threads are more than the memory that is allowed here; the real figure is measured by hand
// (docs/decisions/0023).
const large = ['gaussian-forgets', '--generations', '2', '--runs', '6', '--set', '/samples/n=1000000'];
const note =
  /^collapse: (\d+) threads would need ([\d.]+) GB of memory; at most ([\d.]+) GB is allowed \(--memory\), so (\d+) computes?\n$/;

describe('memory is counted for all threads together', () => {
  test.each([
    ['run', ['run', ...large]],
    ['sweep', ['sweep', ...large, '--over', '/seed=1,2']],
  ])(
    '%s computes on fewer threads when all of them would take too much, says so, and writes the same',
    (_, args) => {
      const one = output([...args, '--threads', '1', '--memory', '0.1']);
      const done = collapse([...args, '--threads', '6', '--memory', '0.1']);
      expect(done.status).toBe(0);
      expect(done.out).toBe(one);
      const [, wanted, needed, allowed, threads] = note.exec(done.error) ?? [];
      expect(wanted).toBe('6');
      expect(allowed).toBe('0.1');
      expect(Number(needed)).toBeGreaterThan(0.1);
      expect(Number(threads)).toBeGreaterThan(1);
      expect(Number(threads)).toBeLessThan(6);
      expect(collapse([...args, '--threads', '6', '--memory', '0.1', '--quiet']).error).toBe('');
    },
  );

  test('enough memory lets all threads compute without a word', () => {
    expect(output(['run', ...large, '--threads', '6', '--memory', '2'])).toContain('\n5,2,');
  });

  test.each([
    ['run', ['run', ...large]],
    ['sweep', ['sweep', ...large, '--over', '/seed=1,2']],
  ])('%s refuses what one thread cannot hold, with figures', (_, args) => {
    const done = collapse([...args, '--threads', '2', '--memory', '0.01']);
    expect(done.status).toBe(2);
    expect(done.out).toBe('');
    expect(done.error).toMatch(/would need 0\.0\d+ GB of memory .*at most 0\.01 GB is allowed/);
  });

  test('verify counts its trials together too', () => {
    const args = ['verify', '--only', 'mle-100-', '--threads', '200', '--memory', '0.003'];
    const done = collapse(args);
    expect(done.error).toMatch(
      /threads would need [\d.]+ GB of memory; at most 0\.003 GB is allowed \(--memory\), so \d+ computes?/,
    );
  });

  test('rows that wait to be written are counted: a long cell that a file keeps together is refused before it fills the memory', () =>
    inFolder(folder => {
      const args = [
        'sweep',
        'gaussian-forgets',
        '--over',
        '/seed=1,2',
        '--runs',
        '2000',
        '--generations',
        '2000',
      ];
      const done = collapse([...args, '--memory', '0.3', '--out', `${folder}/table.csv`]);
      expect(done.status).toBe(2);
      expect(done.error).toMatch(/GB for rows that wait to be written/);
      expect(done.error).toMatch(/--every or --generations-only/);
    }));

  test('a memory that is no positive number of gigabytes is refused', () => {
    for (const wrong of ['0', '-1', 'much'])
      expect(collapse(['run', 'gaussian-forgets', '--memory', wrong]).error).toMatch(/--memory/);
  });
});
