// What a Deployment says about itself, pure: the counts and conditions that `kubectl rollout status` and `wait` read.
import {
  type Condition,
  type Deployment,
  type DeploymentStatus,
  type ReplicaSet,
} from '@chaos-workshop/kube-api';

import { sum } from './rollout.js';

export interface DeploymentView {
  deployment: Deployment;
  newSet: ReplicaSet | undefined;
  /** Old and new. */
  sets: ReplicaSet[];
  minAvailable: number;
  now: number;
}

export function deploymentStatus(view: DeploymentView): DeploymentStatus {
  const { deployment, newSet, sets } = view;
  const count = (pick: (set: ReplicaSet) => number | undefined) => sum(sets.map((set) => pick(set) ?? 0));
  const availableReplicas = count((set) => set.status?.availableReplicas);
  const counts = {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: count((set) => set.status?.replicas),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: count((set) => set.status?.readyReplicas),
    availableReplicas,
    unavailableReplicas: Math.max(0, count((set) => set.spec.replicas) - availableReplicas),
  };
  const next = [available(counts, view), progressing(counts, view)];
  return {
    ...withoutZeros(counts),
    conditions: mergeConditions(deployment.status?.conditions, next, view.now),
  };
}

/** Every new pod is available and no old pod is left. */
export function isComplete({ spec }: Deployment, status: DeploymentStatus): boolean {
  const replicas = spec.replicas ?? 1;
  return [status.updatedReplicas, status.replicas, status.availableReplicas].every(
    (n) => (n ?? 0) === replicas,
  );
}

function available(counts: DeploymentStatus, { minAvailable }: DeploymentView): Condition {
  const isTrue = (counts.availableReplicas ?? 0) >= minAvailable;
  return {
    type: 'Available',
    status: isTrue ? 'True' : 'False',
    reason: isTrue ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: `Deployment ${isTrue ? 'has' : 'does not have'} minimum availability.`,
  };
}

function progressing(counts: DeploymentStatus, view: DeploymentView): Condition {
  const { deployment, newSet, now } = view;
  const last = deployment.status?.conditions?.find((condition) => condition.type === 'Progressing');
  const what = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const is = (status: 'True' | 'False' | 'Unknown', reason: string, message: string): Condition => ({
    type: 'Progressing',
    status,
    reason,
    message,
  });
  if (isComplete(deployment, counts)) {
    return is('True', 'NewReplicaSetAvailable', `${what} has successfully progressed.`);
  }
  if (deployment.spec.paused) return is('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (!hasMoved(counts, deployment.status) && last && isOverdue(last, deployment, now)) {
    return is('False', 'ProgressDeadlineExceeded', `${what} has timed out progressing.`);
  }
  if (!last || (last.reason === 'NewReplicaSetAvailable' && counts.updatedReplicas === 0)) {
    return is('True', 'NewReplicaSetCreated', `Created new replica set "${newSet?.metadata.name ?? ''}"`);
  }
  return is('True', 'ReplicaSetUpdated', `${what} is progressing.`);
}

function hasMoved(counts: DeploymentStatus, before: DeploymentStatus = {}): boolean {
  const fields = ['updatedReplicas', 'readyReplicas', 'availableReplicas', 'replicas'] as const;
  return fields.some((field) => (counts[field] ?? 0) !== (before[field] ?? 0));
}

function isOverdue(last: Condition, { spec }: Deployment, now: number): boolean {
  if (last.reason === 'NewReplicaSetAvailable') return false;
  if (last.reason === 'ProgressDeadlineExceeded') return true;
  return now > Date.parse(last.lastUpdateTime ?? '') + (spec.progressDeadlineSeconds ?? 600) * 1000;
}

/** As the API server shows it: counts of zero are absent. */
function withoutZeros(status: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== 0));
}

/** Keeps the times of conditions that did not change; `lastTransitionTime` moves with the status alone. */
export function mergeConditions(before: Condition[] = [], next: Condition[], now: number): Condition[] {
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  return next.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    const isSame =
      old?.status === condition.status &&
      old.reason === condition.reason &&
      old.message === condition.message;
    if (isSame) return old;
    const lastTransitionTime = old?.status === condition.status ? (old.lastTransitionTime ?? time) : time;
    return { ...condition, lastUpdateTime: time, lastTransitionTime };
  });
}
