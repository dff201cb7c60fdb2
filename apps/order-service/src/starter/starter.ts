import { OrderList } from '../orders/order-list.js';
import { ordersSchema } from '../orders/schema.js';
import type { Variant } from '../orders/variant.js';
import { StarterOrderDesk } from './starter-order-desk.js';

/** What the starter is made of. */
export const starter: Variant = {
  schema: ordersSchema,
  build: ({ menuUrl, loyaltyUrl }, database) => ({
    desk: new StarterOrderDesk(database, menuUrl, loyaltyUrl),
    list: new OrderList(database),
  }),
};
