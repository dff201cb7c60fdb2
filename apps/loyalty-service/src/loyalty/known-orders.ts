import { Database } from '@chaos-workshop/service-kit';
import { Inject, Injectable } from '@nestjs/common';

export interface KnownOrder {
  orderId: string;
  customerId: string;
  placedAt: Date;
}

/** The orders that loyalty was told about. */
@Injectable()
export class KnownOrders {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Remembers an order, once, however often it is told. One that was placed before the last reset belongs to
   * a world that is gone: whoever still tells about it is late. The SELECT locks the reset's row, so a reset
   * comes before or after, never between.
   */
  async add({ orderId, customerId, placedAt }: KnownOrder): Promise<void> {
    await this.database.change(
      `INSERT INTO orders (order_id, customer_id, placed_at)
       SELECT ?, ?, ? FROM last_reset WHERE reset_at <= ?
       ON DUPLICATE KEY UPDATE order_id = orders.order_id`,
      [orderId, customerId, placedAt, placedAt],
    );
  }

  async count(customerId: string): Promise<number> {
    const [row] = await this.database.rows<{ known: number }>(
      'SELECT COUNT(*) AS known FROM orders WHERE customer_id = ?',
      [customerId],
    );
    return row?.known ?? 0;
  }

  async forgetAll(now = new Date()): Promise<void> {
    await this.database.transaction(async (statements) => {
      await statements.change('UPDATE last_reset SET reset_at = ?', [now]);
      await statements.change('DELETE FROM orders');
    });
  }
}
