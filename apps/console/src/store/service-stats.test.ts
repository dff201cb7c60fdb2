import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type SpanSketch, spanOf } from '../testing/spans.js';
import { RequestLog } from './request-log.js';
import { percentile, serviceStats } from './service-stats.js';

const minute = 60_000;

suite('rates, errors and latencies', () => {
  test('are of requests that services answered, by service and route', () => {
    const [menu, orders, ...others] = statsOf([
      { service: 'order-service', name: 'POST /orders', tookMs: 40 },
      { service: 'order-service', name: 'POST /orders', tookMs: 60, error: '503' },
      { service: 'order-service', name: 'GET /orders', tookMs: 5 },
      { service: 'order-service', name: 'GET', kind: 3, tookMs: 999 },
      { service: 'menu-service', name: 'GET /products/:id', tookMs: 7 },
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual([menu?.service, menu?.requests, menu?.p99Ms], ['menu-service', 1, 7]);
    assert.deepEqual([orders?.requests, orders?.errors, orders?.rate], [3, 1, 3 / 60]);
    assert.deepEqual([orders?.p50Ms, orders?.p99Ms], [40, 60]);
    assert.deepEqual(
      orders?.routes.map(({ route, errorShare }) => [route, errorShare]),
      [
        ['POST /orders', 0.5],
        ['GET /orders', 0],
      ],
    );
  });

  test('show when it happened', () => {
    const [stats] = statsOf([
      { startMs: 1_000, tookMs: 0 },
      { startMs: minute - 1, tookMs: 0, error: '500' },
    ]);
    assert.equal(stats?.buckets.length, 30);
    assert.deepEqual(stats?.buckets[0], { requests: 1, errors: 0 });
    assert.deepEqual(stats?.buckets[29], { requests: 1, errors: 1 });
  });

  test('take percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    assert.deepEqual(
      [0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share)),
      [50, 95, 99, 100],
    );
    assert.deepEqual([percentile([7], 0.5), percentile([], 0.5)], [7, 0]);
  });

  test('do not go down because the console has just started', () => {
    const log = new RequestLog({ now: () => 50_000 });
    for (let index = 0; index < 10; index += 1) log.add(spanOf({ startMs: 55_000 }));
    const { samples, coveredMs } = log.within(0, minute);
    assert.equal(coveredMs, 10_000);
    assert.equal(serviceStats({ samples, coveredMs, fromMs: 0, toMs: minute })[0]?.rate, 1);
  });

  test('say from when on they are complete once there is more than can be kept', () => {
    const log = new RequestLog({ limit: 10, now: () => 0 });
    for (let index = 0; index < 12; index += 1) log.add(spanOf({ startMs: index * 1_000, tookMs: 0 }));
    const { samples, coveredMs } = log.within(0, 20_000);
    assert.equal(samples.length, 10);
    assert.equal(coveredMs, 19_000);
  });

  test('do not keep what is older than any window', () => {
    let nowMs = 0;
    const log = new RequestLog({ limit: 10, now: () => nowMs });
    for (let index = 0; index < 11; index += 1) log.add(spanOf({ startMs: 0 }));
    nowMs = 16 * minute;
    log.add(spanOf({ startMs: nowMs }));
    assert.equal(log.within(0, 20 * minute).samples.length, 1);
    assert.equal(log.within(nowMs - minute, nowMs).coveredMs, minute);
  });
});

function statsOf(sketches: SpanSketch[]): ReturnType<typeof serviceStats> {
  const log = new RequestLog({ now: () => 0 });
  for (const sketch of sketches) log.add(spanOf(sketch));
  return serviceStats({ ...log.within(0, minute), fromMs: 0, toMs: minute });
}
