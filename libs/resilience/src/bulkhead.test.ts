import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bulkhead } from './bulkhead.js';
import { BulkheadFullError } from './errors.js';

/** Operations that end when told to. */
function kitchen() {
  const orders: PromiseWithResolvers<void>[] = [];
  const cook = () => {
    const order = Promise.withResolvers<void>();
    orders.push(order);
    return order.promise;
  };
  return { orders, cook };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('runs so many at once, keeps so many waiting and refuses the rest', async () => {
  const { orders, cook } = kitchen();
  const bulkhead = new Bulkhead({ concurrent: 2, queued: 1 });
  const calls = [bulkhead.execute(cook), bulkhead.execute(cook), bulkhead.execute(cook)];
  await assert.rejects(bulkhead.execute(cook), BulkheadFullError);
  assert.equal(orders.length, 2);
  orders[0]?.resolve();
  await settled();
  assert.equal(orders.length, 3);
  orders.forEach((order) => order.resolve());
  await Promise.all(calls);
});

test('a failed call makes room too', async () => {
  const bulkhead = new Bulkhead({ concurrent: 1, queued: 0 });
  await assert.rejects(
    bulkhead.execute(() => Promise.reject(new Error('burnt'))),
    /burnt/,
  );
  assert.equal(await bulkhead.execute(() => Promise.resolve('served')), 'served');
});

test('whoever gives up waiting leaves the queue', async () => {
  const { orders, cook } = kitchen();
  const bulkhead = new Bulkhead({ concurrent: 1, queued: 1 });
  const first = bulkhead.execute(cook);
  const caller = new AbortController();
  const second = bulkhead.execute(cook, caller.signal);
  caller.abort(new Error('left'));
  await assert.rejects(second, /left/);
  const third = bulkhead.execute(cook);
  orders[0]?.resolve();
  await first;
  await settled();
  orders[1]?.resolve();
  await third;
});
