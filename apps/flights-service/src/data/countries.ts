import type { Table } from './fill.js';

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Unions, a part of the sea, places for tests, and one for the unknown. */
const noCountries = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

/** By their ISO codes. */
export const countryCodes: readonly string[] = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter((code) => isToday(code) && !noCountries.has(code) && english.of(code) !== undefined);

export function countryName(code: string): string {
  return english.of(code) ?? code;
}

export const countries: Table = {
  name: 'countries',
  count: countryCodes.length,
  row: (index) => {
    const code = countryCodes[index]!;
    return { code, name: countryName(code), oa_code: code, dst: 'U' };
  },
};

/** The code of a country that is no more stands for the one that came after it. */
function isToday(code: string): boolean {
  return new Intl.Locale(`und-${code}`).region === code;
}
