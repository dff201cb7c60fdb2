// What must be true after an order; the questions are asked around chaos, the answers are the restaurant's own.
import { setTimeout as sleep } from 'node:timers/promises';
import { decimal } from '../decimal.js';
import type { Finding } from '../events.js';
import type { StoredOrder } from '../http/restaurant.js';
import type { OrderTest } from './batteries.js';

/** The four facts that the order service's list of the customer's orders shows. */
export function checkOrders(test: OrderTest, orderId: string, orders: StoredOrder[]): Finding[] {
  const found = orders.find((order) => order.id === orderId);
  return [
    finding('order found', `order ${orderId}`, found ? `order ${orderId}` : listed(orders)),
    finding(
      'discount',
      decimal(test.discountPercent),
      found ? decimal(found.discountPercent) : 'no such order',
    ),
    finding('amount', decimal(test.amountCents), found ? decimal(found.amountCents) : 'no such order'),
    finding('number of orders', String(test.ordersAfter), String(orders.length)),
  ];
}

export interface Patience {
  withinMs: number;
  everyMs: number;
  now?: () => number;
}

/**
 * The loyalty service may learn of an order later than the customer: it is asked for a while. A discount never
 * falls, so one that is already too high ends the wait.
 */
export async function checkNextDiscount(
  test: OrderTest,
  ask: () => Promise<number>,
  { withinMs, everyMs, now = Date.now }: Patience,
  signal: AbortSignal,
): Promise<Finding> {
  const start = now();
  for (;;) {
    const actual = await ask();
    const settled = !(actual < test.nextDiscountPercent);
    if (settled || now() - start + everyMs > withinMs)
      return finding('next discount', decimal(test.nextDiscountPercent), decimal(actual));
    await sleep(everyMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

function finding(name: Finding['name'], expected: string, actual: string): Finding {
  return { name, passed: expected === actual, expected, actual };
}

function listed(orders: StoredOrder[]): string {
  return orders.length === 0 ? 'no orders' : `orders ${orders.map(({ id }) => id).join(', ')}`;
}
