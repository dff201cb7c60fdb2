// Exact money: decimals arrive as JSON numbers or as the text of a DECIMAL column and are compared as integers.

/**
 * `hundredths(19.8)` and `hundredths('19.80')` are 1980: cents of an amount, percent of a discount.
 * NaN when the value is no decimal or has digits beyond the second place that are not zero: such money is wrong.
 */
export function hundredths(value: number | string): number {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(value));
  if (!match) return Number.NaN;
  const [, sign, whole, fraction = ''] = match;
  const cents = fraction.padEnd(2, '0').slice(0, 2);
  if (/[1-9]/.test(fraction.slice(2))) return Number.NaN;
  return Number(`${sign}${whole}${cents}`);
}

/** 1980 → "19.80". */
export function decimal(value: number): string {
  return Number.isNaN(value) ? 'not a decimal' : (value / 100).toFixed(2);
}
