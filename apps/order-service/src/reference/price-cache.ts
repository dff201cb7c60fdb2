import type { Redis } from 'ioredis';
import type { Cents } from '../orders/money.js';

export interface KnownPrice {
  price: Cents;
  isFresh: boolean;
}

const hash = 'menu:prices';

/**
 * The prices that the menu gave, in Redis, shared by all replicas. Without Redis nothing is known, and that
 * is all.
 */
export class PriceCache {
  constructor(
    private readonly redis: Redis,
    private readonly ages: { priceFreshMs: number; priceStaleMs: number },
    private readonly now: () => number = Date.now,
  ) {}

  /** What is known of each product and not too old, in the order of the ids. */
  async read(ids: readonly string[]): Promise<(KnownPrice | undefined)[]> {
    const entries = await this.redis.hmget(hash, ...ids).catch(() => []);
    return ids.map((_, index) => this.#known(entries[index]));
  }

  /** Takes its time in the background: no order waits for it. */
  write(id: string, price: Cents): void {
    this.redis.hset(hash, id, `${price}@${this.now()}`).catch(() => {});
  }

  async clear(): Promise<void> {
    await this.redis.del(hash).catch(() => {});
  }

  #known(entry: string | null | undefined): KnownPrice | undefined {
    const [price, savedAt] = entry?.split('@') ?? [];
    if (!price || !savedAt) return undefined;
    const ageMs = this.now() - Number(savedAt);
    if (ageMs > this.ages.priceStaleMs) return undefined;
    return { price: BigInt(price), isFresh: ageMs < this.ages.priceFreshMs };
  }
}
