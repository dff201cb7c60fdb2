import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HTTPChaosSpec, HTTPFaultSpec } from '@chaos-workshop/chaos-mesh';
import { edge } from '../testing/edges.js';
import { httpChaosFault } from './http-chaos-fault.js';
import { httpFault } from './http-fault.js';

/** menu serves 8080 behind Service port 80 and calls tax on 8080; mysql is no HTTP. */
const edges = [
  edge('order', 'menu', ['menu-1', 'menu-2'], { port: 80, targetPort: 8080 }),
  edge('menu-1', 'tax', ['tax-1'], { port: 8080, targetPort: 9000 }),
  edge('menu-1', 'mysql', ['mysql-0'], { protocol: 'tcp', port: 3306, targetPort: 3306 }),
  edge(undefined, 'menu', ['menu-1', 'menu-2'], { port: 80, targetPort: 8080 }),
];

function chaos(spec: Partial<HTTPChaosSpec>) {
  const least: HTTPChaosSpec = { selector: {}, mode: 'all', target: 'Request', port: 8080 };
  return httpChaosFault({ ...least, ...spec }, ['shop/menu-1'], edges);
}

const places = (http: { proxy: string; upstream?: string }[]) =>
  http.map(({ proxy, upstream }) => `${proxy}${upstream === undefined ? '' : ` ${upstream}`}`);

describe('HTTPChaos', () => {
  test('catches the port in both roles: what the pod serves on it, and what it calls on it', () =>
    assert.deepEqual(places(chaos({}).http), [
      'order->menu shop/menu-1',
      'external->menu shop/menu-1',
      'menu-1->tax',
    ]));

  test('the port that is served is that of the container, not of the Service', () =>
    assert.deepEqual(chaos({ port: 80 }).http, []));

  test('passes what is not HTTP, and says so when it ends', () => {
    const fault = chaos({ port: 3306 });
    assert.deepEqual(fault.http, []);
    assert.equal(fault.whyNothingMet, 'no link of the selected pods carries HTTP on port 3306');
  });

  test('carries match and effect over', () => {
    const [rule] = chaos({
      target: 'Response',
      path: '/products/*',
      method: 'GET',
      code: 200,
      request_headers: { a: 'b' },
      response_headers: { c: 'd' },
      delay: '1.5s',
      abort: false,
      replace: { code: 503 },
      patch: { headers: [['x', 'y']] },
    }).http;
    assert.deepEqual(rule, {
      proxy: 'order->menu',
      upstream: 'shop/menu-1',
      target: 'Response',
      match: {
        path: '/products/*',
        method: 'GET',
        code: 200,
        requestHeaders: { a: 'b' },
        responseHeaders: { c: 'd' },
      },
      delay: { minMs: 1500, maxMs: 1500 },
      replace: { code: 503 },
      patch: { headers: [['x', 'y']] },
    });
  });
});

describe('HTTPFault', () => {
  const fault = (spec: Partial<HTTPFaultSpec>) =>
    httpFault({ selector: {}, mode: 'all', port: 8080, ...spec }, ['shop/menu-1'], edges).http;
  const fromOrder = (spec: Partial<HTTPFaultSpec>) =>
    fault(spec).filter(({ proxy }) => proxy === 'order->menu');

  test('acts on those who call the pod, not on whom it calls', () =>
    assert.deepEqual(places(fault({ before: { maxLatency: '1s' } })), [
      'order->menu shop/menu-1',
      'external->menu shop/menu-1',
    ]));

  test('first waits, then fails, on each side', () => {
    const rules = fromOrder({
      before: { failPercent: 15, maxLatency: '1s' },
      after: { failPercent: 30, maxLatency: '500ms' },
    });
    const words = rules.map(
      ({ target, delay, abort }) => `${target} ${delay ? 'delay' : abort ? 'abort' : 'respond'}`,
    );
    assert.deepEqual(words, [
      'Request delay',
      'Request abort',
      'Request respond',
      'Response delay',
      'Response abort',
      'Response respond',
    ]);
    assert.deepEqual(rules[0]?.delay, { minMs: 0, maxMs: 1000 });
  });

  for (const failPercent of [15, 25, 30, 100])
    test(`of ${failPercent} % half are cut, half answered with 503`, () => {
      const [cut, answered] = fromOrder({ before: { failPercent } }).map(({ percent = 0 }) => percent / 100);
      const cutShare = cut ?? 0;
      const answeredShare = (1 - cutShare) * (answered ?? 0);
      assert.ok(Math.abs(cutShare - failPercent / 200) < 1e-9);
      assert.ok(Math.abs(answeredShare - failPercent / 200) < 1e-9);
    });

  test('passes requests that carry the stand-down header', () =>
    assert.equal(
      fromOrder({ before: { failPercent: 1 }, standDownHeader: 'Stand-Down' })[0]?.standDownHeader,
      'Stand-Down',
    ));

  test('keeps to path and method', () =>
    assert.deepEqual(fromOrder({ before: { failPercent: 1 }, path: '/a', method: 'POST' })[0]?.match, {
      path: '/a',
      method: 'POST',
    }));
});
