import type { NewOrder } from './order.js';

/**
 * Takes orders. There are two: the starter's, which participants repair, and the reference's, one way to
 * repair it.
 */
export interface OrderDesk {
  /**
   * Places the order and says under which id. `idempotencyKey`: what the customer sends again with the same
   * order.
   */
  place(order: NewOrder, idempotencyKey?: string): Promise<string>;

  /** Forgets every order and all that was kept because of one. */
  reset(): Promise<void>;
}
