// What an object owns goes when the object is gone (background deletion by ownerReferences).
import { type KubeObject, type Store } from '@chaos-workshop/kube-api';

import { type Component } from '../component.js';
import { keyText, parseKey } from '../controller.js';
import { WorkQueue } from '@chaos-workshop/supervisor';
import { namespacedKinds } from './namespace.js';

export function garbageCollector(store: Store, log: (line: string) => void): Component {
  const watched = new Map<string, () => void>();
  const queue = new WorkQueue({ name: 'garbage-collector', work: (uid) => collect(store, uid), log });
  const watchAll = () => {
    for (const kind of namespacedKinds(store).filter((kind) => !watched.has(kind))) {
      watched.set(
        kind,
        store.watch([kind], ({ type, object }) => type === 'DELETED' && queue.add(object.metadata.uid ?? '')),
      );
    }
  };
  return {
    name: 'garbage-collector',
    start: async () => {
      watched.set('CustomResourceDefinition', store.watch(['CustomResourceDefinition'], watchAll));
      watchAll();
    },
    stop: async () => {
      watched.forEach((unwatch) => unwatch());
      await queue.stop();
    },
  };
}

/** Deletes what the object with this uid owned; what has another owner left only loses the reference. */
export function collect(store: Store, uid: string): void {
  const objects = namespacedKinds(store).flatMap((kind) => store.list(kind));
  for (const object of objects.filter((object) => isOwnedBy(object, uid))) {
    const key = parseKey(object.kind, keyText(object));
    const others = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
    if (others.length === 0) store.delete(key);
    else store.update(key, (draft) => void (draft.metadata.ownerReferences = others));
  }
}

function isOwnedBy({ metadata }: KubeObject, uid: string): boolean {
  return metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
}
