import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { type Pod } from '@chaos-workshop/kube-api';

import { type ContainerView, newContainer } from './container-state.js';
import { podStatus } from './pod-status.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'u1' },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};
const running = { is: 'running', pid: 7, startedAt: now, isStarted: true, isReady: true } as const;
const ended = { exitCode: 137, startedAt: now - 9000, finishedAt: now, pid: 7 };

function statusOf(view: Partial<ContainerView>, of: Pod = pod) {
  return podStatus(of, [{ ...newContainer('app'), image: 'app:1', ...view }], now);
}

function condition(status: ReturnType<typeof podStatus>, type: string) {
  return status.conditions?.find((one) => one.type === type);
}

test('a pod that is being started is Pending and ContainerCreating', () => {
  const status = statusOf({ state: { is: 'starting' } });
  equal(status.phase, 'Pending');
  equal(status.containerStatuses?.[0]?.state?.waiting?.reason, 'ContainerCreating');
  equal(condition(status, 'Ready')?.message, 'containers with unready status: [app]');
});

test('a running pod is Running, Ready, and tells its process', () => {
  const status = statusOf({ state: running });
  equal(status.phase, 'Running');
  equal(condition(status, 'Ready')?.status, 'True');
  equal(status.containerStatuses?.[0]?.containerID, 'process://7');
});

test('a pod that was ready keeps the time since when', () => {
  const before = { ...pod, status: statusOf({ state: running }) };
  const later = podStatus(before, [{ ...newContainer('app'), state: running }], now + 60_000);
  equal(condition(later, 'Ready')?.lastTransitionTime, '2026-01-01T00:00:00Z');
});

test('a crashed container shows Error, then CrashLoopBackOff, and what happened before', () => {
  const backOff = { reason: 'CrashLoopBackOff', message: 'back-off 1m20s restarting failed container=app' };
  const crashed = statusOf({ state: { is: 'ended' }, last: ended, restartCount: 2 });
  equal(crashed.containerStatuses?.[0]?.state?.terminated?.reason, 'Error');
  equal(crashed.containerStatuses?.[0]?.state?.terminated?.exitCode, 137);
  const waiting = statusOf({ state: { is: 'backing-off', ...backOff }, last: ended, restartCount: 2 });
  deepEqual(waiting.containerStatuses?.[0]?.state?.waiting, backOff);
  equal(waiting.containerStatuses?.[0]?.lastState?.terminated?.exitCode, 137);
  equal(waiting.phase, 'Running');
});

test('a container that the kubelet restarts in its place shows neither its end nor its start', () => {
  for (const state of [{ is: 'ended' }, { is: 'starting' }] as const) {
    const [shown] = statusOf({ state, last: ended, isRestarting: true }).containerStatuses ?? [];
    deepEqual(shown?.state, { running: { startedAt: '2025-12-31T23:59:51Z' } });
    equal(shown?.ready, false);
  }
});

test('a container that waits shows why until it runs', () => {
  const after = { reason: 'ErrImageNeverPull', message: 'not here' };
  const [shown] = statusOf({ state: { is: 'starting', after } }).containerStatuses ?? [];
  deepEqual(shown?.state, { waiting: after });
});

test('a pod that runs once ends as Succeeded or Failed', () => {
  const once: Pod = { ...pod, spec: { ...pod.spec, restartPolicy: 'Never' } };
  equal(statusOf({ state: { is: 'ended' }, last: ended }, once).phase, 'Failed');
  equal(statusOf({ state: { is: 'ended' }, last: { ...ended, exitCode: 0 } }, once).phase, 'Succeeded');
});
