import { randomUUIDv7 } from 'node:crypto';
import { Bulkhead, CircuitOpenError, type Policy, PolicyError, timeout } from '@chaos-workshop/resilience';
import { DatabaseUnavailableError, unavailable } from '@chaos-workshop/service-kit';
import type { OrderConfig } from '../config.js';
import { orderAmount } from '../orders/money.js';
import type { NewOrder } from '../orders/order.js';
import type { OrderDesk } from '../orders/order-desk.js';
import type { LoyaltyClient } from './loyalty.client.js';
import type { MenuClient } from './menu.client.js';
import type { OrderRequest, OrderStore, PricedOrder } from './order-store.js';
import type { OutboxRelay } from './outbox-relay.js';
import { UpstreamError } from './upstream.js';

export interface DeskParts {
  menu: MenuClient;
  loyalty: LoyaltyClient;
  store: OrderStore;
  relay: OutboxRelay;
}

/** Takes an order exactly once with exact money, or says honestly that it cannot just now. */
export class ReferenceOrderDesk implements OrderDesk {
  /**
   * Under more orders than it can do it does what it can and sends the rest back at once. Were all let in, all would
   * wait until their deadline, come again, and none would ever be placed.
   */
  readonly #door: Policy;
  readonly #deadline: Policy;

  constructor(
    private readonly parts: DeskParts,
    config: Pick<OrderConfig, 'requestDeadlineMs' | 'bulkheadConcurrent' | 'bulkheadQueued'>,
  ) {
    this.#door = new Bulkhead({ concurrent: config.bulkheadConcurrent, queued: config.bulkheadQueued });
    this.#deadline = timeout(config.requestDeadlineMs);
  }

  /**
   * Without a key the request gets one of its own, with a space, which no customer's key has: what happens in
   * here is still done once, but the customer's repetitions are new orders.
   */
  async place(order: NewOrder, idempotencyKey?: string): Promise<string> {
    const orderId = randomUUIDv7();
    const request = { orderId, key: idempotencyKey ?? `request ${orderId}`, order, receivedAt: new Date() };
    return this.#honestly((signal) => this.#door.execute((limit) => this.#place(request, limit), signal));
  }

  async reset(): Promise<void> {
    const { menu, loyalty, store, relay } = this.parts;
    await this.#honestly((signal) => store.reset(signal));
    relay.forget();
    loyalty.reset();
    await menu.reset();
  }

  async #place(request: OrderRequest, signal: AbortSignal): Promise<string> {
    const { store, relay } = this.parts;
    const recorded = await store.recorded(request, signal);
    if (recorded) return recorded;
    for (;;) {
      const saved = await store.save(await this.#price(request, signal), signal);
      if (saved === 'overtaken') continue;
      relay.wake();
      return saved.orderId;
    }
  }

  /**
   * The discount must count every earlier order of this customer. So: first the number of them, then make
   * sure that loyalty knows them all, then ask; and the store refuses the order if the number has changed
   * since.
   */
  async #price(request: OrderRequest, signal: AbortSignal): Promise<PricedOrder> {
    const { menu, loyalty, store, relay } = this.parts;
    const { customerId, items } = request.order;
    const earlierOrders = await store.earlierOrders(customerId, signal);
    await relay.deliverAllOf(customerId, signal);
    const [prices, discount] = await Promise.all([
      menu.prices(
        items.map((item) => item.id),
        signal,
      ),
      loyalty.discount(customerId, signal),
    ]);
    const priced = items.map((item, index) => ({ ...item, price: prices[index]! }));
    return { ...request, items: priced, discount, amount: orderAmount(priced, discount), earlierOrders };
  }

  /** Within the deadline, one way or the other. */
  async #honestly<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await this.#deadline.execute(work);
    } catch (error) {
      throw asHonestAnswer(error);
    }
  }
}

/** Whatever passes by itself becomes a 503 that says when to come again; all else stays as it is. */
function asHonestAnswer(error: unknown): unknown {
  const isPassing = [PolicyError, UpstreamError, DatabaseUnavailableError].some(
    (kind) => error instanceof kind,
  );
  if (!isPassing) return error;
  const retryAfterSeconds = error instanceof CircuitOpenError ? Math.ceil(error.retryAfterMs / 1000) || 1 : 1;
  return unavailable(
    `The order could not be placed for now: ${(error as Error).message}. Send it again with the same idempotency key.`,
    { retryAfterSeconds, cause: error },
  );
}
