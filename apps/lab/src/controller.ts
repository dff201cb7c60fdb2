// A controller: watches some kinds, and brings one object at a time to what it should be.
import { type Change, type KubeObject, type ObjectKey, type Store } from '@chaos-workshop/kube-api';

import { type Component } from './component.js';
import { WorkQueue } from '@chaos-workshop/supervisor';

export interface Controller {
  name: string;
  kinds: string[];
  /** The keys (`namespace/name`, or what the controller likes) that a change gives reason to look at. */
  keysOf(change: Change): string[];
  /** Idempotent. May return after how many milliseconds to look again. */
  reconcile(key: string): Promise<number | void> | number | void;
}

export function runController(store: Store, controller: Controller, log: (line: string) => void): Component {
  const queue = new WorkQueue({ name: controller.name, work: (key) => controller.reconcile(key), log });
  let unwatch = () => {};
  return {
    name: controller.name,
    start: async () => {
      unwatch = store.watch(controller.kinds, (change) => {
        for (const key of controller.keysOf(change)) queue.add(key);
      });
    },
    stop: async () => {
      unwatch();
      await queue.stop();
    },
  };
}

/** `namespace/name`; a cluster-wide object is its name. */
export function keyText({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

export function parseKey(kind: string, text: string): ObjectKey {
  const [first = '', second] = text.split('/');
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}

/** The key of the object that controls a change's object, or of the object itself when it is of that kind. */
export function ownKeyOrOwner(kind: string): (change: Change) => string[] {
  return ({ object }) => {
    if (object.kind === kind) return [keyText(object)];
    const owner = object.metadata.ownerReferences?.find(
      (reference) => reference.controller && reference.kind === kind,
    );
    return owner ? [`${object.metadata.namespace}/${owner.name}`] : [];
  };
}
