import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CoreV1Event } from '@kubernetes/client-node';
import type { ClusterObject } from '../cluster.ts';
import { whyNotInjected } from './inconclusive.ts';

const conditions = [
  { type: 'Selected', status: 'True' },
  { type: 'AllInjected', status: 'False' },
];
const failure = 'failed to apply for pod demo/menu-1: tproxy: no such file or directory';
const failed = { operation: 'Apply', type: 'Failed', message: failure };

test('a record that failed says on which pod and why', () => {
  const records = [
    { id: 'demo/menu-0', injectedCount: 1 },
    { id: 'demo/menu-1', injectedCount: 0, events: [failed] },
  ];
  const status = { conditions, experiment: { containerRecords: records } };
  assert.equal(whyNotInjected(fault(status), []), `demo/menu-1: ${failure}`);
});

test('without a complaint in the records that of the events is told', () => {
  const status = {
    conditions,
    experiment: { containerRecords: [{ id: 'demo/menu-1' }] },
  };
  const events = [event('Normal', 'Started', 'Experiment has started'), event('Warning', 'Failed', failure)];
  assert.equal(whyNotInjected(fault(status), events), `demo/menu-1: ${failure}`);
});

test('a fault that nobody takes up is told as such', () => {
  assert.match(whyNotInjected(fault({}), []), /nobody has taken it up/);
});

test('a fault that only takes long is told with its conditions', () => {
  const status = {
    conditions,
    experiment: { containerRecords: [{ id: 'demo/menu-1' }] },
  };
  assert.equal(whyNotInjected(fault(status), []), 'demo/menu-1: Selected is True, AllInjected is False');
});

function fault(status: NonNullable<ClusterObject['status']>): ClusterObject {
  return {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'HTTPChaos',
    metadata: { name: 'menu-abort' },
    status,
  };
}

function event(type: string, reason: string, message: string): CoreV1Event {
  return { type, reason, message, metadata: {}, involvedObject: {} };
}
