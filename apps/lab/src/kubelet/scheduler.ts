// Puts every new pod on the one node, with a local port for each of its container ports.
import { type Pod, recordEvent, rfc3339, type Store } from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';
import { type PortAllocator } from '../network/free-ports.js';
import { portsAnnotation } from '../network/ports.js';
import { nodeName } from '../workloads/node.js';
import { type Image } from './images/image.js';
import { portsOf } from './images/index.js';

export interface SchedulerOptions {
  store: Store;
  ports: PortAllocator;
  images: Image[];
}

export function scheduler({ store, ports, images }: SchedulerOptions): Controller {
  return {
    name: 'default-scheduler',
    kinds: ['Pod'],
    keysOf: ({ object }) => [keyText(object)],
    reconcile: async (key) => {
      const pod = store.get<Pod>(parseKey('Pod', key));
      if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
      const assigned = await assign(containerPorts(pod, images), ports);
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

function containerPorts({ spec }: Pod, images: Image[]): number[] {
  const declared = spec.containers.flatMap((container) => portsOf(images, container));
  return [...new Set(declared.map(({ containerPort }) => containerPort))];
}

async function assign(wanted: number[], ports: PortAllocator): Promise<Record<string, number>> {
  const pairs = wanted.map(async (port) => [String(port), await ports.allocate()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

function bind(pod: Pod, ports: Record<string, number>): void {
  pod.spec.nodeName = nodeName;
  pod.metadata.annotations = { ...pod.metadata.annotations, [portsAnnotation]: JSON.stringify(ports) };
  const condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null } as const;
  pod.status = { ...pod.status, conditions: [{ ...condition, lastTransitionTime: rfc3339(new Date()) }] };
}
