// Draws what a digits experiment has learnt as a PNG: for each generation named, the 64 digits decoded at the same latent points.
//   node scripts/contact-sheet.mjs COMMAND SPEC OUT.png --generations 1,5,10,20 [--seed N] [--set /PATH=VALUE ...]
// COMMAND: the collapse command; SPEC: a preset or a file. docs/results.md shows these sheets.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';

const ACROSS = 8; // digits in a row of a wall, and rows in it
const GAP = 14; // pixels between walls
const SCALE = 2; // pixels a pixel

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    generations: { type: 'string', default: '1,5,10,20' },
    seed: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const [command, spec, out] = positionals;
if (out === undefined) {
  console.error(
    'usage: node scripts/contact-sheet.mjs COMMAND SPEC OUT.png [--generations 1,5,10,20] [--seed N] [--set /PATH=VALUE ...]',
  );
  process.exit(2);
}

const settings = values.set.flatMap(one => ['--set', one]);
if (values.seed !== undefined) settings.push('--seed', values.seed);
const walls = values.generations.split(',').map(generation => {
  // Later generations cost time and change nothing about earlier ones.
  const last = ['--generations', String(Math.max(1, Number(generation)))];
  const frame = execFileSync(command, ['frame', spec, '-g', generation, ...last, ...settings], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { wall } = JSON.parse(frame);
  if (wall === undefined) {
    console.error(`${spec} has no digits: the source must be "digits".`);
    process.exit(2);
  }
  return wall;
});

const side = Math.sqrt(walls[0][0].length);
const wide = ACROSS * side * SCALE;
const [width, height] = [walls.length * (wide + GAP) - GAP, wide];
// One filter byte a row, then grey: 0 for ink, 255 for paper and for the gaps.
const rows = Buffer.alloc(height * (width + 1), 255);
for (let y = 0; y < height; y += 1) rows[y * (width + 1)] = 0;
walls.forEach((wall, w) => {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const [row, column] = [Math.floor(y / SCALE), Math.floor(x / SCALE)];
      const digit = wall[Math.floor(row / side) * ACROSS + Math.floor(column / side)];
      rows[y * (width + 1) + 1 + w * (wide + GAP) + x] = Math.round(
        255 * (1 - digit[(row % side) * side + (column % side)]),
      );
    }
  }
});

/** A part of a PNG file: length, name, data, checksum (W3C, Portable Network Graphics, §5.3). */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
const header = Buffer.alloc(13);
header.writeUInt32BE(width, 0);
header.writeUInt32BE(height, 4);
header.set([8, 0, 0, 0, 0], 8); // 8-bit grey
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const picture = chunk('IDAT', deflateSync(rows, { level: 9 }));
writeFileSync(
  out,
  Buffer.concat([signature, chunk('IHDR', header), picture, chunk('IEND', Buffer.alloc(0))]),
);
console.log(`${out}: ${width} × ${height} pixels, generations ${values.generations}`);
