import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Deployment } from '@chaos-workshop/kube-api';

import { limitsOf, planRecreate, planRollingUpdate, type SetSize } from './rollout.js';

function set(name: string, replicas: number, available = replicas, pods = replicas): SetSize {
  return { name, replicas, available, pods };
}

function deployment(
  replicas: number,
  maxSurge: number | string,
  maxUnavailable: number | string,
): Deployment {
  const strategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge, maxUnavailable } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas, strategy, selector: {}, template: { spec: { containers: [] } } },
  };
}

test('percentages of surge round up, those of unavailable down', () => {
  deepEqual(limitsOf(deployment(3, '25%', '25%')), { replicas: 3, maxSurge: 1, maxUnavailable: 0 });
});

test('a rollout that could never move may take one pod away', () => {
  equal(limitsOf(deployment(1, 0, 0)).maxUnavailable, 1);
});

test('with maxSurge 1 and maxUnavailable 0 one pod is replaced at a time, and none goes before its successor is available', () => {
  const limits = { replicas: 2, maxSurge: 1, maxUnavailable: 0 };
  const steps: string[] = [];
  let fresh = set('new', 0);
  let old = set('old', 2);
  for (let step = 0; step < 10; step++) {
    const sizes = planRollingUpdate(fresh, [old], limits);
    if (sizes.size === 0 && fresh.available === fresh.replicas) break;
    const count = sizes.get('new') ?? fresh.replicas;
    const left = sizes.get('old') ?? old.replicas;
    fresh = set('new', count, sizes.has('new') ? fresh.available : count);
    old = set('old', left);
    steps.push(`${old.replicas}+${fresh.replicas}(${fresh.available})`);
  }
  deepEqual(steps, ['2+1(0)', '2+1(1)', '1+1(1)', '1+2(1)', '1+2(2)', '0+2(2)']);
});

test('broken pods of the old set go first', () => {
  const limits = { replicas: 2, maxSurge: 1, maxUnavailable: 0 };
  deepEqual([...planRollingUpdate(set('new', 1, 1), [set('old', 2, 1)], limits)], [['old', 1]]);
});

test('scaling without a rollout only changes the one set', () => {
  const limits = { replicas: 5, maxSurge: 2, maxUnavailable: 1 };
  deepEqual([...planRollingUpdate(set('new', 2), [], limits)], [['new', 5]]);
  deepEqual([...planRollingUpdate(set('new', 7), [], { ...limits, replicas: 3 })], [['new', 3]]);
});

test('recreate starts new pods only when the last old one is gone', () => {
  deepEqual([...planRecreate(set('new', 0), [set('old', 1)], 1)], [['old', 0]]);
  deepEqual([...planRecreate(set('new', 0), [set('old', 0, 0, 1)], 1)], []);
  deepEqual([...planRecreate(set('new', 0), [set('old', 0)], 1)], [['new', 1]]);
});
