// Claims are bound at once: a volume is a directory of the lab.
import { type PersistentVolumeClaim, type Store } from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';

export function claimController(
  store: Store,
  removeDirectory: (namespace: string, claim: string) => void,
): Controller {
  return {
    name: 'persistentvolume-binder',
    kinds: ['PersistentVolumeClaim'],
    keysOf: ({ object }) => [keyText(object)],
    reconcile: (text) => {
      const key = parseKey('PersistentVolumeClaim', text);
      const claim = store.get<PersistentVolumeClaim>(key);
      if (!claim) return removeDirectory(key.namespace ?? '', key.name);
      if (claim.status?.phase === 'Bound') return;
      store.update<PersistentVolumeClaim>(key, (draft) => {
        draft.spec.volumeName = `pvc-${draft.metadata.uid}`;
        draft.spec.storageClassName ??= 'standard';
        draft.status = {
          phase: 'Bound',
          accessModes: draft.spec.accessModes ?? ['ReadWriteOnce'],
          capacity: { ...draft.spec.resources?.requests },
        };
      });
    },
  };
}
