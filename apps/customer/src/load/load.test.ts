import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf } from './failure.js';
import { figuresOf } from './figures.js';
import { latencyOf } from './latency.js';
import { loadOrder } from './load-order.js';
import { parseLoad } from './options.js';
import { ownOf } from './own.js';
import { runLoad, type Served } from './run-load.js';
import { wordsOf } from './words.js';
import { Restaurant } from '../http/restaurant.js';
import { PretendRestaurant } from '../testing/pretend-restaurant.js';

test('the same seed makes the same orders, each of a customer of its own', () => {
  assert.deepEqual(loadOrder(7, 3), loadOrder(7, 3));
  assert.notEqual(loadOrder(7, 3).customerId, loadOrder(7, 4).customerId);
});

const served = (endedAt: number, latencyMs: number, failures: string[] = []): Served => ({
  order: loadOrder(1, endedAt),
  orderId: String(endedAt),
  attempts: failures.length + 1,
  failures,
  latencyMs,
  endedAt,
});

const untold = ({ orderId: _orderId, ...rest }: Served): Served => rest;

test('figures: failed attempts by class, latency of what was placed, the longest gap', () => {
  const failed = untold(served(1_500, 900, ['5xx', '5xx', 'reset']));
  const figures = figuresOf([served(1_100, 10), served(1_200, 20, ['5xx']), failed], 1_000, 2_000);
  assert.deepEqual(figures, {
    orders: 3,
    failed: 1,
    attempts: 7,
    failedAttempts: { '5xx': 3, reset: 1 },
    latencyMs: { p50: 10, p95: 20, p99: 20, max: 20 },
    longestGapMs: 800,
    tookMs: 1_000,
  });
  assert.match(wordsOf({ passed: false, ...figures })[1] ?? '', /7, of which failed: 3 × 5xx, 1 × reset/);
});

test('a failed attempt is told by its class, and by its own name where it has none', () => {
  const told = [
    { error: 'ECONNREFUSED' },
    { error: 'UND_ERR_SOCKET' },
    { error: 'no answer in time' },
    { error: 'EHOSTUNREACH' },
    { status: 503 },
    { status: 429 },
    { status: 201 },
  ].map(failureOf);
  assert.deepEqual(told, ['refused', 'reset', 'time-out', 'EHOSTUNREACH', '5xx', '429', undefined]);
});

test('where no order was placed there is no latency to tell', () => {
  assert.equal(latencyOf([]), undefined);
  const figures = figuresOf([untold(served(1_500, 900))], 1_000, 2_000);
  assert.match(wordsOf({ passed: false, ...figures })[2] ?? '', /no order was placed/);
});

test('what others ordered, and what loyalty counts of it, is not looked at', () => {
  const mine = served(1_100, 10);
  const row = (id: string, customerId: string) => ({
    id,
    customerId,
    discountPercent: 0,
    amountCents: 1_000,
    items: [],
  });
  const stores = {
    orders: [row('1100', mine.order.customerId), row('2', 'somebody')],
    counted: ['1100', '2', '1100'],
  };
  assert.deepEqual(ownOf([mine], stores), {
    orders: [row('1100', mine.order.customerId)],
    counted: ['1100', '1100'],
  });
});

test('until a signal there is no number of orders', () => {
  assert.partialDeepStrictEqual(parseLoad(['--until-signal']), { orders: Infinity });
});

test('a wrong command line says which word', () => {
  assert.throws(() => parseLoad(['--rate', '0']), /--rate 0: say a whole number from 1 on/);
  assert.throws(() => parseLoad(['--orders', 'many']), /--orders many/);
});

test('orders come at their rate, whatever becomes of the ones before', async () => {
  await using pretend = new PretendRestaurant();
  pretend.idempotent = true;
  pretend.mishap = (post) => (post <= 3 ? 'fail after' : 'none');
  const address = await pretend.listen();
  const restaurant = new Restaurant({ orders: address, loyalty: address });
  const signal = new AbortController().signal;
  const start = Date.now();
  const all = await runLoad({ orders: 20, perSecond: 100, seed: 1, restaurant, signal });
  assert.ok(Date.now() - start >= 190, 'the last one is due after 190 ms');
  assert.equal(pretend.orders.length, 20);
  assert.equal(all.flatMap(({ failures }) => failures).join(), '5xx,5xx,5xx');
  assert.ok(all.every(({ orderId }) => orderId !== undefined));
});

test('an interruption ends the arrival, and what is under way is seen through', async () => {
  await using pretend = new PretendRestaurant();
  const address = await pretend.listen();
  const restaurant = new Restaurant({ orders: address, loyalty: address });
  const interrupted = new AbortController();
  const onServed = () => interrupted.abort();
  const all = await runLoad({
    orders: 1_000,
    perSecond: 10,
    seed: 1,
    restaurant,
    signal: interrupted.signal,
    onServed,
  });
  assert.ok(all.length < 20, `${all.length} orders`);
  assert.ok(all.every(({ orderId }) => orderId !== undefined));
});
