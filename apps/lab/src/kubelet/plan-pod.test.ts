import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type Pod } from '@chaos-workshop/kube-api';

import { type ContainerView, newContainer } from './container-state.js';
import { planPod } from './plan-pod.js';

const now = 1_000_000;

function pod(changes: Partial<Pod['spec']> = {}, metadata: Partial<Pod['metadata']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...metadata },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...changes },
  };
}

function view(changes: Partial<ContainerView> = {}): ContainerView {
  return { ...newContainer('app'), image: 'app:1', ...changes };
}

const running = { is: 'running', pid: 1, startedAt: now, isStarted: true, isReady: true } as const;
const ended = { exitCode: 1, startedAt: now - 5000, finishedAt: now - 1000, pid: 1 };

test('a new container is started', () => {
  deepEqual(planPod(pod(), [newContainer('app')], now), [{ do: 'start', container: 'app' }]);
});

test('a running container is left alone', () => {
  deepEqual(planPod(pod(), [view({ state: running })], now), []);
});

test('a container whose image changed is restarted with the new one, at once', () => {
  const changed = pod({ containers: [{ name: 'app', image: 'pause:latest' }] });
  deepEqual(planPod(changed, [view({ state: running })], now), [
    { do: 'restart', container: 'app', because: 'Container app definition changed, will be restarted' },
  ]);
  const history = { 'app:1': { delayMs: 40_000, updatedAt: now - 1000 } };
  const after = view({ state: { is: 'ended' }, last: ended, backOffs: history });
  deepEqual(planPod(changed, [after], now), [
    { do: 'start', container: 'app', backOff: { delayMs: 10_000, updatedAt: now } },
  ]);
});

test('a container that ended is started again at once the first time, and waits the second time', () => {
  const first = view({ state: { is: 'ended' }, last: ended });
  const backOff = { delayMs: 10_000, updatedAt: now };
  deepEqual(planPod(pod(), [first], now), [{ do: 'start', container: 'app', backOff }]);
  const second = view({ state: { is: 'ended' }, last: ended, backOffs: { 'app:1': backOff } });
  deepEqual(planPod(pod(), [second], now), [
    { do: 'wait', container: 'app', delayMs: 10_000 },
    { do: 'look-again', afterMs: 9000 },
  ]);
});

test('how a container ended shows for a second before its restart waits', () => {
  const backOffs = { 'app:1': { delayMs: 10_000, updatedAt: now } };
  const last = { ...ended, finishedAt: now - 400 };
  deepEqual(planPod(pod(), [view({ state: { is: 'ended' }, last, backOffs })], now), [
    { do: 'look-again', afterMs: 600 },
  ]);
});

test('an image that cannot be pulled waits between the attempts', () => {
  const blocked = { is: 'blocked' as const, message: '', retryAt: now };
  const after = (reason: string) => planPod(pod(), [view({ state: { ...blocked, reason } })], now);
  deepEqual(after('ErrImagePull'), [{ do: 'wait-for-image', container: 'app' }]);
  deepEqual(after('ImagePullBackOff'), [{ do: 'start', container: 'app' }]);
});

test('a failed liveness probe restarts the container', () => {
  const complaint = 'Container app failed liveness probe, will be restarted';
  deepEqual(planPod(pod(), [view({ state: { ...running, complaint } })], now), [
    { do: 'restart', container: 'app', because: complaint },
  ]);
});

test('a deleted pod stops its containers first and goes then', () => {
  const deleted = pod({}, { deletionTimestamp: '2026-01-01T00:00:00Z' });
  deepEqual(planPod(deleted, [view({ state: running })], now), [{ do: 'stop' }]);
  deepEqual(planPod(undefined, [view({ state: running })], now), [{ do: 'stop' }]);
  deepEqual(planPod(deleted, [view({ state: { is: 'ended' }, last: ended })], now), [{ do: 'remove' }]);
});

test('a container that is over stays over when the restart policy says so', () => {
  const over = view({ state: { is: 'ended' }, last: ended });
  deepEqual(planPod(pod({ restartPolicy: 'Never' }), [over], now), []);
  const succeeded = view({ state: { is: 'ended' }, last: { ...ended, exitCode: 0 } });
  deepEqual(planPod(pod({ restartPolicy: 'OnFailure' }), [succeeded], now), []);
});

test('containers wait for the init containers', () => {
  const both = pod({ initContainers: [{ name: 'init', image: 'init:1' }] });
  deepEqual(planPod(both, [newContainer('init'), newContainer('app')], now), [
    { do: 'start', container: 'init' },
  ]);
  const done = { ...newContainer('init'), state: { is: 'ended' as const }, last: { ...ended, exitCode: 0 } };
  deepEqual(planPod(both, [done, newContainer('app')], now), [{ do: 'start', container: 'app' }]);
});

test('a container that is blocked is tried again when its time or another image comes', () => {
  const state = { is: 'blocked' as const, reason: 'ErrImageNeverPull', message: '', retryAt: now + 500 };
  deepEqual(planPod(pod(), [view({ state })], now), [{ do: 'look-again', afterMs: 500 }]);
  deepEqual(planPod(pod(), [view({ state, image: 'other' })], now), [{ do: 'start', container: 'app' }]);
});
