import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podOf } from '../testing/service-pod.js';
import { hasEnded, sidecarOf } from './sidecar.js';

const pod = podOf('menu-1', 8474);
const status = pod.status ?? {};

test('is found by the port named faults; its proxies are named as its ports', () => {
  const sidecar = sidecarOf(pod);
  assert.equal(sidecar?.url, 'http://127.0.0.1:8474');
  assert.deepEqual([sidecar?.proxyOn(8080), sidecar?.proxyOn(8081)], ['http', undefined]);
});

test('has no address before it has started, and before its pod has one', () => {
  const [container] = status.initContainerStatuses ?? [];
  assert.ok(container);
  const starting = { ...status, initContainerStatuses: [{ ...container, started: false }] };
  assert.equal(sidecarOf({ ...pod, status: starting })?.url, undefined);
  const { podIP: _, ...nowhere } = status;
  assert.equal(sidecarOf({ ...pod, status: nowhere })?.url, undefined);
});

test('IPv6 addresses go into brackets', () => {
  assert.equal(sidecarOf({ ...pod, status: { ...status, podIP: 'fd00::7' } })?.url, 'http://[fd00::7]:8474');
});

test('a pod without it has none, and one that ended never will', () => {
  assert.equal(sidecarOf({ ...pod, spec: { containers: [{ name: 'redis' }] } }), undefined);
  assert.equal(hasEnded({ ...pod, status: { phase: 'Failed' } }), true);
  assert.equal(hasEnded(pod), false);
});
