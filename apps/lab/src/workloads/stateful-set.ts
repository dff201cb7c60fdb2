// StatefulSets: pods with fixed names and volumes, one after the other.
import {
  type PersistentVolumeClaim,
  type Pod,
  recordEvent,
  type StatefulSet,
  type StatefulSetStatus,
  type Store,
} from '@chaos-workshop/kube-api';

import { type Controller, keyText, ownKeyOrOwner, parseKey } from '../controller.js';
import { controlledBy, ownerReference } from './owners.js';
import { hasEnded, isActive, isAvailable, isReady, untilAvailable } from './pods.js';
import { templateHash } from './template-hash.js';

const component = 'statefulset-controller';
const revisionLabel = 'controller-revision-hash';

export function statefulSetController(store: Store): Controller {
  return {
    name: component,
    kinds: ['StatefulSet', 'Pod'],
    keysOf: ownKeyOrOwner('StatefulSet'),
    reconcile: (key) => {
      const set = store.get<StatefulSet>(parseKey('StatefulSet', key));
      if (!set || set.metadata.deletionTimestamp) return;
      const revision = `${set.metadata.name}-${templateHash(set.spec.template)}`;
      for (const action of planPods(set, controlledBy<Pod>(store, 'Pod', set), revision)) {
        if (action.do === 'create') createPod(store, set, action.ordinal, revision);
        else removePod(store, set, action.pod);
      }
      const pods = controlledBy<Pod>(store, 'Pod', set);
      store.update<StatefulSet>(parseKey('StatefulSet', key), (draft) => {
        draft.status = statefulSetStatus(set, pods, revision);
      });
      return untilAvailable(pods, set.spec.minReadySeconds);
    },
  };
}

export type PodAction = { do: 'create'; ordinal: number } | { do: 'remove'; pod: Pod };

/**
 * Pure. OrderedReady: one action at a time, the next only when all before are ready and nothing is ending; creation
 * from 0 up, removal and update from the top down. Parallel: whatever is missing or too much, at once.
 */
export function planPods(set: StatefulSet, pods: Pod[], revision: string): PodAction[] {
  const replicas = set.spec.replicas ?? 1;
  const isParallel = set.spec.podManagementPolicy === 'Parallel';
  const over = pods.filter((pod) => hasEnded(pod) && !pod.metadata.deletionTimestamp);
  if (over.length) return over.map((pod) => ({ do: 'remove', pod }));
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  const wanted = Array.from({ length: replicas }, (_, ordinal) => ordinal);
  const missing = wanted.filter((ordinal) => !byOrdinal.has(ordinal));
  const surplus = pods.filter((pod) => ordinalOf(pod) >= replicas && isActive(pod)).sort(fromTheTop);
  const create = missing.map((ordinal): PodAction => ({ do: 'create', ordinal }));
  const remove = surplus.map((pod): PodAction => ({ do: 'remove', pod }));
  const update = planUpdate(set, pods, revision);
  if (isParallel) return [...create, ...remove, ...(create.length ? [] : update)];
  const first = missing[0] ?? Infinity;
  const isSettled = wanted.every((ordinal) => ordinal >= first || isRunning(byOrdinal.get(ordinal)));
  if (create.length) return isSettled ? create.slice(0, 1) : [];
  if (remove.length) return pods.every(isActive) ? remove.slice(0, 1) : [];
  return update;
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

function isRunning(pod: Pod | undefined): boolean {
  return pod !== undefined && isActive(pod) && isReady(pod);
}

function fromTheTop(left: Pod, right: Pod): number {
  return ordinalOf(right) - ordinalOf(left);
}

export function ordinalOf({ metadata }: Pod): number {
  return Number(metadata.name.slice(metadata.name.lastIndexOf('-') + 1));
}

export function statefulSetStatus(set: StatefulSet, pods: Pod[], updateRevision: string): StatefulSetStatus {
  const updated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === updateRevision).length;
  const isUpdated = updated === (set.spec.replicas ?? 1) && updated === pods.length;
  const currentRevision = isUpdated ? updateRevision : (set.status?.currentRevision ?? updateRevision);
  return {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter((pod) => isAvailable(pod, set.spec.minReadySeconds)).length,
    currentReplicas: pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === currentRevision).length,
    updatedReplicas: updated,
    currentRevision,
    updateRevision,
    collisionCount: 0,
  };
}

function createPod(store: Store, set: StatefulSet, ordinal: number, revision: string): void {
  const { namespace = '' } = set.metadata;
  const name = `${set.metadata.name}-${ordinal}`;
  const { metadata, spec } = structuredClone(set.spec.template);
  const volumes = createClaims(store, set, name);
  const labels = {
    ...metadata?.labels,
    [revisionLabel]: revision,
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': String(ordinal),
  };
  store.create<Pod>({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name, namespace, labels, ownerReferences: [ownerReference(set)] },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName === undefined ? {} : { subdomain: set.spec.serviceName }),
      volumes: [...(spec.volumes ?? []), ...volumes],
    },
  });
  announce(
    store,
    set,
    'SuccessfulCreate',
    `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
  );
}

/** Claims outlive their pods and their StatefulSet, as the data in them should. */
function createClaims(store: Store, set: StatefulSet, pod: string): NonNullable<Pod['spec']['volumes']> {
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => {
    const claimName = `${metadata.name}-${pod}`;
    const key = { kind: 'PersistentVolumeClaim', namespace: set.metadata.namespace ?? '', name: claimName };
    if (!store.get(key)) {
      store.create<PersistentVolumeClaim>({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...structuredClone(metadata),
          name: claimName,
          namespace: key.namespace,
          labels: { ...set.spec.selector.matchLabels, ...metadata.labels },
        },
        spec: structuredClone(spec),
      });
    }
    return { name: metadata.name, persistentVolumeClaim: { claimName } };
  });
}

function removePod(store: Store, set: StatefulSet, pod: Pod): void {
  store.delete(parseKey('Pod', keyText(pod)), { uid: pod.metadata.uid ?? '' });
  announce(
    store,
    set,
    'SuccessfulDelete',
    `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
  );
}

function announce(store: Store, about: StatefulSet, reason: string, message: string): void {
  recordEvent(store, { about, type: 'Normal', reason, message, component });
}
