import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Pod, type ReplicaSet } from '@chaos-workshop/kube-api';

import { podOf, shopStore } from '../testing/objects.js';
import { planReplicas, replicaSetController } from './replica-set.js';

function names(pods: Pod[]): string[] {
  return pods.map(({ metadata }) => metadata.name);
}

test('missing pods are created; those that end or are over do not count', () => {
  const pods = [podOf('a'), podOf('b', { deleting: true }), podOf('c', { phase: 'Failed' })];
  deepEqual(planReplicas(3, pods), { create: 2, remove: [] });
});

test('of too many pods those go first that serve least', () => {
  const young = podOf('young');
  young.metadata.creationTimestamp = '2026-01-02T00:00:00Z';
  const old = podOf('old');
  old.metadata.creationTimestamp = '2026-01-01T00:00:00Z';
  const pods = [
    old,
    young,
    podOf('unready', { ready: false }),
    podOf('pending', { phase: 'Pending', ready: false }),
  ];
  deepEqual(names(planReplicas(1, pods).remove), ['pending', 'unready', 'young']);
});

test('the controller creates pods from the template, and lets go of one that loses its label', () => {
  const store = shopStore();
  store.create<ReplicaSet>({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1' }] },
      },
    },
  });
  const controller = replicaSetController(store);
  void controller.reconcile('shop/web');
  const [first] = store.list<Pod>('Pod');
  equal(first?.metadata.ownerReferences?.[0]?.name, 'web');
  store.update<Pod>({ kind: 'Pod', namespace: 'shop', name: first?.metadata.name ?? '' }, (draft) => {
    draft.metadata.labels = { app: 'other' };
  });
  void controller.reconcile('shop/web');
  const owners = store.list<Pod>('Pod').map(({ metadata }) => metadata.ownerReferences?.length ?? 0);
  deepEqual(owners.sort(), [0, 1]);
});
