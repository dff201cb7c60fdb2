import type { Policy } from '@chaos-workshop/resilience';
import type { Database } from '@chaos-workshop/service-kit';
import type { PlacedOrder } from './loyalty.client.js';

export interface OutboxEntry extends PlacedOrder {
  /** The trace in which the order was placed. */
  traceparent: string | null;
}

interface Row {
  order_id: string;
  customer_id: string;
  placed_at: Date;
  traceparent: string | null;
}

const columns = 'order_id, customer_id, placed_at, traceparent';

/**
 * The orders that loyalty is still to be told about; an entry goes only once loyalty has said that it knows.
 */
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  /** Some entries, the longest waiting first. */
  some(limit: number, signal: AbortSignal): Promise<OutboxEntry[]> {
    return this.#find(`SELECT ${columns} FROM outbox ORDER BY placed_at LIMIT ?`, limit, signal);
  }

  ofCustomer(customerId: string, signal: AbortSignal): Promise<OutboxEntry[]> {
    return this.#find(`SELECT ${columns} FROM outbox WHERE customer_id = ?`, customerId, signal);
  }

  async remove(orderId: string, signal: AbortSignal): Promise<void> {
    await this.policy.execute(
      (limit) => this.database.change('DELETE FROM outbox WHERE order_id = ?', [orderId], limit),
      signal,
    );
  }

  async #find(sql: string, value: string | number, signal: AbortSignal): Promise<OutboxEntry[]> {
    const rows = await this.policy.execute((limit) => this.database.rows<Row>(sql, [value], limit), signal);
    return rows.map((row) => ({
      orderId: row.order_id,
      customerId: row.customer_id,
      placedAt: row.placed_at,
      traceparent: row.traceparent,
    }));
  }
}
