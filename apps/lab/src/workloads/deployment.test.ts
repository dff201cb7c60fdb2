import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { type Deployment, type ReplicaSet, type Store } from '@chaos-workshop/kube-api';

import { shopStore } from '../testing/objects.js';
import { deploymentController } from './deployment.js';
import { revisionOf } from './revisions.js';

const key = { kind: 'Deployment', namespace: 'shop', name: 'web' };

function storeWithDeployment(): { store: Store; reconcile: () => void } {
  const store = shopStore();
  store.create<Deployment>({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', annotations: { 'kubernetes.io/change-cause': 'first' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1' }] },
      },
    },
  });
  const controller = deploymentController(store);
  const reconcile = () => {
    void controller.reconcile('shop/web');
    for (const set of store.list<ReplicaSet>('ReplicaSet')) fakeReplicas(store, set);
    void controller.reconcile('shop/web');
  };
  return { store, reconcile };
}

/** As if all pods of the set were there and ready at once. */
function fakeReplicas(store: Store, { metadata, spec }: ReplicaSet): void {
  store.update<ReplicaSet>({ kind: 'ReplicaSet', namespace: 'shop', name: metadata.name }, (draft) => {
    const replicas = spec.replicas ?? 0;
    draft.status = { replicas, readyReplicas: replicas, availableReplicas: replicas };
  });
}

function setImage(store: Store, image: string): void {
  store.update<Deployment>(key, (draft) => {
    const [container] = draft.spec.template.spec.containers;
    if (container) container.image = image;
  });
}

function revisions(store: Store): string[] {
  return store
    .list<ReplicaSet>('ReplicaSet')
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .map(
      (set) => `${revisionOf(set)}: ${set.spec.template?.spec.containers[0]?.image} x${set.spec.replicas}`,
    );
}

function condition(store: Store, type: string) {
  return store.get<Deployment>(key)?.status?.conditions?.find((one) => one.type === type);
}

test('a Deployment gets a ReplicaSet with the hash of its template, and becomes available', () => {
  const { store, reconcile } = storeWithDeployment();
  reconcile();
  const [set] = store.list<ReplicaSet>('ReplicaSet');
  const hash = set?.metadata.labels?.['pod-template-hash'];
  equal(set?.metadata.name, `web-${hash}`);
  equal(set?.spec.selector.matchLabels?.['pod-template-hash'], hash);
  equal(set?.metadata.annotations?.['kubernetes.io/change-cause'], 'first');
  equal(condition(store, 'Available')?.status, 'True');
  equal(condition(store, 'Progressing')?.reason, 'NewReplicaSetAvailable');
  equal(store.get<Deployment>(key)?.status?.observedGeneration, 1);
});

test('another image is another revision; the first one back is the first ReplicaSet with a new revision', () => {
  const { store, reconcile } = storeWithDeployment();
  reconcile();
  setImage(store, 'web:2');
  for (let step = 0; step < 4; step++) reconcile();
  deepEqual(revisions(store), ['1: web:1 x0', '2: web:2 x1']);
  setImage(store, 'web:1');
  for (let step = 0; step < 4; step++) reconcile();
  deepEqual(revisions(store), ['2: web:2 x0', '3: web:1 x1']);
  equal(store.get<Deployment>(key)?.metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
});

test('a paused Deployment is scaled but not rolled out', () => {
  const { store, reconcile } = storeWithDeployment();
  reconcile();
  store.update<Deployment>(key, (draft) => {
    draft.spec.paused = true;
    draft.spec.replicas = 3;
  });
  setImage(store, 'web:2');
  reconcile();
  deepEqual(revisions(store), ['1: web:1 x3']);
});

test('a rollout that does not move misses its deadline', () => {
  const { store, reconcile } = storeWithDeployment();
  reconcile();
  setImage(store, 'web:2');
  const controller = deploymentController(store);
  void controller.reconcile('shop/web');
  void controller.reconcile('shop/web');
  store.update<Deployment>(key, (draft) => {
    draft.spec.progressDeadlineSeconds = 1;
    for (const one of draft.status?.conditions ?? []) one.lastUpdateTime = '2020-01-01T00:00:00Z';
  });
  void controller.reconcile('shop/web');
  equal(condition(store, 'Progressing')?.reason, 'ProgressDeadlineExceeded');
  match(condition(store, 'Progressing')?.message ?? '', /has timed out progressing/);
});
