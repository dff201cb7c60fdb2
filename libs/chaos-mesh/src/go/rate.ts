import { parseUnsigned } from './numbers.js';

/** Bits count in powers of 1000, bytes in powers of 1024, as tc has it. Longer units first: `bit` ends `kbit`. */
const bytesPerSecondOf: [unit: string, bytesPerSecond: number][] = [
  ['kbit', 1e3 / 8],
  ['mbit', 1e6 / 8],
  ['gbit', 1e9 / 8],
  ['tbit', 1e12 / 8],
  ['tbps', 1024 ** 4],
  ['gbps', 1024 ** 3],
  ['mbps', 1024 ** 2],
  ['kbps', 1024],
  ['bps', 1],
  ['bit', 1 / 8],
];

/** Bytes per second of a rate such as `1mbps` (bytes) or `8mbit` (bits). Throws Chaos Mesh's own words. */
export function parseRate(text: string): number {
  const normal = text.trim().toLowerCase();
  const found = bytesPerSecondOf.find(([unit]) => normal.endsWith(unit));
  if (found === undefined) throw new Error('invalid unit');
  const [unit, bytesPerSecond] = found;
  return parseUnsigned(normal.slice(0, -unit.length).trim()) * bytesPerSecond;
}
