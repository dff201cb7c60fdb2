import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NetworkChaosSpec, Phase } from '@chaos-workshop/chaos-mesh';
import { type Pod, Store } from '@chaos-workshop/kube-api';
import { chaosKinds } from '../kinds.js';
import { lateness } from './lateness.js';

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', name: 'menu' }, spec: {} } as Pod;
const everything = { selector: {}, mode: 'all' } as const;

describe('how late a pod answers its node', () => {
  const cases: [sentence: string, spec: NetworkChaosSpec, lateMs: number][] = [
    ['a delay: as late as it', { ...everything, action: 'delay', delay: { latency: '100ms' } }, 100],
    [
      'jitter: somewhere around it',
      { ...everything, action: 'delay', delay: { latency: '100ms', jitter: '50ms' } },
      75,
    ],
    ['a partition: never', { ...everything, action: 'partition', direction: 'from' }, Infinity],
    ['all packets lost: never', { ...everything, action: 'loss', loss: { loss: '100' } }, Infinity],
    ['few packets lost: in time', { ...everything, action: 'loss', loss: { loss: '20' } }, 0],
    [
      'a target: in time, the node is none',
      { ...everything, action: 'partition', target: { selector: {}, mode: 'all' } },
      0,
    ],
  ];
  for (const [sentence, spec, lateMs] of cases) {
    test(sentence, () => assert.equal(lateness(storeWith(spec), () => 0.25)(pod), lateMs));
  }

  test('several add up', () => {
    const store = storeWith({ ...everything, action: 'delay', delay: { latency: '100ms' } });
    store.create(
      experiment({ ...everything, action: 'delay', delay: { latency: '30ms' } }, { name: 'other' }),
    );
    assert.equal(lateness(store, Math.random)(pod), 130);
  });

  test('only while it is injected, and only for the pods it took', () => {
    const slow = { ...everything, action: 'delay', delay: { latency: '100ms' } } as const;
    assert.equal(lateness(storeWith(slow, { phase: 'Not Injected' }), Math.random)(pod), 0);
    assert.equal(lateness(storeWith(slow, { id: 'shop/other' }), Math.random)(pod), 0);
  });
});

interface Taken {
  name?: string;
  id?: string;
  phase?: Phase;
}

function storeWith(spec: NetworkChaosSpec, taken: Taken = {}): Store {
  const store = new Store();
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  for (const definition of chaosKinds()) store.create(definition);
  store.create(experiment(spec, taken));
  return store;
}

function experiment(spec: NetworkChaosSpec, { name = 'one', id = 'shop/menu', phase = 'Injected' }: Taken) {
  const record = { id, phase, selectorKey: '.', injectedCount: 1, recoveredCount: 0 };
  return {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'NetworkChaos',
    metadata: { namespace: 'shop', name },
    spec,
    status: { experiment: { containerRecords: [record] } },
  };
}
