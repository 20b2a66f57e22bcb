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

export const version = 1;
const magic = 'MCLDIGIT';

/** What the licence asks to be shown with the digits. Every file carries it. */
export const attribution =
  'Digits: MNIST, Yann LeCun and Corinna Cortes, derived from NIST data, CC BY-SA 3.0; subset, resized and quantised.';

/**
 * 64-bit FNV-1a (Fowler, Noll, Vo) as its low and high 32 bits. The prime is 2^40 + 0x1b3; every product below stays
 * under 2^53, so the arithmetic of doubles is exact. (BigInt takes 20 times as long.)
 */
export function fnv1a(bytes) {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of bytes) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / 2 ** 32) + mixed * 2 ** 8) % 2 ** 32;
    low = product % 2 ** 32;
  }
  return [low, high];
}

/**
 * The bytes of a digits file.
 * @param {{ side: number, training: Digits, test: Digits }} content `levels` holds one byte (0 to 15) a pixel.
 * @typedef {{ labels: Uint8Array, levels: Uint8Array }} Digits
 */
export function digitsFile({ side, training, test }) {
  const words = new TextEncoder().encode(attribution);
  const parts = [training, test];
  const images = training.labels.length + test.labels.length;
  const bytes = new Uint8Array(28 + words.length + images + (images * side * side) / 2 + 8);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  [version, side, training.labels.length, test.labels.length, words.length].forEach((value, i) => {
    view.setUint32(8 + 4 * i, value, true);
  });
  let at = 28;
  bytes.set(words, at);
  at += words.length;
  for (const { labels } of parts) {
    bytes.set(labels, at);
    at += labels.length;
  }
  for (const { levels } of parts)
    for (let i = 0; i < levels.length; i += 2) bytes[at++] = (levels[i] << 4) | levels[i + 1];
  const [low, high] = fnv1a(bytes.subarray(0, at));
  view.setUint32(at, low, true);
  view.setUint32(at + 4, high, true);
  return bytes;
}
