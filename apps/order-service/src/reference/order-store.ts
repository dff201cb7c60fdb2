import { createHash } from 'node:crypto';
import type { Policy } from '@chaos-workshop/resilience';
import {
  currentTraceparent,
  type Database,
  type Statements,
  unavailable,
  unprocessable,
} from '@chaos-workshop/service-kit';
import { type BasisPoints, basisPointsText, type Cents, centsText } from '../orders/money.js';
import type { NewOrder } from '../orders/order.js';

/** An order that was asked for, under a key that stands for this request and its repetitions. */
export interface OrderRequest {
  orderId: string;
  key: string;
  order: NewOrder;
  receivedAt: Date;
}

export interface PricedOrder extends OrderRequest {
  items: { id: string; quantity: number; price: Cents }[];
  discount: BasisPoints;
  amount: Cents;
  /** How many orders of this customer the discount counts. */
  earlierOrders: number;
}

/**
 * The order that the key now stands for; or another order of this customer came first, so that the discount
 * would be wrong.
 */
export type Saved = { orderId: string } | 'overtaken';

/**
 * Writes orders down exactly once. Everything here may be repeated: whoever loses the connection during
 * COMMIT asks again, and the idempotency key says whether the order is there.
 */
export class OrderStore {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  /** The order that this request's key stands for already, if any. */
  recorded(request: OrderRequest, signal: AbortSignal): Promise<string | undefined> {
    return this.policy.execute(
      (limit) => recorded({ rows: (sql, values) => this.database.rows(sql, values, limit) }, request),
      signal,
    );
  }

  /** How many orders the customer has placed so far. */
  async earlierOrders(customerId: string, signal: AbortSignal): Promise<number> {
    return this.policy.execute(async (limit) => {
      await this.database.change(
        'INSERT IGNORE INTO customers (id, orders) VALUES (?, 0)',
        [customerId],
        limit,
      );
      const sql = 'SELECT orders FROM customers WHERE id = ?';
      const [customer] = await this.database.rows<{ orders: number }>(sql, [customerId], limit);
      return customer?.orders ?? 0;
    }, signal);
  }

  /**
   * Order, items, idempotency key and outbox row, all or none.
   */
  save(order: PricedOrder, signal: AbortSignal): Promise<Saved> {
    return this.policy.execute(
      (limit) => this.database.transaction((statements) => save(statements, order), limit),
      signal,
    );
  }

  /** Orders that were received before this moment and come later are refused. */
  reset(signal: AbortSignal, now = new Date()): Promise<void> {
    const tables = ['outbox', 'idempotency_keys', 'order_items', 'orders', 'customers'];
    const reset = async (statements: Statements) => {
      await statements.change('UPDATE last_reset SET reset_at = ?', [now]);
      for (const table of tables) await statements.change(`DELETE FROM ${table}`);
    };
    return this.policy.execute((limit) => this.database.transaction(reset, limit), signal);
  }
}

/**
 * The first two rows are locked in this order by everyone: a reset waits for orders under way, and a
 * customer's orders queue up.
 */
async function save(statements: Statements, order: PricedOrder): Promise<Saved> {
  const fence = 'SELECT 1 FROM last_reset WHERE reset_at <= ? LOCK IN SHARE MODE';
  const isCurrent = (await statements.rows(fence, [order.receivedAt])).length > 0;
  if (!isCurrent)
    throw unavailable('All orders were forgotten while this one was being placed. Send it again.');
  const lock = 'SELECT orders FROM customers WHERE id = ? FOR UPDATE';
  const [customer] = await statements.rows<{ orders: number }>(lock, [order.order.customerId]);
  const existing = await recorded(statements, order);
  if (existing) return { orderId: existing };
  if (customer?.orders !== order.earlierOrders) return 'overtaken';
  await insert(statements, order);
  return { orderId: order.orderId };
}

async function insert(
  statements: Statements,
  { orderId, key, order, receivedAt, ...priced }: PricedOrder,
): Promise<void> {
  const { customerId } = order;
  await statements.change('UPDATE customers SET orders = orders + 1 WHERE id = ?', [customerId]);
  await statements.change(
    'INSERT INTO idempotency_keys (idempotency_key, fingerprint, order_id) VALUES (?, ?, ?)',
    [key, fingerprint(order), orderId],
  );
  await statements.change(
    'INSERT INTO orders (id, customer_id, discount, amount, placed_at) VALUES (?, ?, ?, ?, ?)',
    [orderId, customerId, basisPointsText(priced.discount), centsText(priced.amount), receivedAt],
  );
  const items = priced.items.map(({ id, quantity, price }, position) => [
    orderId,
    id,
    quantity,
    centsText(price),
    position,
  ]);
  await statements.change(
    'INSERT INTO order_items (order_id, product_id, quantity, unit_price, position) VALUES ?',
    [items],
  );
  await statements.change(
    'INSERT INTO outbox (order_id, customer_id, placed_at, traceparent) VALUES (?, ?, ?, ?)',
    [orderId, customerId, receivedAt, currentTraceparent()],
  );
}

async function recorded(
  statements: Pick<Statements, 'rows'>,
  { key, order }: OrderRequest,
): Promise<string | undefined> {
  const sql = 'SELECT fingerprint, order_id FROM idempotency_keys WHERE idempotency_key = ?';
  const [row] = await statements.rows<{ fingerprint: string; order_id: string }>(sql, [key]);
  if (!row) return undefined;
  if (row.fingerprint === fingerprint(order)) return row.order_id;
  throw unprocessable(
    'idempotency-key-reused',
    `The idempotency key "${key}" stands for a different order, ${row.order_id}. Use a new key for a new order.`,
  );
}

/** The same for the same order, however its JSON was written. */
function fingerprint({ customerId, items }: NewOrder): string {
  const content = JSON.stringify([customerId, items.map(({ id, quantity }) => [id, quantity])]);
  return createHash('sha256').update(content).digest('hex');
}
