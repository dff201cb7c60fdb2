const nanosecondsPer: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3, // U+00B5
  μs: 1e3, // U+03BC
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const longestNanoseconds = 2 ** 63;

/**
 * Milliseconds of a Go duration: signed, units ns us µs ms s m h, fractions, parts in a row such as `1m30s`.
 * Throws what Go's time.ParseDuration says, word for word.
 */
export function parseDuration(text: string): number {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (unsigned === '') throw new Error(`time: invalid duration ${quote(text)}`);
  let nanoseconds = 0;
  for (let rest = unsigned; rest !== '';) {
    const part = takePart(rest, text);
    nanoseconds += part.nanoseconds;
    rest = part.rest;
  }
  if (nanoseconds >= longestNanoseconds) throw new Error(`time: invalid duration ${quote(text)}`);
  return (text.startsWith('-') ? -nanoseconds : nanoseconds) / 1e6;
}

function takePart(from: string, whole: string): { nanoseconds: number; rest: string } {
  const [, number = '', unit = '', rest = ''] = /^(\d*(?:\.\d*)?)([^.\d]*)(.*)$/s.exec(from) ?? [];
  if (!/\d/.test(number)) throw new Error(`time: invalid duration ${quote(whole)}`);
  if (unit === '') throw new Error(`time: missing unit in duration ${quote(whole)}`);
  const scale = Object.hasOwn(nanosecondsPer, unit) ? nanosecondsPer[unit] : undefined;
  if (scale === undefined) throw new Error(`time: unknown unit ${quote(unit)} in duration ${quote(whole)}`);
  return { nanoseconds: Number(number) * scale, rest };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
