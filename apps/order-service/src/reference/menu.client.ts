import {
  Bulkhead,
  CircuitBreaker,
  compose,
  fallback,
  fullJitter,
  type Policy,
  retry,
  RetryBudget,
  timeout,
} from '@chaos-workshop/resilience';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import type { OrderConfig } from '../config.js';
import { type Cents, centsFrom } from '../orders/money.js';
import { unknownProduct } from '../orders/unknown-product.js';
import type { KnownPrice, PriceCache } from './price-cache.js';
import { type Answer, ask, isFailure } from './upstream.js';

const product = z.object({ price: z.number() });
/** The menu's own 404: that of a proxy with no menu behind it is no answer. */
const notOnTheMenu = z.object({ status: z.literal(404) });

const logger = new Logger('menu');

/**
 * Asks the menu for prices. From the outside in: no more than so many calls at once; failures are tried
 * again; a menu that keeps failing is left alone for a while; and no attempt takes long. A price that is
 * known from before stands in at the end.
 */
export class MenuClient {
  readonly circuit: CircuitBreaker;
  readonly #budget: RetryBudget;
  readonly #policy: Policy;

  constructor(
    private readonly config: OrderConfig,
    private readonly cache: PriceCache,
  ) {
    this.circuit = new CircuitBreaker({
      name: 'menu-service',
      failurePercent: config.circuitFailurePercent,
      minimumCalls: config.circuitMinimumCalls,
      windowMs: config.circuitWindowMs,
      openMs: config.circuitOpenMs,
      isFailure,
      onChange: (state) => logger.warn({ msg: `circuit to menu-service: ${state}` }),
    });
    this.#budget = new RetryBudget({ perCall: 1, reserve: config.retryReserve });
    this.#policy = compose(
      new Bulkhead({ concurrent: config.bulkheadConcurrent, queued: config.bulkheadQueued }),
      retry({
        attempts: config.attempts,
        backoff: fullJitter({ baseMs: config.backoffBaseMs, maxMs: config.backoffMaxMs }),
        budget: this.#budget,
        retryable: isFailure,
        onRetry: ({ error, ...retry }) => logger.log({ msg: 'retry', ...retry, cause: String(error) }),
      }),
      this.circuit,
      timeout(config.attemptTimeoutMs),
    );
  }

  /**
   * The price of each product, in the order of the ids. Throws a 400 that names a product which is not on the
   * menu.
   */
  async prices(ids: readonly string[], signal: AbortSignal): Promise<Cents[]> {
    const known = await this.cache.read(ids);
    return Promise.all(ids.map((id, index) => this.#price(id, known[index], signal)));
  }

  async reset(): Promise<void> {
    this.circuit.reset();
    this.#budget.reset();
    await this.cache.clear();
  }

  async #price(id: string, known: KnownPrice | undefined, signal: AbortSignal): Promise<Cents> {
    if (known?.isFresh) return known.price;
    const policy = known
      ? compose<Cents>(
          fallback(() => known.price),
          timeout(this.config.menuPatienceMs),
          this.#policy,
        )
      : this.#policy;
    const price = await policy.execute((callSignal) => this.#ask(id, callSignal), signal);
    if (price === undefined) throw unknownProduct(id);
    return price;
  }

  async #ask(id: string, signal: AbortSignal): Promise<Cents | undefined> {
    const read = ({ status, body }: Answer) => {
      if (status !== 404) return centsFrom(product.parse(body).price);
      notOnTheMenu.parse(body);
      return undefined;
    };
    const price = await ask(`${this.config.menuUrl}/products/${id}`, { signal }, { read, also: 404 });
    if (price !== undefined) this.cache.write(id, price);
    return price;
  }
}
