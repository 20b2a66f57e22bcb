// LZMA, the reading side: Igor Pavlov's "LZMA specification" (draft of 2015, public domain), for .lzma files that state
// their length. Ten per cent of the first load against gzip, for one kilobyte of this.

const DAMAGED = 'The core is damaged: its packed bytes cannot be read.';

// Offsets into the one array of probabilities (of a 0 bit, in 1/2048).
const STATES = 12;
const POSITIONS = 16; // position states, at most
const LENGTHS = 2 + 2 * 8 * POSITIONS + 256;
const IS_MATCH = 0;
const IS_REP = IS_MATCH + STATES * POSITIONS;
const IS_REP_1 = IS_REP + STATES; // a repeated distance, and not the newest
const IS_REP_2 = IS_REP_1 + STATES;
const IS_REP_3 = IS_REP_2 + STATES;
const IS_LONG_REP = IS_REP_3 + STATES;
const SLOT = IS_LONG_REP + STATES * POSITIONS; // highest bits of a distance, by length
const LOW_BITS = SLOT + 4 * 64; // the bits below them, for distances under 128
const ALIGN = LOW_BITS + 128; // the lowest four bits of longer distances
const MATCH_LENGTH = ALIGN + 16;
const REP_LENGTH = MATCH_LENGTH + LENGTHS;
const LITERAL = REP_LENGTH + LENGTHS;

/** The file in a .lzma file; throws for anything else. */
export function unpack(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const properties = packed[0] ?? 255;
  if (properties >= 9 * 5 * 5 || packed.length < 18) throw new Error(DAMAGED);
  const lc = properties % 9;
  const lp = Math.floor(properties / 9) % 5;
  const pb = Math.floor(properties / 45);
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(5, true);
  // No byte of input makes more than some thousand of output: a false length must not take the memory.
  if (length > packed.length * 8192) throw new Error(DAMAGED);
  const out = new Uint8Array(length);
  const chances = new Uint16Array(LITERAL + (0x300 << (lc + lp))).fill(1024);

  let at = 13;
  // Range and code of the arithmetic decoder, unsigned. In an array they stay unboxed while the code is still cold.
  const coder = Uint32Array.of(0xffffffff, 0);
  const next = (): number => {
    const byte = packed[at++];
    if (byte === undefined) throw new Error(DAMAGED);
    return byte;
  };
  for (let i = 0; i < 5; ++i) coder[1] = ((coder[1] as number) << 8) | next();

  const normalise = (): void => {
    if ((coder[0] as number) >= 2 ** 24) return;
    coder[0] = (coder[0] as number) << 8;
    coder[1] = ((coder[1] as number) << 8) | next();
  };
  const bit = (index: number): number => {
    const chance = chances[index] as number;
    const range = coder[0] as number;
    const code = coder[1] as number;
    const bound = Math.imul(range >>> 11, chance) >>> 0;
    const one = code >= bound;
    if (one) {
      coder[0] = range - bound;
      coder[1] = code - bound;
      chances[index] = chance - (chance >> 5);
    } else {
      coder[0] = bound;
      chances[index] = chance + ((2048 - chance) >> 5);
    }
    normalise();
    return one ? 1 : 0;
  };
  /** `count` bits, highest first. */
  const tree = (base: number, count: number): number => {
    let node = 1;
    for (let i = 0; i < count; ++i) node = 2 * node + bit(base + node);
    return node - 2 ** count;
  };
  /** `count` bits, lowest first. */
  const reversed = (base: number, count: number): number => {
    let node = 1;
    let value = 0;
    for (let i = 0; i < count; ++i) {
      const one = bit(base + node);
      node = 2 * node + one;
      value += one << i;
    }
    return value;
  };
  /** `count` bits without a model, highest first. */
  const direct = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; ++i) {
      const range = (coder[0] as number) >>> 1;
      const one = (coder[1] as number) >= range;
      coder[0] = range;
      if (one) coder[1] = (coder[1] as number) - range;
      normalise();
      value = 2 * value + (one ? 1 : 0);
    }
    return value;
  };
  const matchLength = (base: number, position: number): number => {
    if (bit(base) === 0) return 2 + tree(base + 2 + 8 * position, 3);
    if (bit(base + 1) === 0) return 10 + tree(base + 2 + 8 * (POSITIONS + position), 3);
    return 18 + tree(base + 2 + 16 * POSITIONS, 8);
  };
  const newDistance = (matched: number): number => {
    const slot = tree(SLOT + 64 * Math.min(matched - 2, 3), 6);
    if (slot < 4) return slot;
    const below = (slot >> 1) - 1;
    const high = (2 + (slot & 1)) * 2 ** below;
    if (slot < 14) return high + reversed(LOW_BITS + high - slot, below);
    return high + direct(below - 4) * 16 + reversed(ALIGN, 4);
  };

  let state = 0;
  let distances: [number, number, number, number] = [0, 0, 0, 0];
  for (let to = 0; to < length; ) {
    const position = to & (2 ** pb - 1);
    if (bit(IS_MATCH + POSITIONS * state + position) === 0) {
      const before = to > 0 ? (out[to - 1] as number) : 0;
      const base = LITERAL + 0x300 * (((to & (2 ** lp - 1)) << lc) + (before >> (8 - lc)));
      let symbol = 1;
      if (state >= 7) {
        // After a match the byte at its distance would have gone on differently: the bits in common say until where.
        let other = out[to - distances[0] - 1] ?? 0;
        for (let same = true; same && symbol < 0x100; ) {
          const hint = (other >> 7) & 1;
          other <<= 1;
          const one = bit(base + 0x100 * (1 + hint) + symbol);
          symbol = 2 * symbol + one;
          same = one === hint;
        }
      }
      while (symbol < 0x100) symbol = 2 * symbol + bit(base + symbol);
      out[to++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count: number;
    const [first, second, third, fourth] = distances;
    if (bit(IS_REP + state) === 0) {
      count = matchLength(MATCH_LENGTH, position);
      distances = [newDistance(count), first, second, third];
      state = state < 7 ? 7 : 10;
    } else {
      count = 0;
      if (bit(IS_REP_1 + state) === 0) {
        if (bit(IS_LONG_REP + POSITIONS * state + position) === 0) count = 1;
      } else if (bit(IS_REP_2 + state) === 0) distances = [second, first, third, fourth];
      else if (bit(IS_REP_3 + state) === 0) distances = [third, first, second, fourth];
      else distances = [fourth, first, second, third];
      if (count === 1) state = state < 7 ? 9 : 11;
      else {
        count = matchLength(REP_LENGTH, position);
        state = state < 7 ? 8 : 11;
      }
    }
    const back = distances[0] + 1;
    if (back > to || to + count > length) throw new Error(DAMAGED);
    for (const end = to + count; to < end; ++to) out[to] = out[to - back] as number;
  }
  return out;
}
