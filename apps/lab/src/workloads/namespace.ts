// Namespaces: each has a ServiceAccount `default` and the API's certificate, and what is in one goes with it.
import {
  builtInResources,
  type CustomResourceDefinition,
  type KubeObject,
  type Namespace,
  type Store,
} from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';

const pollMs = 200;

/** `caPem`: the certificate of the API, once it listens. */
export function namespaceController(store: Store, caPem: () => string = () => ''): Controller {
  return {
    name: 'namespace-controller',
    kinds: ['Namespace'],
    keysOf: ({ object }) => [keyText(object)],
    reconcile: (name) => {
      const namespace = store.get<Namespace>({ kind: 'Namespace', name });
      if (!namespace) return;
      if (!namespace.metadata.deletionTimestamp) {
        give(store, { kind: 'ServiceAccount', namespace: name, name: 'default' });
        give(store, { kind: 'ConfigMap', namespace: name, name: 'kube-root-ca.crt' }, { 'ca.crt': caPem() });
        return;
      }
      const content = namespacedKinds(store).flatMap((kind) => store.list(kind, { namespace: name }));
      for (const object of content) deleteOnce(store, object);
      if (content.length > 0) return pollMs;
      store.update<Namespace>({ kind: 'Namespace', name }, (draft) => {
        draft.spec = { ...draft.spec, finalizers: [] };
      });
    },
  };
}

function give(
  store: Store,
  key: { kind: string; namespace: string; name: string },
  data?: Record<string, string>,
): void {
  if (store.get(key)) return;
  const { kind, namespace, name } = key;
  store.create({ apiVersion: 'v1', kind, metadata: { name, namespace }, ...(data && { data }) });
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
