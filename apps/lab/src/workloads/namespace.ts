// Namespaces: each has a ServiceAccount `default`, and what is in one goes with it.
import {
  builtInResources,
  type CustomResourceDefinition,
  type KubeObject,
  type Namespace,
  type Store,
} from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';

const pollMs = 200;

export function namespaceController(store: Store): Controller {
  return {
    name: 'namespace-controller',
    kinds: ['Namespace'],
    keysOf: ({ object }) => [keyText(object)],
    reconcile: (name) => {
      const namespace = store.get<Namespace>({ kind: 'Namespace', name });
      if (!namespace) return;
      if (!namespace.metadata.deletionTimestamp) return giveServiceAccount(store, name);
      const content = namespacedKinds(store).flatMap((kind) => store.list(kind, { namespace: name }));
      for (const object of content) deleteOnce(store, object);
      if (content.length > 0) return pollMs;
      store.update<Namespace>({ kind: 'Namespace', name }, (draft) => {
        draft.spec = { ...draft.spec, finalizers: [] };
      });
    },
  };
}

function giveServiceAccount(store: Store, namespace: string): void {
  const key = { kind: 'ServiceAccount', namespace, name: 'default' };
  if (store.get(key)) return;
  store.create({ apiVersion: 'v1', kind: key.kind, metadata: { name: key.name, namespace } });
}

export function namespacedKinds(store: Store): string[] {
  const custom = store
    .list<CustomResourceDefinition>('CustomResourceDefinition')
    .filter(({ spec }) => spec.scope === 'Namespaced')
    .map(({ spec }) => spec.names.kind);
  return [...builtInResources.filter(({ namespaced }) => namespaced).map(({ kind }) => kind), ...custom];
}

function deleteOnce(store: Store, object: KubeObject): void {
  if (!object.metadata.deletionTimestamp) store.delete(parseKey(object.kind, keyText(object)));
}
