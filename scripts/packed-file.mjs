// What the prepared files of digits and of texts have in common; core/src/data/packed_file.h reads it. Integers are unsigned and
// little-endian.
//
//   offset  bytes  content
//   0       8      letters that name the format
//   8       4      version of the format
//   12      4 k    k numbers, each kind of file its own
//   ...            content
//   ...     8      64-bit FNV-1a hash of every byte before it

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
 * The bytes of a file.
 * @param {string} magic eight letters
 * @param {readonly number[]} numbers version and sizes
 * @param {readonly (Uint8Array | string)[]} contents strings as UTF-8
 */
export function packedFile(magic, numbers, contents) {
  const head = new Uint8Array(8 + 4 * numbers.length);
  const view = new DataView(head.buffer);
  head.set(Buffer.from(magic));
  numbers.forEach((value, i) => {
    view.setUint32(8 + 4 * i, value, true);
  });
  const body = Buffer.concat([head, ...contents.map(content => Buffer.from(content))]);
  const hash = new Uint8Array(8);
  fnv1a(body).forEach((half, i) => {
    new DataView(hash.buffer).setUint32(4 * i, half, true);
  });
  return Buffer.concat([body, hash]);
}
