import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chaos, HTTPFault, NetworkChaos } from '../types.js';
import { chaos, testCluster } from '../testing/cluster.js';
import { followTargets } from './follow-targets.js';
import { newRecord } from './select-records.js';

const old = [{ ...newRecord('shop/menu-1', '.'), injectedCount: 3 }, newRecord('shop/menu-0', '.')];

function followed(experiment: Chaos): string[] {
  const running = { ...experiment, status: { experiment: { desiredPhase: 'Run' as const } } };
  return followTargets(running as Chaos, old, testCluster()).map(
    ({ id, injectedCount }) => `${id} ${injectedCount}`,
  );
}

test('an HTTPFault for all takes in pods that come, keeps those that stay, lets go of those that went', () => {
  assert.deepEqual(followed(chaos<HTTPFault>('HTTPFault')), ['shop/menu-1 3', 'shop/menu-2 0']);
});

test('an HTTPFault for one keeps its choice', () => {
  assert.deepEqual(followed(chaos<HTTPFault>('HTTPFault', { mode: 'one' })), [
    'shop/menu-1 3',
    'shop/menu-0 0',
  ]);
});

test('while nothing matches the records stay', () => {
  const selector = { labelSelectors: { app: 'gone' } };
  assert.deepEqual(followed(chaos<HTTPFault>('HTTPFault', { selector })), ['shop/menu-1 3', 'shop/menu-0 0']);
});

test('kinds of Chaos Mesh keep the targets they began with', () => {
  assert.deepEqual(followed(chaos<NetworkChaos>('NetworkChaos')), ['shop/menu-1 3', 'shop/menu-0 0']);
});
