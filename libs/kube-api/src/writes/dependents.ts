import type { Resources } from '../resources/resources.js';
import { type Store, keyOf } from '../store/store.js';
import type { CustomResourceDefinition, KubeObject } from '../types.js';

/** Takes an owner's name off its dependents, so that they outlive it (`kubectl delete --cascade=orphan`). */
export function orphanDependents(store: Store, resources: Resources, owner: KubeObject): void {
  const kinds = new Set(resources.all().map(({ kind }) => kind));
  for (const object of [...kinds].flatMap((kind) => store.list(kind))) {
    const isOwner = ({ uid }: { uid: string }) => uid === owner.metadata.uid;
    if (object.metadata.ownerReferences?.some(isOwner) !== true) continue;
    store.update(keyOf(object), ({ metadata }) => {
      metadata.ownerReferences = (metadata.ownerReferences ?? []).filter((reference) => !isOwner(reference));
    });
  }
}

/** The objects of a kind go with its definition. */
export function deleteInstances(store: Store, { spec }: CustomResourceDefinition): void {
  store.list(spec.names.kind).forEach((object) => store.delete(keyOf(object)));
}
