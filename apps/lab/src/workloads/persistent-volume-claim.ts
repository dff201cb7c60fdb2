// Claims are bound at once: a volume is a directory of the lab. While a pod uses one, it is not removed.
import { type PersistentVolumeClaim, type Pod, type Store } from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';
import { hasEnded } from './pods.js';

const protection = 'kubernetes.io/pvc-protection';

export function claimController(
  store: Store,
  removeDirectory: (namespace: string, claim: string) => void,
): Controller {
  return {
    name: 'persistentvolume-binder',
    kinds: ['PersistentVolumeClaim', 'Pod'],
    keysOf: ({ object }) => (object.kind === 'Pod' ? claimsOf(object as Pod) : [keyText(object)]),
    reconcile: (text) => {
      const key = parseKey('PersistentVolumeClaim', text);
      const claim = store.get<PersistentVolumeClaim>(key);
      if (!claim) return removeDirectory(key.namespace ?? '', key.name);
      if (claim.metadata.deletionTimestamp) {
        if (!isUsed(store, text)) store.update(key, letGo);
      } else if (claim.status?.phase !== 'Bound') store.update<PersistentVolumeClaim>(key, bind);
    },
  };
}

function bind(claim: PersistentVolumeClaim): void {
  claim.metadata.finalizers = [protection, ...(claim.metadata.finalizers ?? [])];
  claim.spec.volumeName = `pvc-${claim.metadata.uid}`;
  claim.spec.storageClassName ??= 'standard';
  claim.status = {
    phase: 'Bound',
    accessModes: claim.spec.accessModes ?? ['ReadWriteOnce'],
    capacity: { ...claim.spec.resources?.requests },
  };
}

function letGo({ metadata }: PersistentVolumeClaim): void {
  metadata.finalizers = metadata.finalizers?.filter((finalizer) => finalizer !== protection) ?? [];
}

function isUsed(store: Store, claim: string): boolean {
  const [namespace = ''] = claim.split('/');
  return store.list<Pod>('Pod', { namespace }).some((pod) => !hasEnded(pod) && claimsOf(pod).includes(claim));
}

/** `namespace/name` of the claims that a pod uses. */
function claimsOf({ metadata, spec }: Pod): string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim ? [`${metadata.namespace}/${persistentVolumeClaim.claimName}`] : [],
  );
}
