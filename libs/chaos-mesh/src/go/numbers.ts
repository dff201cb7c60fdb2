/** Numbers in text as Go's strconv reads them, with its errors word for word: clients see them. */

const largestInt = 2n ** 63n - 1n;
const largestUint = 2n ** 64n - 1n;
const largestFloat32 = 3.4028235677973366e38;

export function parseInteger(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw failure('Atoi', text, 'invalid syntax');
  const value = BigInt(text.replace('+', ''));
  if (value > largestInt || value < -largestInt - 1n) throw failure('Atoi', text, 'value out of range');
  return Number(value);
}

export function parseUnsigned(text: string): number {
  if (!/^\d+$/.test(text)) throw failure('ParseUint', text, 'invalid syntax');
  if (BigInt(text) > largestUint) throw failure('ParseUint', text, 'value out of range');
  return Number(text);
}

/** A 32-bit float; infinities and NaN are numbers to Go. */
export function parseFloat32(text: string): number {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text))
    throw failure('ParseFloat', text, 'invalid syntax');
  const value = Number(text);
  if (Math.abs(value) >= largestFloat32) throw failure('ParseFloat', text, 'value out of range');
  return value;
}

function failure(reader: string, text: string, why: string): Error {
  return new Error(`strconv.${reader}: parsing ${JSON.stringify(text)}: ${why}`);
}
