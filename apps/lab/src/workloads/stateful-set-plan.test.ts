import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type StatefulSet } from '@chaos-workshop/kube-api';

import { podOf, type PodTraits } from '../testing/objects.js';
import { planPods } from './stateful-set-plan.js';

function set(replicas: number, spec: Partial<StatefulSet['spec']> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { replicas, selector: {}, template: { spec: { containers: [] } }, ...spec },
  };
}

function pod(ordinal: number, traits: PodTraits = {}, revision = 'new') {
  return podOf(`db-${ordinal}`, { labels: { 'controller-revision-hash': revision }, ...traits });
}

function plan(of: StatefulSet, pods: ReturnType<typeof pod>[]): string[] {
  return planPods(of, pods, 'new').map((action) =>
    action.do === 'create' ? `create ${action.ordinal}` : `remove ${action.pod.metadata.name}`,
  );
}

test('pods are created one after the other, each when the one before is ready', () => {
  deepEqual(plan(set(2), []), ['create 0']);
  deepEqual(plan(set(2), [pod(0, { ready: false })]), []);
  deepEqual(plan(set(2), [pod(0)]), ['create 1']);
  deepEqual(plan(set(2), [pod(0), pod(1)]), []);
});

test('a missing pod in the middle comes back under its own name', () => {
  deepEqual(plan(set(3), [pod(0), pod(2)]), ['create 1']);
});

test('pods are removed from the top, one at a time', () => {
  deepEqual(plan(set(1), [pod(0), pod(1), pod(2)]), ['remove db-2']);
  deepEqual(plan(set(1), [pod(0), pod(1), pod(2, { deleting: true })]), []);
});

test('a new revision replaces pods from the top, each when those above are ready', () => {
  deepEqual(plan(set(2), [pod(0, {}, 'old'), pod(1, {}, 'old')]), ['remove db-1']);
  deepEqual(plan(set(2), [pod(0, {}, 'old'), pod(1, { ready: false })]), []);
  deepEqual(plan(set(2), [pod(0, {}, 'old'), pod(1)]), ['remove db-0']);
});

test('OnDelete and partitions hold a new revision back', () => {
  const old = [pod(0, {}, 'old'), pod(1, {}, 'old')];
  deepEqual(plan(set(2, { updateStrategy: { type: 'OnDelete' } }), old), []);
  const partition = { updateStrategy: { type: 'RollingUpdate' as const, rollingUpdate: { partition: 1 } } };
  deepEqual(plan(set(2, partition), [pod(0, {}, 'old'), pod(1)]), []);
});

test('in parallel all are created and removed at once', () => {
  const parallel = { podManagementPolicy: 'Parallel' as const };
  deepEqual(plan(set(2, parallel), []), ['create 0', 'create 1']);
  deepEqual(plan(set(0, parallel), [pod(0), pod(1)]), ['remove db-1', 'remove db-0']);
});

test('a pod that ended is removed, so that it can come back', () => {
  deepEqual(plan(set(1), [pod(0, { phase: 'Failed', ready: false })]), ['remove db-0']);
});
