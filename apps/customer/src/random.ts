// The customer's chance: a seed fixes every key and every trace id of a run.
import { createHash, randomInt } from 'node:crypto';

export type RandomBytes = (n: number) => Buffer;

export function anySeed(): number {
  return randomInt(1, 2 ** 31);
}

/** The bytes of one purpose, independent of the order in which others are drawn. At most 32 at a time. */
export function randomBytesOf(seed: number, purpose: string): RandomBytes {
  let drawn = 0;
  return (n) => {
    drawn += 1;
    return createHash('sha256').update(`${seed}/${purpose}/${drawn}`).digest().subarray(0, n);
  };
}

/** A UUID of version 4 from 16 bytes. */
export function uuidFrom(bytes: RandomBytes): string {
  const raw = Buffer.from(bytes(16));
  raw[6] = (raw[6]! & 0x0f) | 0x40;
  raw[8] = (raw[8]! & 0x3f) | 0x80;
  return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
