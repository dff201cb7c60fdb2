// Orders at a constant rate, whatever becomes of the ones before.
import { patiently, type Restaurant } from '../http/restaurant.js';
import type { Attempt } from '../http/retry.js';
import { atRate } from './at-rate.js';
import { failureOf } from './failure.js';
import { type LoadOrder, loadOrder } from './load-order.js';

/** What became of one order. */
export interface Served {
  order: LoadOrder;
  /** Absent: nobody said that it was placed. */
  orderId?: string;
  attempts: number;
  /** Why each attempt that failed did. */
  failures: string[];
  /** From the time at which it was due, so that a system that stalls makes all that wait for it late. */
  latencyMs: number;
  /** `Date.now()` */
  endedAt: number;
}

export interface LoadOptions {
  /** Infinity: until `signal`. */
  orders: number;
  perSecond: number;
  seed: number;
  restaurant: Restaurant;
  /** Ends the arrival of orders. */
  signal: AbortSignal;
  /** How long orders under way are seen through once no more arrive. */
  graceMs?: number;
  onServed?: (served: Served) => void;
}

export async function runLoad(options: LoadOptions): Promise<Served[]> {
  const { orders, perSecond, signal, graceMs = 60_000 } = options;
  const giveUp = new AbortController();
  const underWay = await atRate({ count: orders, perSecond, signal }, (number, dueAt) =>
    serve(number, dueAt, options, giveUp.signal),
  );
  const tooLate = setTimeout(() => giveUp.abort(new Error('not placed in time')), graceMs);
  return Promise.all(underWay).finally(() => clearTimeout(tooLate));
}

/** Never throws: an order that failed is an outcome. */
async function serve(
  number: number,
  dueAt: number,
  { seed, restaurant, onServed }: LoadOptions,
  signal: AbortSignal,
): Promise<Served> {
  const order = loadOrder(seed, number);
  const failures: string[] = [];
  let attempts = 0;
  const onAttempt = (attempt: Attempt) => {
    attempts = attempt.number;
    failures.push(...[failureOf(attempt)].filter((why) => why !== undefined));
  };
  const orderId = await restaurant.place(order, signal, onAttempt, patiently).catch(() => undefined);
  const endedAt = Date.now();
  const served = {
    order,
    attempts,
    failures,
    latencyMs: endedAt - dueAt,
    endedAt,
    ...(orderId && { orderId }),
  };
  onServed?.(served);
  return served;
}
