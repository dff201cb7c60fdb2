// Where each Service leads: Endpoints and EndpointSlices of the pods that it selects. Every pod has ports of its own
// here, so that each pod gets a slice of its own; the addresses are real and can be called.
import {
  type Endpoints,
  type EndpointSlice,
  matchesLabels,
  type KubeObject,
  type Pod,
  type Service,
  type Store,
} from '@chaos-workshop/kube-api';

import { type Controller, keyText, parseKey } from '../controller.js';
import { localPort, resolvePort } from '../network/ports.js';
import { controlledBy, ownerReference } from './owners.js';
import { isActive, isReady } from './pods.js';

export function endpointsController(store: Store): Controller {
  return {
    name: 'endpoint-controller',
    kinds: ['Service', 'Pod'],
    keysOf: ({ object, previous }) =>
      object.kind === 'Service'
        ? [keyText(object)]
        : servicesOf(store, object as Pod, previous as Pod | undefined),
    reconcile: (key) => {
      const service = store.get<Service>(parseKey('Service', key));
      if (!service) return void store.delete(parseKey('Endpoints', key));
      if (!service.spec.selector) return;
      const pods = selectedPods(store, service);
      apply(store, endpointsOf(service, pods));
      const slices = pods.map((pod) => endpointSliceOf(service, pod));
      slices.forEach((slice) => apply(store, slice));
      removeOthers(store, service, slices);
    },
  };
}

/** Pods behind a Service that have an address: whether they are ready is not asked. */
export function selectedPods(store: Store, { metadata, spec }: Service): Pod[] {
  if (!spec.selector) return [];
  const { namespace = '' } = metadata;
  return store
    .list<Pod>('Pod', { namespace, labels: spec.selector })
    .filter((pod) => pod.status?.podIP !== undefined && pod.status.phase === 'Running');
}

/** Whether traffic of the Service may go to the pod. */
export function isServing(service: Service, pod: Pod): boolean {
  return isActive(pod) && (isReady(pod) || service.spec.publishNotReadyAddresses === true);
}

export function endpointsOf(service: Service, pods: Pod[]): Endpoints {
  const { name, namespace = '', labels } = service.metadata;
  const subsets = pods.filter(isActive).map((pod) => ({
    [isServing(service, pod) ? 'addresses' : 'notReadyAddresses']: [
      { ip: pod.status?.podIP ?? '', nodeName: pod.spec.nodeName ?? '', targetRef: targetRef(pod) },
    ],
    ports: portsOf(service, pod),
  }));
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace, ...(labels && { labels }), ownerReferences: [ownerReference(service)] },
    ...(subsets.length && { subsets }),
  };
}

export function endpointSliceOf(service: Service, pod: Pod): EndpointSlice {
  const { name, namespace = '', labels } = service.metadata;
  const isTerminating = pod.metadata.deletionTimestamp !== undefined;
  const conditions = {
    ready: isServing(service, pod),
    serving: isReady(pod) || service.spec.publishNotReadyAddresses === true,
    terminating: isTerminating,
  };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${pod.metadata.uid?.slice(0, 8)}`,
      namespace,
      labels: {
        ...labels,
        'kubernetes.io/service-name': name,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [ownerReference(service)],
    },
    addressType: 'IPv4',
    endpoints: [
      {
        addresses: [pod.status?.podIP ?? ''],
        conditions,
        nodeName: pod.spec.nodeName ?? '',
        targetRef: targetRef(pod),
      },
    ],
    ports: portsOf(service, pod),
  };
}

function portsOf(service: Service, pod: Pod): { name: string; port: number; protocol: string }[] {
  return (service.spec.ports ?? []).flatMap(({ name = '', port, targetPort = port, protocol = 'TCP' }) => {
    const containerPort = resolvePort(pod, targetPort);
    const local = containerPort === undefined ? undefined : localPort(pod, containerPort);
    return local === undefined ? [] : [{ name, port: local, protocol }];
  });
}

function targetRef({ metadata }: Pod) {
  return { kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid ?? '' };
}

/** Services whose selector matches the pod, now or before the change. */
function servicesOf(store: Store, pod: Pod, previous: Pod | undefined): string[] {
  const { namespace = '' } = pod.metadata;
  return store
    .list<Service>('Service', { namespace })
    .filter(
      ({ spec: { selector } }) =>
        selector && [pod, previous ?? pod].some((p) => matchesLabels(selector, p.metadata.labels)),
    )
    .map(keyText);
}

function apply(store: Store, object: KubeObject): void {
  const key = parseKey(object.kind, keyText(object));
  const updated = store.update(key, (draft) => {
    for (const field of Object.keys(draft))
      if (field !== 'metadata' && !(field in object)) delete draft[field];
    Object.assign(draft, structuredClone({ ...object, metadata: { ...draft.metadata, ...object.metadata } }));
  });
  if (!updated) store.create(object);
}

function removeOthers(store: Store, service: Service, wanted: EndpointSlice[]): void {
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  for (const slice of controlledBy<EndpointSlice>(store, 'EndpointSlice', service)) {
    if (!names.has(slice.metadata.name)) store.delete(parseKey('EndpointSlice', keyText(slice)));
  }
}
