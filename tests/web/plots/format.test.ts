import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatCount,
  formatLogTick,
  formatNumber,
  formatPercent,
  formatTick,
} from '../../../web/src/plots/format';

describe('formatNumber', () => {
  test.each([
    [0, '0'],
    [0.6123, '0.612'],
    [-0.05, '−0.0500'],
    [12.345, '12.3'],
    [2050, '2,050'],
    [999.7, '1,000'],
    [130.4, '130'],
    [1234.5, '1,235'],
    [0.00041, '4.10 × 10⁻⁴'],
    [1e-300, '10⁻³⁰⁰'],
    [-2.5e7, '−2.50 × 10⁷'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, 'not defined'],
  ])('%d is written %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('no number is written with a hyphen or an e', () => {
    fc.assert(
      fc.property(fc.double(), value => {
        expect(formatNumber(value).replace('not defined', '')).not.toMatch(/[-e]/);
      }),
    );
  });

  test('what is written is within half of the third digit of the value', () => {
    const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
    const read = (text: string): number => {
      const plain = text.replaceAll(',', '').replaceAll('−', '-');
      const [, mantissa, sign, power] =
        /^(?:(.+) × )?10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(plain.replace(/^-/, '')) ?? [];
      if (power === undefined) return Number(plain);
      const exponent = Number([...power].map(digit => superscripts.indexOf(digit)).join(''));
      const size = Number(mantissa ?? 1) * 10 ** (sign === '' ? exponent : -exponent);
      return plain.startsWith('-') ? -size : size;
    };
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), value => {
        fc.pre(value === 0 || Math.abs(value) > 1e-280);
        expect(Math.abs(read(formatNumber(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.00501);
      }),
    );
  });
});

test('fewer digits do not bring back the exponent', () => {
  expect(formatNumber(125, 2)).toBe('130');
  expect(formatNumber(12.5, 2)).toBe('13');
});

test('ticks carry no more decimals than their step', () => {
  expect(formatTick(0.5, 0.5)).toBe('0.5');
  expect(formatTick(2, 0.5)).toBe('2.0');
  expect(formatTick(-4, 2)).toBe('−4');
  expect(formatTick(20_000, 5000)).toBe('20,000');
  expect(formatTick(0.15, 0.05)).toBe('0.15');
});

test('logarithmic ticks are powers of ten where decimals would be long', () => {
  expect(formatLogTick(0.1)).toBe('0.1');
  expect(formatLogTick(1)).toBe('1');
  expect(formatLogTick(1000)).toBe('1,000');
  expect(formatLogTick(1e-4)).toBe('10⁻⁴');
  expect(formatLogTick(1e9)).toBe('10⁹');
});

test('percentages keep a digit when they are small', () => {
  expect(formatPercent(0.387)).toBe('39 %');
  expect(formatPercent(0.0042)).toBe('0.4 %');
  expect(formatPercent(0)).toBe('0 %');
});

test('whole numbers have their thousands apart', () => {
  expect(formatCount(2050)).toBe('2,050');
  expect(formatCount(7)).toBe('7');
});
