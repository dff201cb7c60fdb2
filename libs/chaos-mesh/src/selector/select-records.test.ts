import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkChaos, PodChaos } from '../types.js';
import { chaos, testCluster } from '../testing/cluster.js';
import { selectRecords } from './select-records.js';

const ids = (experiment: NetworkChaos | PodChaos) =>
  selectRecords(experiment, testCluster(), Math.random).map(({ selectorKey, id }) => `${selectorKey} ${id}`);

test('a NetworkChaos with a target has records for both ends', () => {
  const target = { selector: { labelSelectors: { app: 'order' } }, mode: 'all' as const };
  assert.deepEqual(ids(chaos<NetworkChaos>('NetworkChaos', { target })), [
    '. shop/menu-1',
    '. shop/menu-2',
    '.Target shop/order-1',
  ]);
});

test('container-kill has a record for each named container', () => {
  const kill = chaos<PodChaos>('PodChaos', { action: 'container-kill', containerNames: ['side'] });
  assert.deepEqual(ids(kill), ['. shop/menu-1/side', '. shop/menu-2/side']);
});

test('pod-kill ignores the names of containers', () => {
  assert.deepEqual(ids(chaos<PodChaos>('PodChaos', { containerNames: ['side'] })), [
    '. shop/menu-1',
    '. shop/menu-2',
  ]);
});

test('a percentage that came out as none is an error', () => {
  const none = chaos<PodChaos>('PodChaos', { mode: 'random-max-percent', value: '50' });
  assert.throws(() => selectRecords(none, testCluster(), () => 0), {
    message: 'no target has been selected',
  });
});
