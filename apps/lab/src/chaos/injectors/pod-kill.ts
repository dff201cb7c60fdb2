import type { Injector, PodChaos } from '@chaos-workshop/chaos-mesh';
import { keyOf, type Store } from '@chaos-workshop/kube-api';
import { requirePod } from './require-pod.js';

/** Deletes the pod; its owner makes a new one, with a new name. */
export function podKill(store: Store): Injector<PodChaos> {
  return {
    apply({ chaos, record }) {
      const pod = requirePod(store, record);
      store.delete(keyOf(pod), { gracePeriodSeconds: chaos.spec.gracePeriod ?? 0 });
      return 'Injected';
    },
    recover: () => 'Not Injected',
  };
}
