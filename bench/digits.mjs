// The images the networks are measured on: real digits from the prepared files (scripts/digits-file.mjs has their format).

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The levels, 0 to 15, a byte a pixel, of the first `count` training images of a digits file. */
function levelsOf(file, count) {
  const word = offset => file.readUInt32LE(offset);
  const [side, training, test, attribution] = [12, 16, 20, 24].map(word);
  const pixels = 28 + attribution + training + test;
  const levels = new Uint8Array(count * side * side);
  for (let i = 0; i < levels.length; i += 2) {
    const two = file[pixels + i / 2];
    levels[i] = two >> 4;
    levels[i + 1] = two & 15;
  }
  return levels;
}

/** Writes what the programs read into `folder`: 28.levels (10,000 images), 14.levels (5,000), 14.digits. */
export function writeDigits(build, folder) {
  const files = Object.fromEntries(
    [14, 28].map(side => [side, readFileSync(join(build, `digits/digits-${side}.bin`))]),
  );
  writeFileSync(join(folder, '28.levels'), levelsOf(files[28], 10_000));
  writeFileSync(join(folder, '14.levels'), levelsOf(files[14], 5_000));
  writeFileSync(join(folder, '14.digits'), files[14]);
}
