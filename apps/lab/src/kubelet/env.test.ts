import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { type Container, type Pod, Store } from '@chaos-workshop/kube-api';

import { containerEnv, expand } from './env.js';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', labels: { tier: 'front' } },
  spec: { containers: [], nodeName: 'lab' },
};

function storeWithSecret(): Store {
  const store = new Store();
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const data = { password: Buffer.from('s3cret').toString('base64') };
  store.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'shop' }, data });
  const config = { COLOUR: 'blue', SIZE: '3' };
  store.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'look', namespace: 'shop' },
    data: config,
  });
  return store;
}

function envOf(container: Partial<Container>) {
  return containerEnv(storeWithSecret(), pod, { name: 'app', ...container });
}

test('a reference is defined before the values that use it', () => {
  const env = envOf({
    env: [
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      { name: 'URL', value: 'mysql://me:$(PASSWORD)@db:3306' },
    ],
  });
  deepEqual(env, { PASSWORD: 's3cret', URL: 'mysql://me:s3cret@db:3306' });
});

test('$$ is a plain dollar, and unknown names stay as they are', () => {
  equal(expand('$(A) $$(A) $(B) $A', { A: '1' }), '1 $(A) $(B) $A');
});

test('all of a ConfigMap, with a prefix, and overridden', () => {
  const env = envOf({
    envFrom: [{ prefix: 'P_', configMapRef: { name: 'look' } }],
    env: [{ name: 'P_SIZE', value: '4' }],
  });
  deepEqual(env, { P_COLOUR: 'blue', P_SIZE: '4' });
});

test('fields of the pod', () => {
  const field = (fieldPath: string) =>
    envOf({ env: [{ name: 'X', valueFrom: { fieldRef: { fieldPath } } }] })['X'];
  equal(field('metadata.name'), 'web-1');
  equal(field("metadata.labels['tier']"), 'front');
  throws(() => field('metadata.what'), /field label not supported: metadata.what/);
});

test('what is missing is named, unless it is optional', () => {
  const ref = (name: string, key: string, optional = false) =>
    envOf({ env: [{ name: 'X', valueFrom: { secretKeyRef: { name, key, optional } } }] });
  throws(() => ref('nope', 'x'), /secret "nope" not found/);
  throws(() => ref('db', 'x'), /couldn't find key x in Secret shop\/db/);
  deepEqual(ref('nope', 'x', true), {});
});
