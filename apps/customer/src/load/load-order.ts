import type { Ordered } from '../audit/compare.js';
import { type Item } from '../battery/batteries.js';
import { startTrace, type Trace } from '../http/trace.js';
import { randomBytesOf, uuidFrom } from '../random.js';

export interface LoadOrder extends Ordered {
  idempotencyKey: string;
  trace: Trace;
}

const baskets: { items: Item[]; amountCents: number }[] = [
  { items: [{ id: 'burger', quantity: 1 }], amountCents: 1_000 },
  { items: [{ id: 'fries', quantity: 2 }], amountCents: 1_000 },
  {
    items: [
      { id: 'coke', quantity: 2 },
      { id: 'fries', quantity: 1 },
    ],
    amountCents: 1_000,
  },
  {
    items: [
      { id: 'burger', quantity: 2 },
      { id: 'fries', quantity: 1 },
    ],
    amountCents: 2_500,
  },
];

/** The n-th order of a load. Each has a customer of its own, so no discount, and nobody else's orders are in question. */
export function loadOrder(seed: number, number: number): LoadOrder {
  const bytes = (what: string) => randomBytesOf(seed, `${what} of order ${number}`);
  return {
    number,
    customerId: uuidFrom(bytes('customer')),
    ...baskets[number % baskets.length]!,
    discountPercent: 0,
    idempotencyKey: uuidFrom(bytes('key')),
    trace: startTrace(bytes('trace')),
  };
}
