/** Until when the rate that some connections share is spent, in Clock.now milliseconds. */
export interface Pool {
  freeAt: number;
}

/** The pools of one fault, by number. */
export class Pools {
  readonly #pools = new Map<number, Pool>();

  /** Number 0 is nobody else's. */
  get(number: number): Pool {
    const pool = this.#pools.get(number) ?? { freeAt: -Infinity };
    if (number !== 0) this.#pools.set(number, pool);
    return pool;
  }
}
