import type { Random, SelectorMode } from '../types.js';
import { parseInteger } from '../go/numbers.js';

/** A random part of the matched items, as many as the mode says, in their old order; may be none. */
export function pickByMode<T>(
  items: T[],
  { mode, value = '' }: { mode: SelectorMode; value?: string },
  random: Random,
): T[] {
  return sample(items, countOf(mode, value, items.length, random), random);
}

function countOf(mode: SelectorMode, value: string, matched: number, random: Random): number {
  switch (mode) {
    case 'one':
      return 1;
    case 'all':
      return matched;
    case 'fixed':
      return Math.min(matched, parseInteger(value));
    case 'fixed-percent':
      return Math.ceil((matched * parseInteger(value)) / 100);
    case 'random-max-percent':
      return Math.ceil((matched * integerBelow(parseInteger(value) + 1, random)) / 100);
    default:
      throw new Error(`mode ${String(mode satisfies never)} not supported`);
  }
}

function sample<T>(items: T[], count: number, random: Random): T[] {
  const left = items.map((_, index) => index);
  const picked: number[] = [];
  while (picked.length < count && left.length > 0)
    picked.push(...left.splice(integerBelow(left.length, random), 1));
  const chosen = new Set(picked);
  return items.filter((_, index) => chosen.has(index));
}

function integerBelow(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}
