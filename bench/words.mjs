// The text the n-grams are measured on: Moby-Dick from the prepared file (scripts/text-file.mjs has its format).

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Training paragraphs as numbers: 0 ends a paragraph, words and marks are numbered as they come. */
function numbersOf(file) {
  const word = offset => file.readUInt32LE(offset);
  const [items, name, attribution, bytes] = [12, 16, 20, 24].map(word);
  const roles = 28 + name + attribution;
  const text = file.toString('utf8', roles + items, roles + items + bytes);
  const known = new Map();
  const numbers = [];
  text.split('\n').forEach((line, i) => {
    if (!line || file[roles + i] !== 0) return;
    for (const part of line.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu)) {
      if (!known.has(part)) known.set(part, known.size + 1);
      numbers.push(known.get(part));
    }
    numbers.push(0);
  });
  return Uint32Array.from(numbers);
}

/** Writes what the programs read into `folder`: moby-dick.bin, and its tokens as moby-dick.words (32 bits each). */
export function writeWords(build, folder) {
  const file = readFileSync(join(build, 'texts/moby-dick.bin'));
  writeFileSync(join(folder, 'moby-dick.bin'), file);
  writeFileSync(join(folder, 'moby-dick.words'), numbersOf(file));
}
