import type { Stores } from '../audit/compare.js';
import type { Served } from './run-load.js';

/** What the stores have of a load: other people's orders are none of its business. */
export function ownOf(served: readonly Served[], { orders, counted }: Stores): Stores {
  const customers = new Set(served.map(({ order }) => order.customerId));
  const own = orders.filter(({ customerId }) => customers.has(customerId));
  const ids = new Set(own.map(({ id }) => id));
  return { orders: own, counted: counted.filter((id) => ids.has(id)) };
}
