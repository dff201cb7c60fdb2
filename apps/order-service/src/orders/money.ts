/**
 * An amount of money in hundredths. All arithmetic is on integers: 0.1 + 0.2 is not 0.3 in binary floating
 * point.
 */
export type Cents = bigint;

/** Hundredths of a percent: 150n is 1.5 %. */
export type BasisPoints = bigint;

export interface PricedItem {
  price: Cents;
  quantity: number;
}

/** Σ price × quantity × (1 − discount), rounded half up to whole cents. */
export function orderAmount(items: readonly PricedItem[], discount: BasisPoints): Cents {
  const sum = items.reduce((total, { price, quantity }) => total + price * BigInt(quantity), 0n);
  return (sum * (10_000n - discount) + 5000n) / 10_000n;
}

/** 2.5 → 250n. The number must be what a decimal with at most two digits looks like in JSON. */
export function centsFrom(price: number): Cents {
  return smallestUnits(price, 2);
}

/** 0.01 → 100n. */
export function basisPointsFrom(fraction: number): BasisPoints {
  return smallestUnits(fraction, 4);
}

/** 1980n → "19.80", as a DECIMAL column takes it. */
export function centsText(cents: Cents): string {
  return decimalText(cents, 2);
}

/** 100n → "0.0100" */
export function basisPointsText(discount: BasisPoints): string {
  return decimalText(discount, 4);
}

/**
 * A non-negative decimal, taken digit by digit from its shortest text, as a whole number of its smallest
 * units.
 */
function smallestUnits(value: number, decimals: number): bigint {
  const match = new RegExp(`^(\\d+)(?:\\.(\\d{1,${decimals}}))?$`).exec(String(value));
  if (!match)
    throw new RangeError(`${value} is not a decimal with at most ${decimals} digits after the point`);
  const [, whole = '', fraction = ''] = match;
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function decimalText(units: bigint, decimals: number): string {
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
