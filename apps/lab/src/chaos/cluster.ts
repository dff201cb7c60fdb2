import type { Cluster } from '@chaos-workshop/chaos-mesh';
import type { Namespace, Node, Pod, Service, Store } from '@chaos-workshop/kube-api';

/** What selection looks at, as it is now. */
export function clusterOf(store: Store): Cluster {
  return {
    pods: store.list<Pod>('Pod'),
    nodes: store.list<Node>('Node'),
    namespaces: store.list<Namespace>('Namespace'),
    services: store.list<Service>('Service'),
  };
}

/** `namespace/name` of a pod as it stands in records, links and upstream names. */
export function findPod(store: Store, id: string): Pod | undefined {
  const [namespace = '', name = ''] = id.split('/');
  return store.get<Pod>({ kind: 'Pod', namespace, name });
}
