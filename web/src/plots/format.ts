// Numbers as a reader meets them: three significant digits, thousands apart, a true minus sign.

const MINUS = '−';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Digits as an exponent: 10⁷. */
export function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map(digit => SUPERSCRIPTS[Number(digit)]).join('');
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** A whole number, thousands apart: 2,050. What is not finite is written as `formatNumber` writes it. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return grouped.format(value === 0 ? 0 : value).replace('-', MINUS);
}

/** `digits` significant digits; powers of ten beyond 10⁶ and below 10⁻³; "not defined" for NaN, ∞ as itself. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'not defined';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) {
    const [mantissa = '', exponent = '0'] = size.toExponential(digits - 1).split('e');
    const power = `10${superscript(Number(exponent))}`;
    const text = Number(mantissa) === 1 ? power : `${mantissa} × ${power}`;
    return value < 0 ? MINUS + text : text;
  }
  const rounded = Number(value.toPrecision(size >= 1000 && digits > 2 ? Math.max(digits, 4) : digits));
  if (Math.abs(rounded) >= 10 ** digits) return formatCount(rounded);
  return value.toPrecision(digits).replace('-', MINUS);
}

/** For axis ticks: no more digits than the step between two ticks needs. */
export function formatTick(value: number, step: number): string {
  if (value === 0) return '0';
  const size = Math.max(Math.abs(value), step);
  if (size >= 1e5 || step < 1e-3) return formatNumber(value, 2);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const text = decimals === 0 ? grouped.format(value) : value.toFixed(decimals);
  return text.replace('-', MINUS);
}

/** A decade or its 2 or 5 on a logarithmic axis. */
export function formatLogTick(value: number): string {
  if (value >= 1e-2 && value < 1e5) {
    const decimals = Math.max(0, -Math.floor(Math.log10(value) + 1e-9));
    return value >= 1 ? grouped.format(value) : value.toFixed(decimals);
  }
  return formatNumber(value, 1).replace(/^1 × /, '');
}

/** 0.387 → "39 %". */
export function formatPercent(share: number): string {
  if (Number.isNaN(share)) return 'not defined';
  const percent = share * 100;
  if (!Number.isFinite(percent)) return `${formatNumber(percent)} %`;
  const text = percent !== 0 && Math.abs(percent) < 1 ? percent.toPrecision(1) : percent.toFixed(0);
  return `${text.replace('-', MINUS)} %`;
}
