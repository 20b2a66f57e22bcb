import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { collapse, inFolder, output } from './support/command';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const prepared = path('../../build/digits');

beforeAll(() => {
  // Does nothing when they are there.
  execFileSync(process.execPath, [path('../../scripts/prepare-digits.mjs')]);
});

/** One line that names the file, and exit status 2. */
function refused(folder: string, message: RegExp) {
  const done = collapse(['digits', '--data', folder]);
  expect(done.error).toMatch(/^collapse: [^\n]*digits-(14|28)\.bin: [^\n]*\n$/);
  expect(done.error).toMatch(message);
  expect(done.out).toBe('');
  expect(done.status).toBe(2);
}

test('the prepared files hold all 70,000 digits of MNIST at both sizes, and say whose they are', () => {
  const text = output(['digits', '--data', prepared]);
  expect(text.match(/^ {2}training .*$/gm)).toEqual(
    Array(2).fill('  training   5923   6742   5958   6131   5842   5421   5918   6265   5851   5949  60000'),
  );
  expect(text.match(/^ {2}test .*$/gm)).toEqual(
    Array(2).fill('  test        980   1135   1032   1010    982    892    958   1028    974   1009  10000'),
  );
  expect(text).toContain('14 x 14 pixels');
  expect(text).toContain('28 x 28 pixels');
  expect(text).toMatch(/^Digits: MNIST, Yann LeCun and Corinna Cortes, .* CC BY-SA 3\.0; .*\.$/m);
});

test('a missing file is named, with the command that makes it', () =>
  inFolder(folder => refused(folder, /No such file.*\.\/lab digits makes it .*--data DIR/)));

test('a folder in the place of the file is refused', () =>
  inFolder(folder => {
    mkdirSync(join(folder, 'digits-14.bin'));
    refused(folder, /Is a directory/);
  }));

test('a cut, a damaged, a foreign and a swapped file are refused, each with its reason', () =>
  inFolder(folder => {
    const name = join(folder, 'digits-14.bin');
    const bytes = readFileSync(join(prepared, 'digits-14.bin'));
    writeFileSync(name, bytes.subarray(0, -1));
    refused(folder, /has 6930149 bytes; its header announces 6930150/);
    const damaged = Buffer.from(bytes);
    damaged[3000000]! ^= 16;
    writeFileSync(name, damaged);
    refused(folder, /damaged/);
    writeFileSync(name, 'P5 14 14 255');
    refused(folder, /not a digits file/);
    copyFileSync(join(prepared, 'digits-28.bin'), name);
    refused(folder, /its images have side 28, not 14/);
  }));
