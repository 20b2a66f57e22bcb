import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binary, collapse, inFolder, output, small } from './support/command';

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until a process has opened a file in a folder to write to it, under a name or none. */
async function opened(pid: number, folder: string): Promise<void> {
  const inside = (descriptor: string) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${descriptor}`).startsWith(folder);
    } catch {
      return false; // closed meanwhile
    }
  };
  for (let waited = 0; !readdirSync(`/proc/${pid}/fd`).some(inside); waited += 10) {
    if (waited > 30_000) throw new Error('The unfinished file never appeared.');
    await pause(10);
  }
}

/** A run that takes far longer than the test waits for it. */
const endless = ['run', 'paper-1d', '--runs', '10000', '--generations', '10000', '--set', '/samples/n=1000'];

describe('--out', () => {
  test.each([
    ['run', ['--generations', '1']],
    ['ask', ['-g', '1', '-q', '{"ask":"laws"}']],
    ['frame', ['-g', '1']],
    ['sweep', ['--over', '/samples/n=2,3']],
  ])('%s refuses to write over the file it reads', (command, more) =>
    inFolder(folder => {
      const spec = '{"model":{"kind":"gaussian"},"generations":2}';
      writeFileSync(join(folder, 'spec.json'), spec);
      const done = collapse([command, 'spec.json', ...more, '--out', './spec.json'], '', folder);
      expect([done.status, done.error]).toEqual([
        2,
        'collapse: --out ./spec.json: this file is read, and what is in it would be lost\n',
      ]);
      expect(readFileSync(join(folder, 'spec.json'), 'utf8')).toBe(spec);
    }),
  );

  test('sweep --merge refuses to write over a shard', () =>
    inFolder(folder => {
      const sweep = ['sweep', ...small.slice(1), '--over', '/seed=1,2'];
      for (const shard of ['1/2', '2/2'])
        output([...sweep, '--shard', shard, '--out', `${shard[0]}.csv`], '', folder);
      const before = readFileSync(join(folder, '1.csv'), 'utf8');
      const done = collapse(['sweep', '--merge', '1.csv', '2.csv', '--out', '1.csv'], '', folder);
      expect([done.status, done.error]).toEqual([
        2,
        'collapse: --out 1.csv: this file is read, and what is in it would be lost\n',
      ]);
      expect(readFileSync(join(folder, '1.csv'), 'utf8')).toBe(before);
    }));

  test('writes the bytes that standard output gets and nothing beside them', () =>
    inFolder(folder => {
      expect(output([...small, '--out', 'table.csv'], '', folder)).toBe('');
      expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe(output(small));
      expect(readdirSync(folder)).toEqual(['table.csv']);
    }));

  test('gives a new file the rights of any new file, and keeps those of an old one', () =>
    inFolder(folder => {
      output([...small, '-o', 'new.csv'], '', folder);
      writeFileSync(join(folder, 'other'), '');
      expect(statSync(join(folder, 'new.csv')).mode).toBe(statSync(join(folder, 'other')).mode);
      chmodSync(join(folder, 'new.csv'), 0o640);
      output([...small, '-o', 'new.csv'], '', folder);
      expect(statSync(join(folder, 'new.csv')).mode & 0o777).toBe(0o640);
    }));

  test('replaces what a link points to, not the link', () =>
    inFolder(folder => {
      mkdirSync(join(folder, 'there'));
      writeFileSync(join(folder, 'there/real.csv'), 'old');
      symlinkSync('there/real.csv', join(folder, 'link.csv'));
      output([...small, '-o', 'link.csv'], '', folder);
      expect(readFileSync(join(folder, 'there/real.csv'), 'utf8')).toBe(output(small));
      expect(readdirSync(folder).sort()).toEqual(['link.csv', 'there']);
      expect(readdirSync(join(folder, 'there'))).toEqual(['real.csv']);
    }));

  test('- is standard output', () => expect(output([...small, '-o', '-'])).toBe(output(small)));

  test('a device is written to, not replaced', () => {
    output([...small, '-o', '/dev/null']);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test.each([
    [
      'a folder that does not exist',
      'no/where.csv',
      /no\/where\.csv: cannot write: No such file or directory/,
    ],
    ['a folder', '.', /\.: cannot write: Is a directory/],
    ['a folder to be', 'new/', /new\/: cannot write: /],
    ['a name too long', 'x'.repeat(256), /x+…x+: cannot write: File name too long/],
    ['a full disk', '/dev/full', /\/dev\/full: cannot write: No space left on device/],
  ])('%s is a failure with status 1 and leaves nothing behind', (_, target, message) =>
    inFolder(folder => {
      const done = collapse([...small, '--out', target], '', folder);
      expect(done.error).toMatch(message);
      expect(done.error).toMatch(/^collapse: [^\n]*\n$/);
      expect(done.status).toBe(1);
      expect(readdirSync(folder)).toEqual([]);
    }),
  );

  test('a spec that is refused leaves an existing file as it was', () =>
    inFolder(folder => {
      writeFileSync(join(folder, 'table.csv'), 'old');
      expect(collapse(['run', 'paper-1d', '--seed', 'x', '-o', 'table.csv'], '', folder).status).toBe(2);
      expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['table.csv']);
    }));
});

describe('an interrupted run', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends it by that signal, with no half file and the old file whole',
    signal =>
      inFolder(async folder => {
        writeFileSync(join(folder, 'table.csv'), 'old');
        const child = spawn(binary, [...endless, '--out', 'table.csv'], { cwd: folder, stdio: 'ignore' });
        const ended = new Promise<NodeJS.Signals | null>(resolve =>
          child.once('exit', (_, by) => resolve(by)),
        );
        await opened(child.pid!, folder);
        await pause(100);
        expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe('old');
        child.kill(signal);
        expect(await ended).toBe(signal);
        expect(readdirSync(folder)).toEqual(['table.csv']);
        expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe('old');
      }),
  );

  test('killed outright leaves nothing, or one file that the next run to the same target uses up', () =>
    inFolder(async folder => {
      for (let time = 0; time < 2; ++time) {
        const child = spawn(binary, [...endless, '--out', 'table.csv'], { cwd: folder, stdio: 'ignore' });
        const ended = new Promise(resolve => child.once('exit', resolve));
        await opened(child.pid!, folder);
        child.kill('SIGKILL');
        await ended;
        expect(['', '.table.csv.unfinished']).toContain(readdirSync(folder).join());
      }
      output([...small, '--out', 'table.csv'], '', folder);
      expect(readdirSync(folder)).toEqual(['table.csv']);
      expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe(output(small));
    }));
});

describe('a pipe', () => {
  test('that is closed ends the command without a word', () => {
    const script = 'set -o pipefail; "$@" | head -n 1; echo $?';
    const done = spawnSync('bash', ['-c', script, 'bash', binary, ...endless.slice(0, 4), '--threads', '1'], {
      encoding: 'utf8',
    });
    expect(done.stderr).toBe('');
    expect(done.stdout).toMatch(/^# Model Collapse Lab .*\n141\n$/);
  });

  test('gets rows before a long run has ended', async () => {
    const args = ['run', 'paper-1d', '--runs', '10000', '--set', '/samples/n=1000'];
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise<NodeJS.Signals | null>(resolve => child.once('exit', (_, by) => resolve(by)));
    const first = await new Promise<string>(resolve =>
      child.stdout.once('data', data => resolve(String(data))),
    );
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(first).toMatch(/^# Model Collapse Lab .*\nrun,generation,.*\n0,0,.*\n0,1,/s);
  });

  test.each([
    small,
    ['--help'],
    ['run', '--help'],
    ['--version'],
    ['version'],
    ['presets'],
    ['presets', 'paper-1d'],
    ['describe'],
    ['describe', '--format', 'markdown'],
    ['hash', ...small.slice(1)],
    ['frame', ...small.slice(1), '--generation', '1'],
    ['ask', ...small.slice(1), '--generation', '1', '--question', '{"ask":"laws"}'],
    ['sweep', ...small.slice(1), '--over', '/seed=1,2'],
    ['sweep', ...small.slice(1), '--over', '/seed=1,2', '--shard', '1/2'],
    ['verify', '--list'],
  ])('to a full device is a failure with status 1: %s %s %s', (...args) => {
    const done = spawnSync('bash', ['-c', '"$@" > /dev/full', 'bash', binary, ...args], {
      encoding: 'utf8',
    });
    expect(done.stderr).toBe('collapse: standard output: cannot write: No space left on device\n');
    expect(done.status).toBe(1);
  });
});

// script(1) runs a command on a terminal of its own.
const hasTerminals = spawnSync('script', ['--version']).status === 0;
test.skipIf(!hasTerminals)(
  'a terminal gets a progress bar on stderr that is wiped away at the end',
  () => {
    const line = `${binary} run paper-1d --runs 300 --set /samples/n=1000 --threads 1 --out /dev/null`;
    const done = spawnSync('script', ['-qec', line, '/dev/null'], { encoding: 'utf8', input: '' });
    expect(done.status).toBe(0);
    expect(done.stdout).toMatch(/\r\[#*\.*\] +\d+ % {2}\d+ of 300000 generations/);
    expect(done.stdout.endsWith('\r\u001b[K')).toBe(true);
  },
  60_000,
);
