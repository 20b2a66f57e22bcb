import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unpack } from '../../web/src/worker/unpack';

const script = fileURLToPath(new URL('../../scripts/pack.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unpack-'));

/** What scripts/pack.py makes of some bytes; liblzma behind it is the independent side of the tests. */
function pack(bytes: Uint8Array): Uint8Array {
  const [from, to] = [join(folder, 'plain'), join(folder, 'packed')];
  writeFileSync(from, bytes);
  execFileSync('python3', [script, from, to]);
  return new Uint8Array(readFileSync(to));
}

/** Bytes of a small generator: the high ones of a linear congruence. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const texts: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array(0)],
  ['one byte', Uint8Array.of(7)],
  ['a long run', new Uint8Array(100_000).fill(3)],
  ['noise', noise(20_000, 1)],
  ['noise told twice, far apart', Uint8Array.from([...noise(70_000, 2), ...noise(70_000, 2)])],
  ['counting', Uint8Array.from({ length: 50_000 }, (_, i) => (i >> (i & 7)) & 255)],
  ['this script', new Uint8Array(readFileSync(fileURLToPath(import.meta.url)))],
];

test.each(texts)('what was packed comes out again: %s', (_, bytes) => {
  expect(Buffer.compare(unpack(pack(bytes)), bytes)).toBe(0);
});

test('both modules come out as they were linked', () => {
  const built = process.env.COLLAPSE_WASM_DIR ?? fileURLToPath(new URL('../../build/wasm', import.meta.url));
  for (const name of ['core', 'networks']) {
    const wasm = readFileSync(join(built, `${name}.wasm`));
    const packed = new Uint8Array(readFileSync(join(built, `${name}.wasm.lzma`)));
    expect(Buffer.compare(unpack(packed), wasm)).toBe(0);
  }
});

test('a truncated or foreign file is refused; a damaged one neither hangs nor makes more than it says', () => {
  const text = texts[6]?.[1] ?? new Uint8Array(0);
  const good = pack(text);
  for (const length of [0, 5, 13, 17, 100, good.length - 20]) {
    expect(() => unpack(good.slice(0, length))).toThrow('damaged');
  }
  expect(() => unpack(new TextEncoder().encode('<!doctype html><title>404</title>'))).toThrow('damaged');
  for (let at = 0; at < good.length; at += 7) {
    const changed = good.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x41;
    try {
      expect(unpack(changed).length).toBeLessThanOrEqual(good.length * 8192);
    } catch (error) {
      expect(String(error)).toContain('damaged');
    }
  }
});
