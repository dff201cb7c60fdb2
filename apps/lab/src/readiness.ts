// When everything that was asked for runs.
import { setTimeout as delay } from 'node:timers/promises';
import { type Deployment, type Pod, type StatefulSet, type Store } from '@chaos-workshop/kube-api';

import { isReady } from './workloads/pods.js';

type Workload = Deployment | StatefulSet;

const pollMs = 50;
const reminderMs = 15_000;

/** Resolves when every Deployment and StatefulSet with replicas has all its replicas ready; meanwhile says what came up, and what not. */
export async function whenAllReady(
  store: Store,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const ready = new Set<string>();
  let remindAt = Date.now() + reminderMs;
  for (;;) {
    const waiting = workloadsOf(store).filter((workload) => !isUp(workload));
    for (const { metadata } of workloadsOf(store).filter(isUp)) {
      if (!ready.has(metadata.name)) log(`✓ ${metadata.name}`);
      ready.add(metadata.name);
    }
    if (waiting.length === 0) return;
    if (Date.now() > remindAt) {
      remindAt = Date.now() + reminderMs;
      log(
        `… still waiting for ${waiting.map(({ metadata }) => metadata.name).join(', ')}${reasonsIn(store)}`,
      );
    }
    await delay(pollMs, undefined, { signal });
  }
}

function workloadsOf(store: Store): Workload[] {
  const all = [...store.list<Deployment>('Deployment'), ...store.list<StatefulSet>('StatefulSet')];
  return all.filter(({ spec }) => spec.replicas !== 0);
}

function isUp({ metadata, spec, status }: Workload): boolean {
  return (
    status?.observedGeneration === metadata.generation && (status?.readyReplicas ?? 0) >= (spec.replicas ?? 1)
  );
}

function reasonsIn(store: Store): string {
  const reasons = store
    .list<Pod>('Pod')
    .filter((pod) => !isReady(pod))
    .flatMap((pod) => pod.status?.containerStatuses?.map(({ state }) => state?.waiting?.message) ?? []);
  return [...new Set(reasons.filter((reason) => reason !== undefined))]
    .map((reason) => `\n  ${reason}`)
    .join('');
}
