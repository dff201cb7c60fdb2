import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { findServiceUrls, replaceServiceUrls } from './service-urls.js';

const naming = { namespace: 'shop', isNamespace: (name: string) => ['shop', 'other'].includes(name) };

function addresses(value: string): string[] {
  return findServiceUrls({ URL: value }, naming).map((url) => `${url.namespace}/${url.name}:${url.port}`);
}

function rewrite(value: string): string | undefined {
  const address = { host: '127.0.0.1', port: 20001 };
  return replaceServiceUrls({ URL: value }, naming, () => address)['URL'];
}

test('every spelling of a Service name is found', () => {
  deepEqual(addresses('http://menu:8080/x'), ['shop/menu:8080']);
  deepEqual(addresses('http://menu.other:8080'), ['other/menu:8080']);
  deepEqual(addresses('http://menu.elsewhere.svc:8080'), ['elsewhere/menu:8080']);
  deepEqual(addresses('http://menu.other.svc.cluster.local:8080'), ['other/menu:8080']);
});

test('hosts that name no Service are left alone', () => {
  for (const value of ['http://localhost:80', 'http://127.0.0.1:80', 'https://example.com/', 'no url']) {
    deepEqual(addresses(value), []);
    equal(rewrite(value), value);
  }
});

test('the usual port of a scheme may be left out', () => {
  deepEqual(addresses('redis://redis'), ['shop/redis:6379']);
  deepEqual(addresses('http://menu/'), ['shop/menu:80']);
});

test('host and port are replaced, everything else stays', () => {
  equal(
    rewrite('mysql://workshop:p%40s@mysql:3306/orders?a=b'),
    'mysql://workshop:p%40s@127.0.0.1:20001/orders?a=b',
  );
  equal(rewrite('http://a:1/x,http://b:2/y'), 'http://127.0.0.1:20001/x,http://127.0.0.1:20001/y');
});
