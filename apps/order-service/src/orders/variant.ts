import type { Database, HealthCheck } from '@chaos-workshop/service-kit';
import type { OrderConfig } from '../config.js';
import type { OrderDesk } from './order-desk.js';
import type { OrderList } from './order-list.js';

/** One way to build the order service: the starter's or the reference's. */
export interface Variant {
  /** Repeatable statements that create its tables. */
  schema: readonly string[];
  build(config: OrderConfig, database: Database): Parts;
}

export interface Parts {
  desk: OrderDesk;
  list: OrderList;
  healthChecks?: readonly HealthCheck[];
  start?(): void;
  stop?(): Promise<void>;
}
