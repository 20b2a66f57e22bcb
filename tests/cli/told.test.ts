// What two presets tell of one seed is what they compute.

import { expect, test } from 'vitest';
import { output, parseCsv } from './support/command';

/** Generation 0 and the last one: a function of generation and column to the numbers of all runs, ascending. */
function told(preset: string, last: number): (generation: number, column: string) => number[] {
  const { columns, rows } = parseCsv(output(['run', preset, '--every', String(last), '--quiet']));
  return (generation, column) =>
    rows
      .filter(row => Number(row[columns.indexOf('generation')]) === generation)
      .map(row => Number(row[columns.indexOf(column)]))
      .sort((a, b) => a - b);
}

test('a thousand lineages: the median, the widest and the narrowest after 1,000 generations', () => {
  const variance = told('thousand-lineages', 1000)(1000, 'variance');
  expect(variance.length).toBe(1000);
  expect(((variance[499]! + variance[500]!) / 2).toPrecision(2)).toBe('1.7e-9');
  expect(variance[999]!.toPrecision(2)).toBe('0.0012');
  expect(variance[0]!.toPrecision(1)).toBe('7e-17');
});

test('metrics that disagree: variance, modes, precision and recall before and after 60 generations', () => {
  const column = told('metrics-disagree', 60);
  const both = (name: string, digits: number) => [0, 60].map(t => column(t, name)[0]!.toFixed(digits));
  expect(both('total_variance', 1)).toEqual(['16.0', '16.7']);
  expect((16.02 * (1 - 1 / 300) ** 60).toFixed(1)).toBe('13.1');
  expect(both('modes_alive', 0)).toEqual(['25', '7']);
  expect(both('precision', 2)).toEqual(['0.98', '0.96']);
  expect(both('recall', 2)).toEqual(['0.98', '0.02']);
});
