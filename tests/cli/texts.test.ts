import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { collapse, inFolder, output } from './support/command';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const prepared = path('../../build/texts');

beforeAll(() => {
  // Does nothing when they are there.
  execFileSync(process.execPath, [path('../../scripts/prepare-texts.mjs')]);
});

/** One line that names the file, and exit status 2. */
function refused(folder: string, message: RegExp) {
  const done = collapse(['texts', '--data', folder]);
  expect(done.error).toMatch(/^collapse: [^\n]*names\.bin: [^\n]*\n$/);
  expect(done.error).toMatch(message);
  expect(done.out).toBe('');
  expect(done.status).toBe(2);
}

test('the prepared texts hold so many items, words and characters, and say whose they are', () => {
  const text = output(['texts', '--data', prepared]);
  const rows = text.match(/^ {2}(training|validation|test) .*$/gm)?.map(row => row.trim().split(/ +/));
  expect(rows).toEqual([
    ['training', '6738', '6738', '40480'],
    ['validation', '842', '842', '5141'],
    ['test', '842', '842', '5124'],
    ['training', '1940', '202604', '966935'],
    ['validation', '242', '23587', '112470'],
    ['test', '242', '21594', '102171'],
    ['training', '2440', '213827', '1177378'],
    ['validation', '305', '26835', '148341'],
    ['test', '304', '26582', '146206'],
  ]);
  expect(text.match(/^Text: .* public domain, .*\.$/gm)?.length).toBe(3);
});

test('a missing text is named, with the command that makes it', () =>
  inFolder(folder => refused(folder, /No such file.*\.\/lab texts makes it .*--data DIR/)));

test('a folder in the place of a text is refused', () =>
  inFolder(folder => {
    mkdirSync(join(folder, 'names.bin'));
    refused(folder, /Is a directory/);
  }));

test('a cut, a damaged, a foreign and a swapped text are refused, each with its reason', () =>
  inFolder(folder => {
    const name = join(folder, 'names.bin');
    const bytes = readFileSync(join(prepared, 'names.bin'));
    writeFileSync(name, bytes.subarray(0, -1));
    refused(folder, new RegExp(`has ${bytes.length - 1} bytes; its header announces ${bytes.length}`));
    const damaged = Buffer.from(bytes);
    damaged[30000]! ^= 16;
    writeFileSync(name, damaged);
    refused(folder, /damaged/);
    writeFileSync(name, 'aaren\naarika\n');
    refused(folder, /not a text file/);
    copyFileSync(join(prepared, 'moby-dick.bin'), name);
    refused(folder, /it holds the text "moby-dick", not "names"/);
  }));

test('an experiment with a built-in text finds it, and says what is wrong with the file', () =>
  inFolder(folder => {
    const spec = join(folder, 'spec.json');
    writeFileSync(
      spec,
      JSON.stringify({
        generations: 2,
        source: { kind: 'corpus', corpus: 'names', tokens: 'characters' },
        model: { kind: 'ngram' },
        samples: { n: 500 },
      }),
    );
    expect(output(['hash', spec, '--data', prepared])).toMatch(/^[0-9a-f]{16}\n$/);
    const done = collapse(['hash', spec, '--data', folder]);
    expect(done.status).toBe(2);
    expect(done.error).toMatch(/names\.bin: No such file/);
    writeFileSync(join(folder, 'names.bin'), 'MCLTEXTS');
    expect(collapse(['hash', spec, '--data', folder]).error).toMatch(
      /^collapse: \/source\/corpus: .*fewer than the 28 of its header\n$/,
    );
  }));

test("an experiment with the reader's own text needs no file", () =>
  inFolder(folder => {
    const spec = join(folder, 'spec.json');
    const value = 'the sea, the sea and the whale. '.repeat(20);
    writeFileSync(
      spec,
      JSON.stringify({
        generations: 2,
        source: { kind: 'text', value },
        model: { kind: 'ngram' },
        samples: { n: 50 },
      }),
    );
    expect(output(['hash', spec, '--data', folder])).toMatch(/^[0-9a-f]{16}\n$/);
  }));
