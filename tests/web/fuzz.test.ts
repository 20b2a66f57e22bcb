// Addresses and tables as nobody means them, and as everybody writes them: with fixed seeds, 5,000 of each.
// COLLAPSE_FUZZ=200000 npx vitest run fuzz tries so many, with another seed each time.

import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { inOrder } from '../../web/packaging/presets';
import { linesOf, readTable } from '../../web/src/elements/views/points/table';
import { SpecError } from '../../web/src/engine/errors';
import {
  differences,
  PRIVATE,
  readPermalink,
  settingsOf,
  writePermalink,
} from '../../web/src/engine/permalink';
import { wrongInView } from '../../web/src/pages/view-settings';
import type { Schema } from '../../web/src/protocol/schema';
import { type Core, Refused } from '../../web/src/worker/core';
import { loadCore } from './support/real_core';

const asked = Number(process.env.COLLAPSE_FUZZ ?? 0);
const runs = { numRuns: asked || 5000, ...(asked ? {} : { seed: 20_260_311 }) };

const presets = inOrder();
let core: Core;
let schema: Schema;
/** Canonical specs of the presets. */
let bases: ReadonlyMap<string, string>;
beforeAll(async () => {
  core = await loadCore('networks');
  schema = JSON.parse(core.describe()) as Schema;
  bases = new Map(presets.map(({ id, spec }) => [id, core.edit(JSON.stringify(spec), [])]));
});
/** However slow the machine. */
const PATIENCE_MS = 3_600_000;

/** A sentence: it begins, it ends, and nothing of the program looks through. */
function expectSentence(text: string): void {
  expect(text).toMatch(/^\S[\s\S]*[.:]$/);
  expect(text).not.toMatch(/undefined|\[object|NaN\b.*NaN\b|TypeError|RangeError/);
  expect(text.length).toBeLessThan(2000);
}

// ---------------------------------------------------------------- addresses

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '1',
    '-1',
    '1e400',
    'NaN',
    'null',
    'true',
    '[]',
    '[[1]]',
    '[[1],[2]]',
    '{}',
    '"x"',
    '0x10',
    '%',
    '%FF',
    '"',
    '\u0000',
  ),
  fc.integer({ min: -3, max: 2000 }).map(String),
);

const anyKey = (): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(...schema.fields.map(({ path }) => path.slice(1).replaceAll('/', '.'))),
    },
    fc.constantFrom(
      'v',
      'preset',
      'view.theme',
      'view.hide',
      'view.metric',
      'view.lang',
      'view.__proto__',
      '__proto__',
      'samples',
      'a.b.c',
    ),
    anyText,
  );

const goodValue = (key: string): fc.Arbitrary<string> => {
  const field = schema.fields.find(({ path }) => path === `/${key.replaceAll('.', '/')}`);
  if (field?.choices !== undefined) return fc.constantFrom(...field.choices);
  if (key === 'v') return fc.constant('1');
  if (key === 'preset') return fc.constantFrom(...presets.map(({ id }) => id));
  return field?.type === 'Count' ? fc.integer({ min: 0, max: 500 }).map(String) : anyText;
};

/** Without halves of surrogate pairs, which cannot be encoded. */
const wellFormed = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

const anyPair = (): fc.Arbitrary<string> =>
  anyKey().chain(key =>
    fc
      .oneof({ weight: 3, arbitrary: goodValue(key) }, anyText)
      .chain(value =>
        fc.constantFrom(
          `${encodeURIComponent(wellFormed(key))}=${encodeURIComponent(wellFormed(value))}`,
          `${key}=${value}`,
          key,
        ),
      ),
  );

test(
  'every address opens an experiment or is answered by a sentence',
  () => {
    let opened = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(anyPair(), { maxLength: 5 }), fc.constantFrom('#', '?'), (pairs, sign) => {
        const text = sign + pairs.join('&');
        const settings = settingsOf(sign === '#' ? { hash: text, search: '' } : { hash: '', search: text });
        try {
          const { preset, edits, view } = readPermalink(settings);
          for (const { message } of wrongInView(view)) expectSentence(message);
          const id = bases.has(preset ?? '') ? preset! : presets[0]!.id;
          const base = bases.get(id)!;
          const spec = core.edit(base, edits);
          // What is opened has an address of its own that leads to the same.
          const all = differences(base, spec, schema, true);
          const again = readPermalink(writePermalink({ preset: id, edits: all, view: {} })).edits;
          if (JSON.stringify(again) !== JSON.stringify(edits)) expect(core.edit(base, again)).toBe(spec);
          for (const [path] of differences(base, spec, schema)) expect(PRIVATE.has(path)).toBe(false);
          opened += 1;
        } catch (error) {
          if (!(error instanceof SpecError) && !(error instanceof Refused)) throw error;
          expectSentence(error.message);
          refused += 1;
        }
      }),
      runs,
    );
    expect(opened).toBeGreaterThan(runs.numRuns / 20);
    expect(refused).toBeGreaterThan(runs.numRuns / 20);
  },
  PATIENCE_MS,
);

