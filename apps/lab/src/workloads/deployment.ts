// Deployments: a ReplicaSet for each pod template they had, and the way from one to the next.
import { type Deployment, recordEvent, type ReplicaSet, type Store } from '@chaos-workshop/kube-api';

import { type Controller, keyText, ownKeyOrOwner, parseKey } from '../controller.js';
import { deploymentStatus, isComplete } from './deployment-status.js';
import { controlledBy } from './owners.js';
import { createReplicaSet, findNewSet, revisionOf, setRevision } from './revisions.js';
import { limitsOf, planRecreate, planRollingUpdate, type SetSize } from './rollout.js';

const component = 'deployment-controller';

export function deploymentController(store: Store): Controller {
  return {
    name: component,
    kinds: ['Deployment', 'ReplicaSet'],
    keysOf: ownKeyOrOwner('Deployment'),
    reconcile: (key) => {
      const deployment = store.get<Deployment>(parseKey('Deployment', key));
      if (!deployment || deployment.metadata.deletionTimestamp) return;
      if (!deployment.spec.paused) ensureNewSet(store, deployment);
      resize(store, deployment);
      return updateStatus(store, deployment);
    },
  };
}

/** The set of the current template is there and carries the highest revision. */
function ensureNewSet(store: Store, deployment: Deployment): void {
  const sets = setsOf(store, deployment);
  const existing = findNewSet(deployment, sets);
  const newest = Math.max(0, ...sets.filter((set) => set !== existing).map(revisionOf));
  const isRecreate = deployment.spec.strategy?.type === 'Recreate';
  if (existing) {
    setRevision(store, deployment, existing, Math.max(revisionOf(existing), newest + 1));
    return;
  }
  const isFirst = sets.every((set) => (set.spec.replicas ?? 0) === 0) && !isRecreate;
  const replicas = isFirst ? (deployment.spec.replicas ?? 1) : 0;
  const created = createReplicaSet(store, deployment, { replicas, revision: newest + 1 });
  setRevision(store, deployment, created, newest + 1);
  if (replicas > 0) announce(store, deployment, created.metadata.name, { from: 0, to: replicas });
}

function resize(store: Store, deployment: Deployment): void {
  const sets = setsOf(store, deployment);
  const newSet = findNewSet(deployment, sets);
  const oldSets = sets.filter((set) => set !== newSet).sort((a, b) => revisionOf(a) - revisionOf(b));
  for (const [name, replicas] of plan(deployment, newSet, oldSets)) {
    const { namespace = '' } = deployment.metadata;
    const from = sets.find((set) => set.metadata.name === name)?.spec.replicas ?? 0;
    store.update<ReplicaSet>({ kind: 'ReplicaSet', namespace, name }, (draft) => {
      draft.spec.replicas = replicas;
    });
    announce(store, deployment, name, { from, to: replicas });
  }
  if (newSet) removeHistory(store, deployment, oldSets);
}

function plan(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: ReplicaSet[],
): Map<string, number> {
  const limits = limitsOf(deployment);
  const old = oldSets.map(sizeOf);
  if (deployment.spec.paused) return planPaused(newSet ?? oldSets.at(-1), limits.replicas);
  if (!newSet) return new Map();
  if (deployment.spec.strategy?.type === 'Recreate')
    return planRecreate(sizeOf(newSet), old, limits.replicas);
  return planRollingUpdate(sizeOf(newSet), old, limits);
}

/** A paused Deployment can still be scaled. */
function planPaused(set: ReplicaSet | undefined, replicas: number): Map<string, number> {
  return new Map(set && set.spec.replicas !== replicas ? [[set.metadata.name, replicas]] : []);
}

function sizeOf(set: ReplicaSet): SetSize {
  return {
    name: set.metadata.name,
    replicas: set.spec.replicas ?? 1,
    available: set.status?.availableReplicas ?? 0,
    pods: set.status?.replicas ?? 0,
  };
}

function updateStatus(store: Store, deployment: Deployment): number | undefined {
  const sets = setsOf(store, deployment);
  const { replicas, maxUnavailable } = limitsOf(deployment);
  const status = deploymentStatus({
    deployment,
    newSet: findNewSet(deployment, sets),
    sets,
    minAvailable: replicas - maxUnavailable,
    now: Date.now(),
  });
  store.update<Deployment>(parseKey('Deployment', keyText(deployment)), (draft) => {
    draft.status = status;
  });
  return isComplete(deployment, status)
    ? undefined
    : ((deployment.spec.progressDeadlineSeconds ?? 600) + 1) * 1000;
}

function removeHistory(store: Store, { metadata, spec }: Deployment, oldSets: ReplicaSet[]): void {
  const empty = oldSets.filter((set) => set.spec.replicas === 0 && (set.status?.replicas ?? 0) === 0);
  const surplus = empty.length - (spec.revisionHistoryLimit ?? 10);
  for (const set of empty.slice(0, Math.max(0, surplus))) {
    store.delete({ kind: 'ReplicaSet', namespace: metadata.namespace ?? '', name: set.metadata.name });
  }
}

function setsOf(store: Store, deployment: Deployment): ReplicaSet[] {
  return controlledBy<ReplicaSet>(store, 'ReplicaSet', deployment);
}

function announce(store: Store, about: Deployment, set: string, size: { from: number; to: number }): void {
  const direction = size.to > size.from ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${set} from ${size.from} to ${size.to}`;
  recordEvent(store, { about, type: 'Normal', reason: 'ScalingReplicaSet', message, component });
}
