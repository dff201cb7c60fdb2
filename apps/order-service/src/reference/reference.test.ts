import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { eventually } from '@chaos-workshop/service-kit/testing';
import { faultKinds } from '../testing/neighbour.js';
import { type Customer, Restaurant } from '../testing/restaurant.js';

/** The reference with its times shortened; the proportions are those of the defaults. */
const quick = {
  VARIANT: 'reference',
  REQUEST_DEADLINE: '5s',
  ATTEMPT_TIMEOUT: '500ms',
  BACKOFF_BASE: '5ms',
  BACKOFF_MAX: '50ms',
  CIRCUIT_OPEN: '200ms',
  PRICE_FRESH: '0ms',
  MENU_PATIENCE: '400ms',
  RELAY_INTERVAL: '50ms',
};

let restaurant: Restaurant;
let customer: Customer;

before(async () => {
  restaurant = await Restaurant.open();
  customer = await restaurant.serve(quick);
});
after(() => restaurant[Symbol.asyncDispose]());
afterEach(() => {
  restaurant.menu.behave();
  restaurant.loyalty.behave();
});

const fries = (quantity: number) => [{ id: 'fries', quantity }];
const ascending = (a: number, b: number) => a - b;
const order = (customerId: string, items: object[] = fries(2)) => ({ customerId, items });
const loyaltyKnows = (customerId: string, count: number) =>
  eventually(() => assert.equal(restaurant.loyalty.count(customerId), count));

/**
 * Discounts of the customer's orders, oldest first, after a check that each amount is the right one for two
 * fries.
 */
async function discounts(customerId: string): Promise<number[]> {
  const orders = await customer.ordersOf(customerId);
  for (const { discountPercentage, amount } of orders)
    assert.equal(amount, (1000 - 1000 * discountPercentage) / 100);
  return orders.map((placed) => placed.discountPercentage).reverse();
}

