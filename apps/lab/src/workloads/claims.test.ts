import { deepEqual, equal } from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { type PersistentVolumeClaim, type StatefulSet, type Store } from '@chaos-workshop/kube-api';

import { shopStore } from '../testing/objects.js';
import { collect } from './garbage-collector.js';
import { claimController } from './persistent-volume-claim.js';
import { statefulSetController } from './stateful-set.js';

const key = { namespace: 'shop', name: 'data-db-0' };

describe('the claims of a StatefulSet', () => {
  let store: Store;
  let removed: string[];

  beforeEach(() => {
    store = shopStore();
    removed = [];
  });

  test('stay when it is deleted, unless it says otherwise', () => {
    for (const [whenDeleted, left] of [
      ['Retain', 1],
      ['Delete', 0],
    ] as const) {
      store = shopStore();
      const set = makeSet({ whenDeleted });
      settle();
      store.delete({ kind: 'StatefulSet', namespace: 'shop', name: 'db' });
      store.delete({ ...key, kind: 'Pod', name: 'db-0' });
      collect(store, set.metadata.uid ?? '');
      settle();
      equal(store.list('PersistentVolumeClaim').length, left, whenDeleted);
    }
  });

  test('a claim in use ends when the pod that uses it is gone', () => {
    makeSet({});
    settle();
    deepEqual(claim()?.metadata.finalizers, ['kubernetes.io/pvc-protection']);
    store.delete({ ...key, kind: 'PersistentVolumeClaim' });
    settle();
    equal(claim()?.metadata.deletionTimestamp !== undefined, true);
    deepEqual(removed, []);
    store.delete({ kind: 'StatefulSet', namespace: 'shop', name: 'db' });
    store.delete({ ...key, kind: 'Pod', name: 'db-0' });
    settle();
    equal(claim(), undefined);
    deepEqual(removed, ['shop/data-db-0']);
  });

  function makeSet(persistentVolumeClaimRetentionPolicy: object): StatefulSet {
    return store.create<StatefulSet>({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'shop' },
      spec: {
        selector: {},
        template: { spec: { containers: [] } },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
        persistentVolumeClaimRetentionPolicy,
      },
    });
  }

  function settle(): void {
    const claims = claimController(store, (namespace, name) => void removed.push(`${namespace}/${name}`));
    void statefulSetController(store).reconcile('shop/db');
    for (const _ of ['let go', 'remove']) void claims.reconcile('shop/data-db-0');
  }

  function claim(): PersistentVolumeClaim | undefined {
    return store.get<PersistentVolumeClaim>({ ...key, kind: 'PersistentVolumeClaim' });
  }
});
