import type { Database } from '@chaos-workshop/service-kit';
import type { OrderConfig } from '../config.js';
import { OrderList } from '../orders/order-list.js';
import { ordersSchema } from '../orders/schema.js';
import type { Variant } from '../orders/variant.js';
import { StarterOrderDesk } from './starter-order-desk.js';

/** What the starter is made of. */
export function starter(config: OrderConfig, database: Database): Variant {
  return {
    schema: ordersSchema,
    desk: new StarterOrderDesk(database, config.menuUrl, config.loyaltyUrl),
    list: new OrderList(database),
  };
}