/** Repeatable chance. https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

for (const fault of faultKinds) {
  for (const [step, break_] of [
    ['asking the menu', () => restaurant.menu.failOnce(fault)],
    ['asking loyalty', () => restaurant.loyalty.failOnce(fault, 'GET')],
    ['telling loyalty', () => restaurant.loyalty.failOnce(fault, 'POST')],
  ] as const) {
    test(`${fault} while ${step}: both orders once, with the right discounts`, async () => {
      const customerId = crypto.randomUUID();
      for (let n = 0; n < 2; n++) {
        break_();
        assert.equal((await customer.place(order(customerId))).status, 201);
      }
      assert.deepEqual(await discounts(customerId), [0, 0.01]);
      await loyaltyKnows(customerId, 2);
    });
  }
}

test('a neighbour that hangs costs an attempt, not the order', async () => {
  restaurant.menu.failOnce('hang');
  restaurant.loyalty.failOnce('hang', 'GET');
  assert.equal((await customer.place(order(crypto.randomUUID()))).status, 201);
});

test('while the menu is away, the last known price stands in', async () => {
  const customerId = crypto.randomUUID();
  await customer.placeUntilPlaced(order(customerId));
  restaurant.menu.faultFor = () => 'hang';
  assert.equal((await customer.place(order(customerId))).status, 201);
  assert.deepEqual(await discounts(customerId), [0, 0.01]);
});

test('without Redis the menu is asked', async (t) => {
  t.after(() => restaurant.redis.restart());
  await restaurant.redis.kill();
  assert.equal((await customer.place(order(crypto.randomUUID()))).status, 201);
});

test('a Redis that hangs delays an order a little', async (t) => {
  t.after(() => restaurant.redis.thaw());
  await eventually(async () => assert.equal((await customer.health('redis')).status, 'Healthy'));
  restaurant.redis.freeze();
  assert.equal((await customer.place(order(crypto.randomUUID()))).status, 201);
});

test('a 404 that is not of the menu says nothing of a product', async () => {
  restaurant.menu.prices['soup'] = 4;
  restaurant.menu.failOnce('unrouted');
  const { status } = await customer.place(order(crypto.randomUUID(), [{ id: 'soup', quantity: 1 }]));
  assert.equal(status, 201);
});

test('without menu and known price there is an honest 503 and no order', async () => {
  const customerId = crypto.randomUUID();
  restaurant.menu.prices['salad'] = 7;
  restaurant.menu.faultFor = () => 'fail-before';
  const { status, headers, detail } = await customer.place(order(customerId, [{ id: 'salad', quantity: 1 }]));
  assert.equal(status, 503);
  assert.match(headers.get('retry-after') ?? '', /^\d+$/);
  assert.match(detail, /menu|products/);
  assert.deepEqual(await customer.ordersOf(customerId), []);
});

test('while loyalty is away there is a 503 rather than a guessed discount, and afterwards the right one', async () => {
  const customerId = crypto.randomUUID();
  await customer.placeUntilPlaced(order(customerId));
  await restaurant.loyalty.close();
  const refused = await customer.place(order(customerId), 'second');
  assert.equal(refused.status, 503);
  assert.ok(refused.headers.get('retry-after'));
  await restaurant.loyalty.open();
  await customer.placeUntilPlaced(order(customerId), 'second');
  assert.deepEqual(await discounts(customerId), [0, 0.01]);
});

test('while the database hangs, orders beyond what can wait are sent back at once, and placed in the end', async (t) => {
  const limits = { BULKHEAD_CONCURRENT: '2', BULKHEAD_QUEUED: '3' };
  const { customer: small, process } = await restaurant.spawn({ ...quick, ...limits });
  const customers = Array.from({ length: 20 }, () => crypto.randomUUID());
  t.after(() => {
    restaurant.mysql.thaw();
    process.kill('SIGKILL');
  });
  restaurant.mysql.freeze();
  let sentBack = 0;
  const placing = customers.map(async (customerId) => {
    const { status, headers } = await small.place(order(customerId), customerId);
    if (status === 503 && headers.get('retry-after')) sentBack += 1;
  });
  await eventually(() => assert.equal(sentBack, customers.length - 5), 2_000);
  restaurant.mysql.thaw();
  await Promise.all(placing);
  await Promise.all(customers.map((customerId) => small.placeUntilPlaced(order(customerId), customerId)));
  for (const customerId of customers) assert.equal((await small.ordersOf(customerId)).length, 1);
});

test('concurrent requests with one key are one order with one answer', async () => {
  const customerId = crypto.randomUUID();
  const key = crypto.randomUUID();
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => customer.placeUntilPlaced(order(customerId), key)),
  );
  assert.equal(new Set(replies.map((reply) => reply.orderId)).size, 1);
  assert.deepEqual(await discounts(customerId), [0]);
  await loyaltyKnows(customerId, 1);
});

test('a key that stands for another order is a 422, also when both come at once', async () => {
  const key = crypto.randomUUID();
  const replies = await Promise.all(
    [1, 2].map((quantity) => customer.place(order(crypto.randomUUID(), fries(quantity)), key)),
  );
  assert.deepEqual(replies.map((reply) => reply.status).toSorted(ascending), [201, 422]);
});

test('a key that is no key is a 400', async () => {
  assert.equal((await customer.place(order(crypto.randomUUID()), 'x'.repeat(129))).status, 400);
});

test('orders that one customer places at once each get the discount of their turn', async () => {
  const customerId = crypto.randomUUID();
  await Promise.all(Array.from({ length: 6 }, () => customer.placeUntilPlaced(order(customerId))));
  assert.deepEqual((await discounts(customerId)).toSorted(ascending), [0, 0.01, 0.02, 0.03, 0.04, 0.05]);
});

test('two replicas with one database are as good as one', async () => {
  const other = await restaurant.serve(quick);
  const customerId = crypto.randomUUID();
  const key = crypto.randomUUID();
  await Promise.all(
    [customer, other, customer, other].map((at) => at.placeUntilPlaced(order(customerId), key)),
  );
  await Promise.all([customer, other].map((at) => at.placeUntilPlaced(order(customerId))));
  assert.deepEqual((await discounts(customerId)).toSorted(ascending), [0, 0.01, 0.02]);
});

test('a storm of faults at every step: every order once, with exact money', async () => {
  const kinds = [...faultKinds, ...Array.from({ length: 8 }, () => undefined)]; // 6 of 14 requests: 43 %
  const chance = lehmer(7);
  const strike = () => kinds[Math.floor(chance() * kinds.length)];
  restaurant.menu.faultFor = strike;
  restaurant.loyalty.faultFor = strike;
  const customers = Array.from({ length: 8 }, () => crypto.randomUUID());
  await Promise.all(
    customers.map(async (customerId) => {
      for (let n = 0; n < 4; n++) await customer.placeUntilPlaced(order(customerId));
      assert.deepEqual(await discounts(customerId), [0, 0.01, 0.02, 0.03]);
      await loyaltyKnows(customerId, 4);
    }),
  );
});

test('a database killed and restarted under load: every order once, with exact money', async () => {
  const customers = Array.from({ length: 8 }, () => crypto.randomUUID());
  const load = customers.map(async (customerId) => {
    for (let n = 0; n < 3; n++) await customer.placeUntilPlaced(order(customerId));
  });
  for (let kill = 0; kill < 2; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await restaurant.mysql.kill();
    await restaurant.mysql.restart();
  }
  await Promise.all(load);
  for (const customerId of customers) {
    assert.deepEqual(await eventually(() => discounts(customerId)), [0, 0.01, 0.02]);
    await loyaltyKnows(customerId, 3);
  }
});

test('a crash between placing an order and telling loyalty is made good by the next process', async () => {
  const customerId = crypto.randomUUID();
  restaurant.loyalty.faultFor = ({ method }) => (method === 'POST' ? 'hang' : undefined);
  const first = await restaurant.spawn(quick);
  assert.equal((await first.customer.place(order(customerId))).status, 201);
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  assert.equal(restaurant.loyalty.count(customerId), 0);
  restaurant.loyalty.behave();
  await loyaltyKnows(customerId, 1);
  assert.equal((await customer.ordersOf(customerId)).length, 1);
});

test('an order that was under way during a reset is refused, not brought back', async () => {
  const customerId = crypto.randomUUID();
  const asked = Promise.withResolvers<void>();
  restaurant.loyalty.faultFor = () => {
    asked.resolve();
    return 'hang';
  };
  const placing = customer.place(order(customerId));
  await asked.promise;
  assert.equal(await customer.reset(), 204);
  restaurant.loyalty.behave();
  assert.equal((await placing).status, 503);
  assert.deepEqual(await customer.ordersOf(customerId), []);
});

test('a reset also forgets keys and what was still to be told', async () => {
  const customerId = crypto.randomUUID();
  restaurant.loyalty.faultFor = ({ method }) => (method === 'POST' ? 'fail-before' : undefined);
  assert.equal((await customer.place(order(customerId), 'same')).status, 201);
  assert.equal(await customer.reset(), 204);
  restaurant.loyalty.behave();
  assert.equal((await customer.placeUntilPlaced(order(customerId, fries(1)), 'same')).status, 201);
  assert.deepEqual(
    (await customer.ordersOf(customerId)).map((placed) => placed.discountPercentage),
    [0],
  );
});
