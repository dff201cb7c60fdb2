// Objects for unit tests, with as little in them as the test needs.
import { type Pod, type Service, Store } from '@chaos-workshop/kube-api';

/** A store with the namespace `shop`. */
export function shopStore(): Store {
  const store = new Store();
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  return store;
}

export interface PodTraits {
  labels?: Record<string, string>;
  /** Local port of container port 8080, which is named http. */
  localPort?: number;
  ready?: boolean;
  deleting?: boolean;
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
}

export function podOf(name: string, traits: PodTraits = {}): Pod {
  const { labels = { app: 'web' }, localPort, ready = true, deleting, phase = 'Running' } = traits;
  const time = '2026-01-01T00:00:00Z';
  const annotations = localPort && { 'lab.chaos-workshop.io/ports': `{"8080":${localPort}}` };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      labels,
      ...(annotations && { annotations }),
      ...(deleting && { deletionTimestamp: time }),
    },
    spec: {
      nodeName: 'lab',
      containers: [{ name: 'web', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] }],
    },
    status: {
      phase,
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: time }],
    },
  };
}

export function serviceOf(
  name: string,
  port: Partial<NonNullable<Service['spec']['ports']>[0]> = {},
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', uid: `uid-${name}` },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http', ...port }] },
  };
}
