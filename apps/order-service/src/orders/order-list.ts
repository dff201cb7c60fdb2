import { compose, type Policy } from '@chaos-workshop/resilience';
import type { Database } from '@chaos-workshop/service-kit';
import type { Order } from './order.js';

interface Row {
  id: string;
  customer_id: string;
  discount: string;
  amount: string;
  placed_at: Date;
  /** Null for an order whose items were never written. */
  product_id: string | null;
  quantity: number;
  unit_price: string;
}

/** The placed orders, newest first. */
export class OrderList {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy = compose(),
  ) {}

  /** Those of one customer, or all. */
  async of(customerId?: string): Promise<Order[]> {
    const rows = await this.policy.execute((signal) =>
      this.database.rows<Row>(
        `SELECT id, customer_id, discount, amount, placed_at, product_id, quantity, unit_price
         FROM orders LEFT JOIN order_items ON order_id = id
         ${customerId ? 'WHERE customer_id = ?' : ''}
         ORDER BY placed_at DESC, id DESC, position`,
        customerId ? [customerId] : [],
        signal,
      ),
    );
    return [...Map.groupBy(rows, (row) => row.id).values()].map(toOrder);
  }
}

function toOrder(rows: Row[]): Order {
  const [first] = rows as [Row];
  return {
    id: first.id,
    customerId: first.customer_id,
    discountPercentage: Number(first.discount),
    amount: Number(first.amount),
    placedDate: first.placed_at,
    items: rows.flatMap(({ product_id: id, quantity, unit_price }) =>
      id === null ? [] : [{ id, quantity, unitPrice: Number(unit_price) }],
    ),
  };
}
