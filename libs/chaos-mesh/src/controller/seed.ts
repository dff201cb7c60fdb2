import { seedAnnotation } from '../annotations.js';
import type { Chaos, Random } from '../types.js';

/** The seed that fixes every random choice of an experiment; undefined until somebody has chosen one. */
export function seedOf({ metadata }: Chaos): number | undefined {
  const text = metadata.annotations?.[seedAnnotation];
  return text === undefined ? undefined : Number(text);
}

export function drawSeed(random: Random): number {
  return Math.floor(random() * 2 ** 32);
}
