// ReplicaSets: as many pods as asked for.
import {
  type Pod,
  type ReplicaSet,
  type ReplicaSetStatus,
  recordEvent,
  type Store,
} from '@chaos-workshop/kube-api';
import { matchesLabels } from '@chaos-workshop/kube-api';

import { type Controller, ownKeyOrOwner, parseKey } from '../controller.js';
import { controlledBy, controllerOf, ownerReference } from './owners.js';
import { hasEnded, isActive, isAvailable, isReady, untilAvailable } from './pods.js';

const component = 'replicaset-controller';

export function replicaSetController(store: Store): Controller {
  return {
    name: component,
    kinds: ['ReplicaSet', 'Pod'],
    keysOf: ownKeyOrOwner('ReplicaSet'),
    reconcile: (key) => {
      const replicaSet = store.get<ReplicaSet>(parseKey('ReplicaSet', key));
      if (!replicaSet || replicaSet.metadata.deletionTimestamp) return;
      const pods = adopt(store, replicaSet);
      const plan = planReplicas(replicaSet.spec.replicas ?? 1, pods);
      for (let count = 0; count < plan.create; count++) createPod(store, replicaSet);
      for (const pod of plan.remove) removePod(store, replicaSet, pod);
      const now = Date.now();
      store.update<ReplicaSet>(parseKey('ReplicaSet', key), (draft) => {
        draft.status = replicaSetStatus(replicaSet, pods.filter(isActive), now);
      });
      return untilAvailable(pods, replicaSet.spec.minReadySeconds, now);
    },
  };
}

/** How many pods to create, and which ones go when there are too many. Pods that are over are replaced, not removed. */
export function planReplicas(replicas: number, pods: Pod[]): { create: number; remove: Pod[] } {
  const active = pods.filter(isActive);
  const surplus = active.length - replicas;
  if (surplus <= 0) return { create: -surplus, remove: [] };
  return { create: 0, remove: active.sort(byReasonToGo).slice(0, surplus) };
}

/** Unscheduled first, then pending, not ready, most restarted, youngest (kubernetes ActivePodsWithRanks). */
function byReasonToGo(left: Pod, right: Pod): number {
  const order = [
    (pod: Pod) => (pod.spec.nodeName ? 1 : 0),
    (pod: Pod) => (pod.status?.phase === 'Running' ? 1 : 0),
    (pod: Pod) => (isReady(pod) ? 1 : 0),
    (pod: Pod) => -Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount)),
    (pod: Pod) => -Date.parse(pod.metadata.creationTimestamp ?? ''),
  ];
  return order.map((rank) => rank(left) - rank(right)).find((difference) => difference !== 0) ?? 0;
}

export function replicaSetStatus(replicaSet: ReplicaSet, active: Pod[], now: number): ReplicaSetStatus {
  const { labels } = replicaSet.spec.template?.metadata ?? {};
  return {
    ...replicaSet.status,
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => matchesLabels(labels, pod.metadata.labels)).length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: active.filter((pod) => isAvailable(pod, replicaSet.spec.minReadySeconds, now)).length,
    observedGeneration: replicaSet.metadata.generation ?? 1,
  };
}

/** Its pods: those that it controls and that still match, plus matching ones without a controller. */
function adopt(store: Store, replicaSet: ReplicaSet): Pod[] {
  const { namespace = '' } = replicaSet.metadata;
  const matches = (pod: Pod) => matchesLabels(replicaSet.spec.selector, pod.metadata.labels);
  for (const pod of controlledBy<Pod>(store, 'Pod', replicaSet).filter((pod) => !matches(pod))) {
    setOwners(store, pod, []);
  }
  const orphans = store.list<Pod>('Pod', { namespace }).filter((pod) => matches(pod) && !controllerOf(pod));
  for (const pod of orphans.filter((pod) => isActive(pod)))
    setOwners(store, pod, [ownerReference(replicaSet)]);
  return controlledBy<Pod>(store, 'Pod', replicaSet).filter((pod) => !hasEnded(pod));
}

function setOwners(store: Store, pod: Pod, owners: Pod['metadata']['ownerReferences'] & object): void {
  const { name, namespace = '' } = pod.metadata;
  store.update<Pod>({ kind: 'Pod', namespace, name }, (draft) => {
    draft.metadata.ownerReferences = owners;
  });
}

function createPod(store: Store, replicaSet: ReplicaSet): void {
  const { name, namespace = '' } = replicaSet.metadata;
  const { metadata, spec } = replicaSet.spec.template ?? { spec: { containers: [] } };
  const pod = store.create<Pod>({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...structuredClone(metadata ?? {}),
      name: '',
      generateName: `${name}-`,
      namespace,
      ownerReferences: [ownerReference(replicaSet)],
    },
    spec: structuredClone(spec),
  });
  const message = `Created pod: ${pod.metadata.name}`;
  recordEvent(store, { about: replicaSet, type: 'Normal', reason: 'SuccessfulCreate', message, component });
}

function removePod(store: Store, replicaSet: ReplicaSet, { metadata }: Pod): void {
  const { name, namespace = '', uid = '' } = metadata;
  store.delete({ kind: 'Pod', namespace, name }, { uid });
  const message = `Deleted pod: ${name}`;
  recordEvent(store, { about: replicaSet, type: 'Normal', reason: 'SuccessfulDelete', message, component });
}
