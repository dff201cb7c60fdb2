// Puts every new pod on the one node, with a local port for each of its container ports.
import { type Pod, recordEvent, rfc3339, type Store } from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';
import { type PortAllocator } from '../network/free-ports.js';
import { containerPorts, portsAnnotation } from '../network/ports.js';
import { nodeName } from '../workloads/node.js';

export function scheduler(store: Store, ports: PortAllocator): Controller {
  return {
    name: 'default-scheduler',
    kinds: ['Pod'],
    keysOf: ({ object }) => [keyText(object)],
    reconcile: async (key) => {
      const pod = store.get<Pod>(parseKey('Pod', key));
      if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
      const assigned = await assign(pod, ports);
      const bound = store.update<Pod>(parseKey('Pod', key), (draft) => {
        if (draft.metadata.uid === pod.metadata.uid) bind(draft, assigned);
      });
      if (bound?.metadata.uid !== pod.metadata.uid)
        return Object.values(assigned).forEach((port) => ports.release(port));
      const message = `Successfully assigned ${key} to ${nodeName}`;
      const news = { type: 'Normal', reason: 'Scheduled', message, component: 'default-scheduler' } as const;
      recordEvent(store, { about: pod, ...news });
    },
  };
}

async function assign(pod: Pod, ports: PortAllocator): Promise<Record<string, number>> {
  const pairs = containerPorts(pod).map(async (port) => [String(port), await ports.allocate()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

function bind(pod: Pod, ports: Record<string, number>): void {
  pod.spec.nodeName = nodeName;
  pod.metadata.annotations = { ...pod.metadata.annotations, [portsAnnotation]: JSON.stringify(ports) };
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null } as const;
  pod.status = { ...pod.status, conditions: [{ ...condition, lastTransitionTime: rfc3339(new Date()) }] };
}
