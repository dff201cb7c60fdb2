import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { podOf, serviceOf } from '../testing/objects.js';
import { endpointSliceOf, endpointsOf } from './endpoints.js';

test('ready pods are addresses with their own local ports, others are not ready', () => {
  const ready = podOf('a', { localPort: 20001 });
  const unready = podOf('b', { localPort: 20002, ready: false });
  const { subsets = [] } = endpointsOf(serviceOf('web'), [ready, unready]);
  deepEqual(
    subsets.map((subset) => [
      subset.addresses?.length ?? 0,
      subset.notReadyAddresses?.length ?? 0,
      subset.ports?.[0]?.port,
    ]),
    [
      [1, 0, 20001],
      [0, 1, 20002],
    ],
  );
});

test('a pod that is being deleted serves on but gets no new traffic', () => {
  const slice = endpointSliceOf(serviceOf('web'), podOf('a', { localPort: 20001, deleting: true }));
  deepEqual(slice.endpoints[0]?.conditions, { ready: false, serving: true, terminating: true });
});

test('publishNotReadyAddresses counts every pod as ready', () => {
  const service = serviceOf('web');
  service.spec.publishNotReadyAddresses = true;
  const slice = endpointSliceOf(service, podOf('a', { localPort: 20001, ready: false }));
  equal(slice.endpoints[0]?.conditions?.ready, true);
});
