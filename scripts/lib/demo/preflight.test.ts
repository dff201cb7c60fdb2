import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { V1DaemonSet, V1Deployment } from '@kubernetes/client-node';
import { type ChaosMesh, whyNotReady } from './preflight.ts';

const types = ['PodChaos', 'HTTPChaos'].map((kind) => ({ apiVersion: 'chaos-mesh.org/v1alpha1', kind }));
const ready: ChaosMesh = {
  kinds: ['PodChaos', 'HTTPChaos'],
  controllers: [controller(1)],
  daemons: [daemon(2, 2)],
};

test('the demo plays where Chaos Mesh is up and knows the kinds of its faults', () => {
  assert.equal(complaint({}), undefined);
  const own = { apiVersion: 'chaos-workshop.io/v1alpha1', kind: 'HTTPFault' };
  assert.equal(whyNotReady(ready, [own], 'demo'), undefined);
});

test('a cluster without Chaos Mesh, or with one that lacks a kind, is told with what to do', () => {
  assert.match(complaint({ kinds: [] }), /there is no Chaos Mesh: `npm run cluster:up`/);
  assert.match(complaint({ kinds: ['PodChaos'] }), /does not know HTTPChaos/);
});

test('a controller or daemon that is not up is told with how to see why', () => {
  assert.match(complaint({ controllers: [] }), /controller of Chaos Mesh is not ready: kubectl get pods/);
  assert.match(complaint({ controllers: [controller(0)] }), /kubectl get pods --namespace chaos-testing/);
  assert.match(complaint({ daemons: [] }), /daemons of Chaos Mesh are not ready on every node/);
  assert.match(complaint({ daemons: [daemon(2, 1)] }), /daemons of Chaos Mesh are not ready on every node/);
});

test('a Chaos Mesh for another namespace is of no use', () => {
  const scoped = (namespace: string) =>
    controller(1, { CLUSTER_SCOPED: 'false', TARGET_NAMESPACE: namespace });
  assert.match(complaint({ controllers: [scoped('other')] }), /obeys the namespace other alone/);
  assert.equal(complaint({ controllers: [scoped('demo')] }), undefined);
  const everywhere = controller(1, { CLUSTER_SCOPED: 'true', TARGET_NAMESPACE: 'chaos-mesh' });
  assert.equal(complaint({ controllers: [everywhere] }), undefined);
});

function complaint(change: Partial<ChaosMesh>): string {
  return whyNotReady({ ...ready, ...change }, types, 'demo') as string;
}

function controller(readyReplicas: number, variables: Record<string, string> = {}): V1Deployment {
  const env = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return {
    metadata: { namespace: 'chaos-testing' },
    spec: { selector: {}, template: { spec: { containers: [{ name: 'chaos-mesh', env }] } } },
    status: { readyReplicas },
  };
}

function daemon(desiredNumberScheduled: number, numberReady: number): V1DaemonSet {
  return {
    metadata: { namespace: 'chaos-testing' },
    status: { desiredNumberScheduled, numberReady, currentNumberScheduled: 0, numberMisscheduled: 0 },
  };
}
