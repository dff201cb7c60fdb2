import { randomUUIDv7 } from 'node:crypto';
import type { Database } from '@chaos-workshop/service-kit';
import {
  type BasisPoints,
  basisPointsFrom,
  basisPointsText,
  centsFrom,
  centsText,
  orderAmount,
} from '../orders/money.js';
import type { NewOrder } from '../orders/order.js';
import type { OrderDesk } from '../orders/order-desk.js';
import { unknownProduct } from '../orders/unknown-product.js';

/**
 * Takes an order in a straight line: ask the menu, ask loyalty, write the order down, tell loyalty.
 * It is right as long as nothing fails. What happens when something does, at each line?
 */
export class StarterOrderDesk implements OrderDesk {
  constructor(
    private readonly database: Database,
    private readonly menuUrl: string,
    private readonly loyaltyUrl: string,
  ) {}

  async place(order: NewOrder): Promise<string> {
    const orderId = randomUUIDv7();
    const placedAt = new Date();
    const items = [];
    for (const { id, quantity } of order.items) items.push({ id, quantity, price: await this.#priceOf(id) });
    const discount = await this.#discountFor(order.customerId);
    const amount = orderAmount(items, discount);

    await this.database.change(
      'INSERT INTO orders (id, customer_id, discount, amount, placed_at) VALUES (?, ?, ?, ?, ?)',
      [orderId, order.customerId, basisPointsText(discount), centsText(amount), placedAt],
    );
    for (const [position, { id, quantity, price }] of items.entries()) {
      await this.database.change(
        'INSERT INTO order_items (order_id, product_id, quantity, unit_price, position) VALUES (?, ?, ?, ?, ?)',
        [orderId, id, quantity, centsText(price), position],
      );
    }

    await this.#tellLoyalty({ orderId, customerId: order.customerId, placedAt });
    return orderId;
  }

  async reset(): Promise<void> {
    await this.database.change('DELETE FROM order_items');
    await this.database.change('DELETE FROM orders');
  }

  async #priceOf(productId: string): Promise<bigint> {
    const response = await fetch(`${this.menuUrl}/products/${productId}`);
    if (response.status === 404) throw unknownProduct(productId);
    if (!response.ok) throw new Error(`the menu answered ${response.status}`);
    const { price } = (await response.json()) as { price: number };
    return centsFrom(price);
  }

  async #discountFor(customerId: string): Promise<BasisPoints> {
    const response = await fetch(`${this.loyaltyUrl}/customer-discounts/${customerId}`);
    if (!response.ok) throw new Error(`loyalty answered ${response.status}`);
    const { discountPercentage } = (await response.json()) as { discountPercentage: number };
    return basisPointsFrom(discountPercentage);
  }

  async #tellLoyalty(order: { orderId: string; customerId: string; placedAt: Date }): Promise<void> {
    const response = await fetch(`${this.loyaltyUrl}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    if (!response.ok) throw new Error(`loyalty answered ${response.status}`);
  }
}
