// The restaurant as a customer sees it: four requests over HTTP.
import { z } from 'zod';
import type { Item } from '../battery/batteries.js';
import { hundredths } from '../decimal.js';
import type { Trace } from './trace.js';
import { type Answer, type Attempt, GaveUp, type RetryPolicy, untilAnswered } from './retry.js';

export interface StoredOrder {
  id: string;
  discountPercent: number;
  amountCents: number;
}

export interface Addresses {
  orders: string;
  loyalty: string;
}

/** An answer that trying again would not change, and that is not the expected one. */
export class Refused extends Error {
  override name = 'Refused';
}

const decimalNumber = z.union([z.number(), z.string()]);
const placedBody = z.object({ orderId: z.string() });
const ordersBody = z.array(
  z.object({ id: z.string(), discountPercentage: decimalNumber, amount: decimalNumber }),
);
const discountBody = z.object({ discountPercentage: decimalNumber });

const placing: RetryPolicy = {
  attempts: 100,
  everyMs: 250,
  attemptTimeoutMs: 10_000,
  longestRetryAfterMs: 2_000,
};
/** For as long as it takes: who places the order says when it is enough. */
export const patiently: RetryPolicy = { ...placing, attempts: Infinity };
/** A pod that was killed is back well within these. */
const asking: RetryPolicy = {
  attempts: 120,
  everyMs: 250,
  attemptTimeoutMs: 5_000,
  longestRetryAfterMs: 1_000,
};
/** Chaos lets requests with this header pass: what is asserted is the restaurant, not the luck of the question. */
const standDown = { 'Workshop-ChaosProxy-StandDown': 'true' };

export class Restaurant {
  readonly addresses: Addresses;
  readonly #pause: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;

  constructor(addresses: Addresses, pause?: (ms: number, signal: AbortSignal) => Promise<void>) {
    this.addresses = addresses;
    this.#pause = pause;
  }

  /** Empties the stores of orders and of loyalty. */
  async reset(signal: AbortSignal): Promise<void> {
    for (const base of [this.addresses.orders, this.addresses.loyalty]) {
      await this.#ask(`${base}/assertions/reset-db`, { method: 'POST', headers: standDown }, signal);
    }
  }

  /** Sends one order, always with the same key, until it is answered; the id under which it was placed. */
  async place(
    order: { customerId: string; items: Item[]; idempotencyKey: string; trace: Trace },
    signal: AbortSignal,
    onAttempt: (attempt: Attempt) => void,
    policy: RetryPolicy = placing,
  ): Promise<string> {
    const url = `${this.addresses.orders}/orders`;
    const request = {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Workshop-Idempotency-Key': order.idempotencyKey,
        traceparent: order.trace.traceparent,
      },
      body: JSON.stringify({ customerId: order.customerId, items: order.items }),
    };
    const answer = await this.#send(url, request, { policy, signal, onAttempt });
    return parse(placedBody, answer, `POST ${url}`).orderId;
  }

  /** All orders of a customer, newest first. */
  async ordersOf(customerId: string, signal: AbortSignal): Promise<StoredOrder[]> {
    const url = `${this.addresses.orders}/orders?customerId=${customerId}`;
    const answer = await this.#ask(url, { headers: standDown }, signal);
    return parse(ordersBody, answer, `GET ${url}`).map((order) => ({
      id: order.id,
      discountPercent: hundredths(order.discountPercentage),
      amountCents: hundredths(order.amount),
    }));
  }

  /** The discount on the customer's next order, in percent. */
  async nextDiscount(customerId: string, signal: AbortSignal): Promise<number> {
    const url = `${this.addresses.loyalty}/customer-discounts/${customerId}`;
    const answer = await this.#ask(url, { headers: standDown }, signal);
    return hundredths(parse(discountBody, answer, `GET ${url}`).discountPercentage);
  }

  async #ask(url: string, init: RequestInit, signal: AbortSignal): Promise<Answer> {
    const answer = await this.#send(url, init, { policy: asking, signal });
    if (answer.status >= 300) throw refused(`${init.method ?? 'GET'} ${url}`, answer);
    return answer;
  }

  async #send(
    url: string,
    init: RequestInit,
    options: { policy: RetryPolicy; signal: AbortSignal; onAttempt?: (attempt: Attempt) => void },
  ): Promise<Answer> {
    const pause = this.#pause ? { pause: this.#pause } : {};
    const sent = untilAnswered((signal) => exchange(url, { ...init, signal }), { ...options, ...pause });
    return sent.catch((error: unknown) => {
      throw error instanceof GaveUp ? new GaveUp(`${init.method ?? 'GET'} ${url}: ${error.message}`) : error;
    });
  }
}

async function exchange(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const body = await response.text();
  return { status: response.status, body, retryAfter: response.headers.get('Retry-After') };
}

function parse<T>(schema: z.ZodType<T>, answer: Answer, request: string): T {
  if (answer.status >= 300) throw refused(request, answer);
  const parsed = schema.safeParse(jsonOf(answer.body));
  if (!parsed.success) throw refused(request, answer);
  return parsed.data;
}

function refused(request: string, { status, body }: Answer): Refused {
  return new Refused(`${request} was answered with ${status} ${body.slice(0, 300)}`.trim());
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
