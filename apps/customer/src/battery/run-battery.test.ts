import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CustomerEvent, tellAll, type TestResult } from '../events.js';
import { Restaurant } from '../http/restaurant.js';
import { type Mishap, PretendRestaurant } from '../testing/pretend-restaurant.js';
import type { BatteryName } from './batteries.js';
import { runBattery } from './run-battery.js';

const never = new AbortController().signal;

test('in fair weather every test passes at the first attempt', async () => {
  const { results } = await run('complete', () => 'none');
  assert.deepEqual(statuses(results), ['passed', 'passed', 'passed', 'passed', 'passed', 'passed']);
  assert.ok(results.every(({ attempts }) => attempts === 1));
});

test('each test is one trace and one key over all its attempts, and assertions stand chaos down', async () => {
  const { requests } = await run('single', (post) => (post < 3 ? 'fail before' : 'none'));
  const orders = requests.filter(({ method, path }) => method === 'POST' && path === '/orders');
  assert.equal(orders.length, 3);
  assert.equal(new Set(orders.map(({ headers }) => headers['workshop-idempotency-key'])).size, 1);
  assert.equal(new Set(orders.map(({ headers }) => headers['traceparent'])).size, 1);
  assert.ok(orders.every(({ headers }) => headers['workshop-chaosproxy-standdown'] === undefined));
  const questions = requests.filter(({ method }) => method === 'GET');
  assert.ok(questions.length >= 2);
  assert.ok(questions.every(({ headers }) => headers['workshop-chaosproxy-standdown'] === 'true'));
});

test('a naive restaurant that fails after it has acted doubles the order, and the customer sees it', async () => {
  const { results } = await run('single', (post) => (post === 1 ? 'fail after' : 'none'));
  assert.deepEqual(statuses(results), ['failed']);
  assert.deepEqual(failures(results), ['discount', 'amount', 'number of orders', 'next discount']);
});

test('a restaurant that honours the key survives answers that are lost', async () => {
  const { results } = await run('complete', (post) => (post % 2 ? 'break off after' : 'none'), {
    idempotent: true,
  });
  assert.deepEqual(statuses(results), ['passed', 'passed', 'passed', 'passed', 'passed', 'passed']);
});

test('an order that is refused is not sent again', async () => {
  const { results } = await run('single', () => 'refuse');
  assert.equal(results[0]?.attempts, 1);
  assert.match(results[0]?.reason ?? '', /POST .* was answered with 422 .*no such thing/);
});

test('an order that is never answered fails with the request and the last answer', async () => {
  const { results } = await run('single', () => 'fail before');
  assert.equal(results[0]?.attempts, 100);
  assert.match(
    results[0]?.reason ?? '',
    /^POST http.*\/orders: gave up after 100 attempts, the last: status 503$/,
  );
});

test('with bail the first failure ends the others, which count as skipped', async () => {
  const { results, orders } = await run('complete', (post) => (post === 1 ? 'fail after' : 'none'), {
    bail: true,
  });
  assert.deepEqual(failures(results), ['discount']);
  assert.equal(results.filter(({ status }) => status === 'failed').length, 1);
  assert.ok(
    results.some(({ status, reason }) => status === 'skipped' && /stopped because test/.test(reason ?? '')),
  );
  assert.ok(orders < 7);
});

test('a deadline fails what is under way and skips the rest', async () => {
  const { results } = await run('half', () => 'never answer', { signal: AbortSignal.timeout(100) });
  assert.deepEqual(statuses(results), ['failed', 'skipped', 'failed']);
});

test('the events tell the story of a test in order', async () => {
  const { events } = await run('single', (post) => (post === 1 ? 'fail before' : 'none'));
  const story = events.map(({ event }) => event);
  const checks = ['check', 'check', 'check', 'check', 'check'];
  assert.deepEqual(story, ['test-started', 'attempt', 'attempt', 'placed', ...checks, 'test']);
});

interface Weather {
  idempotent?: boolean;
  bail?: boolean;
  signal?: AbortSignal;
}

async function run(name: BatteryName, mishap: (post: number) => Mishap, weather: Weather = {}) {
  await using pretend = new PretendRestaurant();
  pretend.mishap = mishap;
  pretend.idempotent = weather.idempotent ?? false;
  const url = await pretend.listen();
  const events: CustomerEvent[] = [];
  const results = await runBattery(name, {
    restaurant: new Restaurant({ orders: url, loyalty: url }, async () => {}),
    tell: tellAll([(event) => events.push(event)]),
    seed: 1,
    linkTo: (traceId) => `http://traces/${traceId}`,
    bail: weather.bail ?? false,
    signal: weather.signal ?? never,
    patience: { withinMs: 50, everyMs: 10 },
  });
  return { results, events, requests: pretend.requests, orders: pretend.orders.length };
}

function statuses(results: TestResult[]): string[] {
  return results.map(({ status }) => status);
}

function failures(results: TestResult[]): string[] {
  return results.flatMap(({ findings }) => findings.filter(({ passed }) => !passed).map(({ name }) => name));
}
