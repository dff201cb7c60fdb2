import type { Resources } from '../resources/resources.js';
import { type Store, keyOf } from '../store/store.js';
import type { KubeObject } from '../types.js';

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
