import {
  Bulkhead,
  CircuitBreaker,
  compose,
  fullJitter,
  type Policy,
  retry,
  RetryBudget,
  timeout,
} from '@chaos-workshop/resilience';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import type { OrderConfig } from '../config.js';
import { type BasisPoints, basisPointsFrom } from '../orders/money.js';
import { type Answer, ask, isFailure } from './upstream.js';

const customerDiscount = z.object({ discountPercentage: z.number().min(0).max(1) });

export interface PlacedOrder {
  orderId: string;
  customerId: string;
  placedAt: Date;
}

const logger = new Logger('loyalty');

/**
 * Asks loyalty for discounts and tells it about orders, on the same path as MenuClient's. There is no
 * fallback: a discount that is made up, or remembered from an order ago, is a wrong discount.
 */
export class LoyaltyClient {
  readonly circuit: CircuitBreaker;
  readonly #budget: RetryBudget;
  readonly #policy: Policy;

  constructor(private readonly config: OrderConfig) {
    this.circuit = new CircuitBreaker({
      name: 'loyalty-service',
      failurePercent: config.circuitFailurePercent,
      minimumCalls: config.circuitMinimumCalls,
      windowMs: config.circuitWindowMs,
      openMs: config.circuitOpenMs,
      isFailure,
      onChange: (state) => logger.warn({ msg: `circuit to loyalty-service: ${state}` }),
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

  /** The discount for this customer's next order, by the orders that loyalty knows of. */
  discount(customerId: string, signal: AbortSignal): Promise<BasisPoints> {
    const url = `${this.config.loyaltyUrl}/customer-discounts/${customerId}`;
    const read = ({ body }: Answer) => basisPointsFrom(customerDiscount.parse(body).discountPercentage);
    return this.#policy.execute((callSignal) => ask(url, { signal: callSignal }, { read }), signal);
  }

  /** May be told about the same order any number of times: it counts once. */
  tell(order: PlacedOrder, signal: AbortSignal): Promise<void> {
    const url = `${this.config.loyaltyUrl}/orders`;
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    };
    const read = () => {};
    return this.#policy.execute((callSignal) => ask(url, { ...post, signal: callSignal }, { read }), signal);
  }

  reset(): void {
    this.circuit.reset();
    this.#budget.reset();
  }
}
