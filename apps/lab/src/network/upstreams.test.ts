import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { podOf, serviceOf } from '../testing/objects.js';
import { destinationOf } from './upstreams.js';

const called = { port: 80, scheme: 'http' };

test('a link leads to the ready pods of its Service', () => {
  const pods = [
    podOf('a', { localPort: 20001 }),
    podOf('b', { localPort: 20002, ready: false }),
    podOf('c', { localPort: 20003, deleting: true }),
  ];
  const destination = destinationOf(serviceOf('web'), pods, called);
  deepEqual(destination.upstreams, [{ name: 'shop/a', address: '127.0.0.1:20001' }]);
  equal(destination.targetPort, 8080);
});

test('the name of the port, or its appProtocol, says whether it is HTTP', () => {
  equal(destinationOf(serviceOf('web'), [], called).protocol, 'http');
  equal(destinationOf(serviceOf('web', { name: 'mysql' }), [], called).protocol, 'tcp');
  equal(destinationOf(serviceOf('web', { name: 'x', appProtocol: 'http' }), [], called).protocol, 'http');
});

test('a Service that is not there yet leads nowhere', () => {
  const destination = destinationOf(undefined, [], called);
  deepEqual(destination, { targetPort: 80, protocol: 'http', headless: false, upstreams: [] });
});
