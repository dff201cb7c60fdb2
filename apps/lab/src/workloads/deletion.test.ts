import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Deployment, type ReplicaSet } from '@chaos-workshop/kube-api';

import { shopStore } from '../testing/objects.js';
import { collect } from './garbage-collector.js';
import { namespaceController } from './namespace.js';
import { ownerReference } from './owners.js';

const template = { spec: { containers: [{ name: 'web', image: 'web:1' }] } };

test('what an object owned goes with it; what has another owner stays', () => {
  const store = shopStore();
  const make = (name: string) =>
    store.create<Deployment>({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop' },
      spec: { selector: {}, template },
    });
  const [gone, other] = [make('gone'), make('other')];
  const child = (name: string, owners: Deployment[]) =>
    store.create<ReplicaSet>({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, namespace: 'shop', ownerReferences: owners.map(ownerReference) },
      spec: { selector: {}, template },
    });
  child('only', [gone]);
  child('shared', [gone, other]);
  store.delete({ kind: 'Deployment', namespace: 'shop', name: 'gone' });
  collect(store, gone.metadata.uid ?? '');
  deepEqual(
    store.list('ReplicaSet').map(({ metadata }) => [metadata.name, metadata.ownerReferences?.length]),
    [['shared', 1]],
  );
});

test('a deleted namespace goes when everything in it is gone', () => {
  const store = shopStore();
  store.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: 'shop', finalizers: ['x/y'] },
  });
  store.delete({ kind: 'Namespace', name: 'shop' });
  const controller = namespaceController(store);
  equal(typeof controller.reconcile('shop'), 'number');
  store.update(
    { kind: 'ConfigMap', namespace: 'shop', name: 'c' },
    (draft) => void (draft.metadata.finalizers = []),
  );
  void controller.reconcile('shop');
  equal(store.get({ kind: 'Namespace', name: 'shop' }), undefined);
});
