/**
 * Chance that can be repeated: the same seed gives the same numbers in the same order.
 * `fork` gives an independent sequence for a label, so that what one connection draws never depends
 * on how its packets interleave with those of another.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand; public domain).
 */
export class Random {
  readonly seed: number;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any integer from 0 to 2^53 - 1 */
  constructor(seed: number) {
    this.seed = seed;
    this.#a = 0x9e3779b9;
    this.#b = seed >>> 0;
    this.#c = Math.floor(seed / 2 ** 32) >>> 0;
    for (let round = 0; round < 12; round += 1) this.#uint32();
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#uint32() / 2 ** 32;
  }

  /** A sequence of its own for these labels, the same each time for the same labels. */
  fork(...labels: (string | number)[]): Random {
    return new Random(hash53([this.seed, ...labels].join('\u0000')));
  }

  #uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}

/** A seed for those who did not choose one: short enough to be typed. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 1_000_000_000);
}

/** netem's correlated draw: each value leans on the one before it by `percent`. */
export function correlated(random: Random, percent: number): () => number {
  const weight = percent / 100;
  let last: number | undefined;
  return () => {
    const fresh = random.next();
    last = last === undefined ? fresh : fresh * (1 - weight) + last * weight;
    return last;
  };
}

/** cyrb53 (public domain): two 32-bit lanes over UTF-16 units, mixed to 53 bits. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 2 ** 32 * (2097151 & low) + (high >>> 0);
}
