import type { Injector, PodChaos } from '@chaos-workshop/chaos-mesh';
import type { Store } from '@chaos-workshop/kube-api';
import { requirePod } from './require-pod.js';

/** What the kubelet does for container-kill. */
export interface ContainerKiller {
  /** SIGKILL for the process of a container of the pod `namespace/name`; false when it does not run. */
  kill(pod: string, container: string): boolean;
}

/** Kills the container's process; the kubelet starts it again in the same pod, with its usual back-off. */
export function containerKill(store: Store, containers: ContainerKiller): Injector<PodChaos> {
  return {
    apply({ record }) {
      requirePod(store, record);
      const [namespace = '', pod = '', container = ''] = record.id.split('/');
      if (!containers.kill(`${namespace}/${pod}`, container))
        throw new Error(`container with id ${record.id} not found: container not found`);
      return 'Injected';
    },
    recover: () => 'Not Injected',
  };
}
