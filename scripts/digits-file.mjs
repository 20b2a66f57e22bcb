// The digits file: labelled grey images with 16 levels. This is the one place that describes the format; the strict
// reader is core/src/data/images.cpp. Integers are unsigned and little-endian.
//
//   offset  bytes             content
//   0       8                 the letters "MCLDIGIT"
//   8       4                 version of the format: 1
//   12      4                 side: height and width of an image in pixels, even, 2 to 64
//   16      4                 number of training images
//   20      4                 number of test images
//   24      4                 a: bytes of the attribution
//   28      a                 attribution, UTF-8
//   ...     images            labels, one byte each: 0 to 9; the training images first, then the test images
//   ...     images*side^2/2   pixels in the same order, rows from top to bottom, two pixels a byte, the left one in the
//                             upper four bits; level 0 (paper) to 15 (ink) means level/15
//   ...     8                 64-bit FNV-1a hash of every byte before it

import { packedFile } from './packed-file.mjs';

export const version = 1;
const magic = 'MCLDIGIT';

/** What the licence asks to be shown with the digits. Every file carries it. */
export const attribution =
  'Digits: MNIST, Yann LeCun and Corinna Cortes, derived from NIST data, CC BY-SA 3.0; subset, resized and quantised.';

/**
 * The bytes of a digits file.
 * @param {{ side: number, training: Digits, test: Digits }} content `levels` holds one byte (0 to 15) a pixel.
 * @typedef {{ labels: Uint8Array, levels: Uint8Array }} Digits
 */
export function digitsFile({ side, training, test }) {
  const parts = [training, test];
  const pairs = ({ levels }) => {
    const bytes = new Uint8Array(levels.length / 2);
    for (let i = 0; i < bytes.length; ++i) bytes[i] = (levels[2 * i] << 4) | levels[2 * i + 1];
    return bytes;
  };
  const numbers = [version, side, training.labels.length, test.labels.length, Buffer.byteLength(attribution)];
  return packedFile(magic, numbers, [attribution, ...parts.map(({ labels }) => labels), ...parts.map(pairs)]);
}
