// Who belongs to whom: ownerReferences.
import { type KubeObject, type OwnerReference, type Store } from '@chaos-workshop/kube-api';

export function ownerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller);
}

/** Objects of a kind in the owner's namespace that the owner controls. */
export function controlledBy<T extends KubeObject>(store: Store, kind: string, owner: KubeObject): T[] {
  const { namespace, uid } = owner.metadata;
  return store
    .list<T>(kind, namespace === undefined ? {} : { namespace })
    .filter((object) => controllerOf(object)?.uid === uid);
}
