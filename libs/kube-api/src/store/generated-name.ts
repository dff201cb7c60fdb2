import { randomInt } from 'node:crypto';

/** The letters of Kubernetes' random suffixes: no vowels, no look-alikes. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const longestPrefix = 58;

/** `prefix` plus five random characters, at most 63 in all. */
export function generatedName(prefix: string, pick: (below: number) => number = randomInt): string {
  const suffix = Array.from({ length: 5 }, () => alphabet[pick(alphabet.length)]).join('');
  return prefix.slice(0, longestPrefix) + suffix;
}
