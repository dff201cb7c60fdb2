import assert from 'node:assert/strict';
import type { V1Pod } from '@kubernetes/client-node';
import { test } from 'node:test';
import { isAwaited, whyNotReady } from './pods.ts';
import { addressesOf, type Fault, problemsOf, type Release, stateOf, type Status } from './status.ts';
import { describe } from './trouble.ts';
import { isOutdated } from './workshop.ts';

const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const notReady = {
  conditions: [{ type: 'Ready', status: 'False', message: 'containers with unready status: [app]' }],
};
const pod = (name: string, status: NonNullable<V1Pod['status']>, metadata: object = {}): V1Pod => ({
  metadata: { name, ...metadata },
  status,
});
const releases: Release[] = ['chaos-mesh', 'chaos-workshop'].map((name) => ({
  name,
  namespace: name,
  status: 'deployed',
  chart: `${name}-1`,
}));
const well: Status = {
  nodes: [{ metadata: { name: 'one' }, status: ready }],
  releases,
  pods: [pod('order-service-1', ready)],
  services: [],
  faults: [],
};

test('a cluster is well when nodes and pods are ready and both releases deployed', () => {
  assert.deepEqual(problemsOf(well), []);
});

test('each thing that is not as it should be is one sentence', () => {
  const ill: Status = {
    ...well,
    nodes: [{ metadata: { name: 'one' }, status: notReady }],
    releases: releases.slice(1).map((release) => ({ ...release, status: 'failed' })),
    pods: [pod('order-service-1', notReady)],
  };
  assert.deepEqual(problemsOf(ill), [
    'node one is not ready',
    'release chaos-mesh is not deployed',
    'release chaos-workshop is not deployed',
    'pod order-service-1 is not ready: containers with unready status: [app]',
  ]);
});

test('pods that end by themselves, or are about to, are not waited for', () => {
  assert.equal(isAwaited(pod('one', notReady)), true);
  assert.equal(isAwaited(pod('job', { phase: 'Succeeded' })), false);
  assert.equal(isAwaited(pod('leaving', notReady, { deletionTimestamp: new Date() })), false);
  assert.equal(isAwaited(pod('test', notReady, { annotations: { 'helm.sh/hook': 'test' } })), false);
});

test('why a pod is not ready: the container that waits says more than the pod', () => {
  const waiting = { name: 'app', ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } };
  const containerStatuses = [waiting] as NonNullable<V1Pod['status']>['containerStatuses'] & object;
  assert.equal(whyNotReady(pod('one', { ...notReady, containerStatuses })), 'ImagePullBackOff');
  assert.equal(whyNotReady(pod('one', { phase: 'Pending' })), 'Pending');
});

test('addresses are those of node ports that this machine can reach', () => {
  const service = (name: string, ports: { port: number; nodePort?: number }[]) => ({
    metadata: { name },
    spec: { ports },
  });
  const services = [
    service('order-service', [{ port: 8080, nodePort: 30080 }]),
    service('mysql', [{ port: 3306 }]),
    service('unpublished', [{ port: 80, nodePort: 31234 }]),
  ];
  assert.deepEqual(addressesOf(services, [30080, 30081]), [['order-service', 'http://127.0.0.1:30080']]);
});

test('a fault is injected, not yet, paused or over', () => {
  const fault = (...trueOnes: string[]): Fault => ({
    kind: 'NetworkChaos',
    metadata: { name: 'slow', namespace: 'chaos-workshop' },
    status: { conditions: trueOnes.map((type) => ({ type, status: 'True' })) },
  });
  assert.equal(stateOf(fault('Selected', 'AllInjected')), 'injected');
  assert.equal(stateOf(fault('Selected')), 'not injected');
  assert.equal(stateOf(fault('Paused', 'AllRecovered')), 'paused');
  assert.equal(stateOf(fault('AllRecovered')), 'over');
});

test('trouble names the pods, the last warnings about them and how to see more', () => {
  const event = (name: string, message: string) => ({
    metadata: {},
    involvedObject: { name },
    reason: 'Failed',
    message,
  });
  const many = Array.from({ length: 9 }, (_, n) => event('pod-9', `try ${n}`));
  const text = describe('chaos-workshop', [pod('pod-9', notReady)], [...many, event('gone', 'try 99')]);
  assert.match(text, /not ready in chaos-workshop:\n {2}pod-9 {2}containers with unready status/);
  assert.match(text, /pod-9 {2}Failed: try 8/);
  assert.doesNotMatch(text, /try 0|try 99/);
  assert.match(text, /kubectl --context kind-chaos-workshop describe pods --namespace chaos-workshop$/);
});

test('a Deployment begins anew when one of its images was built anew, the sidecar included, or its rollout was given up', () => {
  const template = {
    spec: {
      containers: [{ name: 'app', image: 'ours/app:1' }],
      initContainers: [{ name: 'proxy', image: 'ours/proxy:1' }],
    },
  };
  const deployment = { spec: { selector: {}, template } };
  assert.equal(isOutdated(deployment, []), false);
  assert.equal(isOutdated(deployment, ['ours/other:1']), false);
  assert.equal(isOutdated(deployment, ['ours/app:1']), true);
  assert.equal(isOutdated(deployment, ['ours/proxy:1']), true);
  const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
  assert.equal(isOutdated({ ...deployment, status: { conditions } }, []), true);
});
