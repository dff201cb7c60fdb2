// The claims of a StatefulSet: one of each template for each pod, under fixed names.
import {
  type KubeObject,
  type ObjectKey,
  type PersistentVolumeClaim,
  type Pod,
  type StatefulSet,
  type Store,
} from '@chaos-workshop/kube-api';

import { ownerReference } from './owners.js';
import { ordinalOf } from './stateful-set-plan.js';

/** Claims that are there already, with the data in them, serve again. Returns the volumes of the pod. */
export function createClaims(
  store: Store,
  set: StatefulSet,
  pod: string,
): NonNullable<Pod['spec']['volumes']> {
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => {
    const key = claimKey(set, metadata.name, pod);
    const { name, namespace = '' } = key;
    if (!store.get(key)) {
      store.create<PersistentVolumeClaim>({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...structuredClone(metadata),
          name,
          namespace,
          labels: { ...set.spec.selector.matchLabels, ...metadata.labels },
        },
        spec: structuredClone(spec),
      });
    }
    return { name: metadata.name, persistentVolumeClaim: { claimName: name } };
  });
}

/**
 * By `persistentVolumeClaimRetentionPolicy` a claim goes with the StatefulSet, or with a pod that is one too many, or
 * stays: what it goes with is its owner.
 */
export function settleOwners(store: Store, set: StatefulSet, pods: Pod[]): void {
  for (const { metadata } of set.spec.volumeClaimTemplates ?? [])
    for (const pod of pods) {
      const claim = store.get<PersistentVolumeClaim>(claimKey(set, metadata.name, pod.metadata.name));
      if (claim) settle(store, claim, ownerOf(set, pod));
    }
}

function ownerOf(set: StatefulSet, pod: Pod): KubeObject | undefined {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (whenScaled === 'Delete' && ordinalOf(pod) >= (set.spec.replicas ?? 1)) return pod;
  return whenDeleted === 'Delete' ? set : undefined;
}

function settle(store: Store, claim: PersistentVolumeClaim, owner: KubeObject | undefined): void {
  const { name, namespace = '', ownerReferences = [] } = claim.metadata;
  if (ownerReferences[0]?.uid === owner?.metadata.uid) return;
  store.update({ kind: claim.kind, namespace, name }, ({ metadata }) => {
    if (owner) metadata.ownerReferences = [ownerReference(owner)];
    else delete metadata.ownerReferences;
  });
}

function claimKey({ metadata }: StatefulSet, template: string, pod: string): ObjectKey {
  return {
    kind: 'PersistentVolumeClaim',
    namespace: metadata.namespace ?? '',
    name: `${template}-${pod}`,
  };
}