// ---------------------------------------------------------------- tables

const LIMITS = { minimum: -1e6, maximum: 1e6 };

const oddCell = fc.constantFrom(
  '',
  ' ',
  'NA',
  '#N/A',
  'x',
  '$5',
  '<0.1',
  '0x10',
  '1e400',
  '"',
  '""',
  "'",
  '−',
  '- 1',
  '1,2,3',
  '1.2.3',
  'a,b',
  '#',
  '\u00a0',
  '٣',
  '😀',
  '[',
  '1 2',
);
const writtenCell = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.integer({ min: -2e6, max: 2e6 }).map(x => String(x / 1000)),
  },
  fc.integer({ min: -99999, max: 99999 }).map(String),
  oddCell,
);

test(
  'any text is read as points, all of them numbers, or refused with a sentence',
  () => {
    const line = fc
      .tuple(fc.array(writtenCell, { maxLength: 5 }), fc.constantFrom(',', ';', '\t', ' ', ', ', '|'))
      .map(([cells, sign]) => cells.join(sign));
    const table = fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n', '\r'))
          .map(([lines, end]) => lines.join(end)),
      },
      fc
        .array(
          fc.oneof(
            fc.constantFrom(
              '1',
              '2',
              ',',
              ';',
              '.',
              '\n',
              '"',
              ' ',
              '\t',
              '#',
              '-',
              'e',
              'x',
              '[',
              ']',
              '\u001f',
              '\uFEFF',
            ),
          ),
          { maxLength: 40 },
        )
        .map(parts => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const check = (text: string, depth: number, choice = {}): void => {
      const { rows, said, wrong, ways } = readTable(text, LIMITS, choice);
      if (rows === null) expectSentence(wrong);
      else {
        expect(wrong).toBe('');
        expectSentence(said);
        for (const row of rows) {
          expect(row.length).toBe(rows[0]!.length);
          expect(row.every(Number.isFinite)).toBe(true);
        }
        if (rows.length > 0 && !text.trim().startsWith('[')) {
          expect(rows[0]!.length).toBeLessThanOrEqual(16);
          const again = readTable(linesOf(rows), LIMITS);
          // −0 is written 0.
          expect(
            JSON.stringify([
              again.rows,
              ...again.ways.map(way => readTable(linesOf(rows), LIMITS, way.choice).rows),
            ]),
          ).toContain(JSON.stringify(rows));
        }
      }
      if (depth > 0) for (const way of ways) check(text, depth - 1, way.choice);
    };
    fc.assert(
      fc.property(table, text => check(text, 1)),
      runs,
    );
  },
  PATIENCE_MS,
);

test(
  'a table as a program writes it is read as it is meant, or that reading is offered',
  () => {
    const format = fc.record({
      decimal: fc.constantFrom('.', ','),
      separator: fc.constantFrom('\t', ';', ',', ' ', '|'),
      end: fc.constantFrom('\n', '\r\n'),
      header: fc.boolean(),
      rowNames: fc.boolean(),
      quoted: fc.boolean(),
      mark: fc.boolean(),
    });
    const values = fc.integer({ min: 1, max: 4 }).chain(width =>
      fc.array(
        fc.array(
          fc.oneof(
            fc.integer({ min: -5000, max: 5000 }),
            fc.integer({ min: -50_000, max: 50_000 }).map(x => x / 100),
          ),
          { minLength: width, maxLength: width },
        ),
        { minLength: 2, maxLength: 6 },
      ),
    );
    fc.assert(
      fc.property(format, values, ({ decimal, separator, end, header, rowNames, quoted, mark }, wanted) => {
        fc.pre(!(decimal === ',' && separator === ','));
        const quote = (text: string): string => (quoted ? `"${text}"` : text);
        const names = rowNames && header;
        const head = [...(names ? [quote('')] : []), ...wanted[0]!.map((_, j) => quote(`x${j}`))];
        const lines = wanted.map((row, i) =>
          [...(names ? [quote(String(i + 1))] : []), ...row.map(x => String(x).replace('.', decimal))].join(
            separator,
          ),
        );
        // A table parted by spaces has no room for an empty head without quotation marks.
        fc.pre(!(names && separator === ' ' && !quoted));
        const text =
          (mark ? '\uFEFF' : '') + [...(header ? [head.join(separator)] : []), ...lines].join(end) + end;
        const { rows, said, ways } = readTable(text, LIMITS);
        const readings = [rows, ...ways.map(({ choice }) => readTable(text, LIMITS, choice).rows)];
        expect(readings.map(reading => JSON.stringify(reading))).toContain(JSON.stringify(wanted));
        if (header) expect(said).toContain('holds the names');
        if (names) expect(said).toContain('row names');
      }),
      runs,
    );
  },
  PATIENCE_MS,
);
