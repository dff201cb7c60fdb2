// StatefulSets: pods with fixed names and volumes, one after the other.
import {
  type Pod,
  recordEvent,
  type StatefulSet,
  type StatefulSetStatus,
  type Store,
} from '@chaos-workshop/kube-api';

import { type Controller, keyText, ownKeyOrOwner, parseKey } from '../controller.js';
import { createClaims, settleOwners } from './claims.js';
import { controlledBy, ownerReference } from './owners.js';
import { isAvailable, isReady, untilAvailable } from './pods.js';
import { planPods, revisionLabel } from './stateful-set-plan.js';
import { templateHash } from './template-hash.js';

const component = 'statefulset-controller';

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
      settleOwners(store, set, pods);
      store.update<StatefulSet>(parseKey('StatefulSet', key), (draft) => {
        draft.status = statefulSetStatus(set, pods, revision);
      });
      return untilAvailable(pods, set.spec.minReadySeconds);
    },
  };
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
