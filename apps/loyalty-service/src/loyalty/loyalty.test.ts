import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createService, loadConfig } from '@chaos-workshop/service-kit';
import { eventually, MysqlServer } from '@chaos-workshop/service-kit/testing';
import { AppModule } from '../app.module.js';
import { variables } from '../config.js';

let url: string;
const stack = new AsyncDisposableStack();

before(async () => {
  const mysql = stack.use(await MysqlServer.start('loyalty'));
  const environment = { PORT: '0', LOG_LEVEL: 'error', DRAIN: '0ms', MYSQL_URL: mysql.url('loyalty') };
  const config = loadConfig(variables, environment);
  const app = await createService(AppModule.with(config), config);
  stack.defer(() => app.close());
  url = await app.getUrl();
  await eventually(async () => assert.equal((await fetch(`${url}/health/ready`)).status, 200));
});
after(() => stack.disposeAsync());

function post(path: string, body?: object): Promise<Response> {
  if (!body) return fetch(url + path, { method: 'POST' });
  const headers = { 'content-type': 'application/json' };
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function discountOf(customerId: string): Promise<number> {
  const response = await fetch(`${url}/customer-discounts/${customerId}`);
  return ((await response.json()) as { discountPercentage: number }).discountPercentage;
}

const order = (customerId: string, placedAt = new Date()) => ({
  orderId: crypto.randomUUID(),
  customerId,
  placedAt,
});

test('one percent for each order, at most ten', async () => {
  const customerId = crypto.randomUUID();
  const discounts = [await discountOf(customerId)];
  for (let n = 0; n < 12; n++) {
    assert.equal((await post('/orders', order(customerId))).status, 204);
    discounts.push(await discountOf(customerId));
  }
  assert.deepEqual(discounts, [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.1, 0.1]);
});

test('an order that is told many times, even at once, counts once', async () => {
  const customerId = crypto.randomUUID();
  const told = order(customerId);
  const replies = await Promise.all(Array.from({ length: 50 }, () => post('/orders', told)));
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([204]));
  assert.equal(await discountOf(customerId), 0.01);
});

test('ids are the same in upper and lower case', async () => {
  const customerId = crypto.randomUUID();
  const told = order(customerId);
  await post('/orders', told);
  await post('/orders', { ...told, orderId: told.orderId.toUpperCase() });
  assert.equal(await discountOf(customerId.toUpperCase()), 0.01);
});

test('after a reset nothing is known, and orders from before it do not come back', async () => {
  const customerId = crypto.randomUUID();
  const [early, late] = [order(customerId), order(customerId)];
  await post('/orders', early);
  await eventually(() => assert.ok(Date.now() > late.placedAt.getTime()));
  assert.equal((await post('/assertions/reset-db')).status, 204);
  assert.equal(await discountOf(customerId), 0);
  assert.equal((await post('/orders', late)).status, 204, 'acknowledged, or it would be told for ever');
  assert.equal(await discountOf(customerId), 0);
  await post('/orders', order(customerId));
  assert.equal(await discountOf(customerId), 0.01);
});

test('bad input is refused with the field', async () => {
  const customerId = crypto.randomUUID();
  for (const [field, value] of Object.entries({ orderId: 'x', customerId: 1, placedAt: 'noon', tip: 5 })) {
    const response = await post('/orders', { ...order(customerId), [field]: value });
    assert.equal(response.status, 400);
    assert.partialDeepStrictEqual(await response.json(), { errors: [{ field }] });
  }
  assert.equal((await fetch(`${url}/customer-discounts/me`)).status, 400);
});
