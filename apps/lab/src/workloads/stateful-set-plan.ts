// What to do next for a StatefulSet, pure: which pods to create, and which to remove.
import { type Pod, type StatefulSet } from '@chaos-workshop/kube-api';

import { hasEnded, isActive, isReady } from './pods.js';

export const revisionLabel = 'controller-revision-hash';

export type PodAction = { do: 'create'; ordinal: number } | { do: 'remove'; pod: Pod };

/**
 * OrderedReady: one action at a time, the next only when all before are ready and nothing is ending; creation from 0
 * up, removal and update from the top down. Parallel: whatever is missing or too much, at once.
 */
export function planPods(set: StatefulSet, pods: Pod[], revision: string): PodAction[] {
  const over = pods.filter((pod) => hasEnded(pod) && !pod.metadata.deletionTimestamp);
  if (over.length) return over.map((pod) => ({ do: 'remove', pod }));
  const create = missingOrdinals(set, pods).map((ordinal): PodAction => ({ do: 'create', ordinal }));
  const remove = surplusPods(set, pods).map((pod): PodAction => ({ do: 'remove', pod }));
  if (set.spec.podManagementPolicy === 'Parallel' && create.length + remove.length)
    return [...create, ...remove];
  if (create.length) return create.filter((action) => mayCreate(action, pods)).slice(0, 1);
  if (remove.length) return pods.every(isActive) ? remove.slice(0, 1) : [];
  return planUpdate(set, pods, revision);
}

function missingOrdinals({ spec }: StatefulSet, pods: Pod[]): number[] {
  const taken = new Set(pods.map(ordinalOf));
  const wanted = Array.from({ length: spec.replicas ?? 1 }, (_, ordinal) => ordinal);
  return wanted.filter((ordinal) => !taken.has(ordinal));
}

function surplusPods({ spec }: StatefulSet, pods: Pod[]): Pod[] {
  return pods.filter((pod) => ordinalOf(pod) >= (spec.replicas ?? 1) && isActive(pod)).sort(fromTheTop);
}

/** Every pod below it is there and runs. */
function mayCreate(action: PodAction, pods: Pod[]): boolean {
  if (action.do !== 'create') return false;
  const below = pods.filter((pod) => ordinalOf(pod) < action.ordinal);
  return below.length === action.ordinal && below.every((pod) => isActive(pod) && isReady(pod));
}

/** The highest pod of another revision, once all above it run. */
function planUpdate(set: StatefulSet, pods: Pod[], revision: string): PodAction[] {
  if (set.spec.updateStrategy?.type === 'OnDelete' || !pods.every(isActive)) return [];
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (const pod of [...pods].sort(fromTheTop).filter((pod) => ordinalOf(pod) >= partition)) {
    if (pod.metadata.labels?.[revisionLabel] !== revision) return [{ do: 'remove', pod }];
    if (!isReady(pod)) return [];
  }
  return [];
}

function fromTheTop(left: Pod, right: Pod): number {
  return ordinalOf(right) - ordinalOf(left);
}

export function ordinalOf({ metadata }: Pod): number {
  return Number(metadata.name.slice(metadata.name.lastIndexOf('-') + 1));
}
