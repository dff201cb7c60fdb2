import type { CircuitBreaker } from '@chaos-workshop/resilience';
import { failFastRedis, type HealthCheck } from '@chaos-workshop/service-kit';
import type { Redis } from 'ioredis';
import { OrderList } from '../orders/order-list.js';
import type { Variant } from '../orders/variant.js';
import { databasePolicy } from './database-policy.js';
import { LoyaltyClient } from './loyalty.client.js';
import { MenuClient } from './menu.client.js';
import { OrderStore } from './order-store.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';
import { PriceCache } from './price-cache.js';
import { ReferenceOrderDesk } from './reference-order-desk.js';
import { referenceSchema } from './schema.js';

/** What the reference is made of. */
export const reference: Variant = {
  schema: referenceSchema,
  build(config, database) {
    const redis = failFastRedis(config.redisUrl);
    const policy = databasePolicy(config);
    const menu = new MenuClient(config, new PriceCache(redis, config));
    const loyalty = new LoyaltyClient(config);
    const store = new OrderStore(database, policy);
    const relay = new OutboxRelay(new Outbox(database, policy), loyalty, config);
    return {
      desk: new ReferenceOrderDesk({ menu, loyalty, store, relay }, config),
      list: new OrderList(database, policy),
      healthChecks: [redisCheck(redis), circuitCheck(menu.circuit), circuitCheck(loyalty.circuit)],
      start: () => relay.start(),
      stop: async () => {
        await relay.stop();
        redis.disconnect();
      },
    };
  },
};

function redisCheck(redis: Redis): HealthCheck {
  const check = async () => {
    await redis.ping();
    return 'Redis answers.';
  };
  return { name: 'redis', readiness: false, check };
}

function circuitCheck(circuit: CircuitBreaker): HealthCheck {
  const check = () => {
    const description = `Circuit breaker is currently ${circuit.state}.`;
    if (circuit.state === 'Open') throw new Error(description);
    return description;
  };
  return { name: `circuitBreaker:${circuit.options.name}`, readiness: false, check };
}
