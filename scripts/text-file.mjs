// The text file: items (names, paragraphs) of text, each for training, validation or the test. This is the one place that
// describes the format; the strict reader is core/src/data/text_file.cpp. It is a packed file (packed-file.mjs):
//
//   offset  bytes  content
//   0       8      the letters "MCLTEXTS"
//   8       4      version of the format: 1
//   12      4      i: number of items
//   16      4      n: bytes of the name
//   20      4      a: bytes of the attribution
//   24      4      t: bytes of the text
//   28      n      name of the text in a spec ("moby-dick"), UTF-8
//   ...     a      attribution, UTF-8
//   ...     i      what each item is for, one byte: 0 training, 1 validation, 2 test
//   ...     t      the items in the same order, UTF-8, a line each with "\n" behind it: no line is empty or has control characters, and single
//                  spaces stand between its words only
//   ...     8      hash

import { packedFile } from './packed-file.mjs';

export const version = 1;

export const roles = Object.freeze({ training: 0, validation: 1, test: 2 });

/** What item `i` is for, unless its text says: of every ten the fifth is for validation, the tenth for the test. The core's role_of. */
export const roleOf = i => (i % 10 === 4 ? roles.validation : i % 10 === 9 ? roles.test : roles.training);

/**
 * The bytes of a text file.
 * @param {{ name: string, attribution: string, items: readonly { text: string, role: number }[] }} content
 */
export function textFile({ name, attribution, items }) {
  const text = items.map(item => `${item.text}\n`).join('');
  const sizes = [items.length, ...[name, attribution, text].map(part => Buffer.byteLength(part))];
  const kinds = Uint8Array.from(items, ({ role }) => role);
  return packedFile('MCLTEXTS', [version, ...sizes], [name, attribution, kinds, text]);
}
