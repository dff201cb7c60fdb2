import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClusterObject } from '../cluster.ts';
import { removeFault } from './remove-faults.ts';

const fault: ClusterObject = {
  apiVersion: 'chaos-mesh.org/v1alpha1',
  kind: 'HTTPChaos',
  metadata: { name: 'menu-abort', namespace: 'demo', finalizers: ['chaos-mesh/records'] },
};
const patience = { undoneWithinMs: 20, letGoWithinMs: 10 };
const forced = 'chaos-mesh.chaos-mesh.org/cleanFinalizer=forced';

test('a fault that its controller undoes is only deleted', async () => {
  const cluster = new PretendCluster('undoes');
  await removeFault(cluster, fault, patience);
  assert.deepEqual(cluster.asked, ['delete within 20 ms']);
});

test('a fault that cannot be undone is let go by its controller', async () => {
  const cluster = new PretendCluster('lets go');
  await removeFault(cluster, fault, patience);
  assert.deepEqual(cluster.asked, ['delete within 20 ms', forced, 'delete within 10 ms']);
});

test('a fault whose controller is gone is let go by us', async () => {
  const cluster = new PretendCluster('is gone');
  await removeFault(cluster, fault, patience);
  const all = ['delete within 20 ms', forced, 'delete within 10 ms', 'no finalizers', 'delete within 10 ms'];
  assert.deepEqual(cluster.asked, all);
});

class PretendCluster {
  readonly asked: string[] = [];
  readonly #controller: 'undoes' | 'lets go' | 'is gone';

  constructor(controller: 'undoes' | 'lets go' | 'is gone') {
    this.#controller = controller;
  }

  async delete(_fault: ClusterObject, withinMs: number): Promise<void> {
    const isForced = this.#controller === 'lets go' && this.asked.includes(forced);
    const isFree = this.#controller === 'undoes' || isForced || this.asked.includes('no finalizers');
    this.asked.push(`delete within ${withinMs} ms`);
    if (!isFree) throw new Error('waited for it to go away');
  }

  async annotate(_fault: ClusterObject, annotations: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(annotations)) this.asked.push(`${name}=${value}`);
  }

  async dropFinalizers(): Promise<void> {
    this.asked.push('no finalizers');
  }
}
