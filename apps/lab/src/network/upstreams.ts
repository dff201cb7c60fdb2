// What a link leads to, pure: the ready pods of its Service, and how they talk.
import { type Pod, type Service } from '@chaos-workshop/kube-api';

import { type Upstream } from '../data-plane.js';
import { isServing } from '../workloads/endpoints.js';
import { localPort, resolvePort } from './ports.js';

export interface Destination {
  targetPort: number;
  protocol: 'tcp' | 'http';
  headless: boolean;
  upstreams: Upstream[];
}

/** A Service that does not exist (yet) has no upstreams; the scheme of the URL then says how one talks to it. */
export function destinationOf(
  service: Service | undefined,
  pods: Pod[],
  called: { port: number; scheme: string },
): Destination {
  const port = service?.spec.ports?.find((candidate) => candidate.port === called.port);
  if (!service || !port) {
    const protocol = called.scheme.startsWith('http') ? 'http' : 'tcp';
    return { targetPort: called.port, protocol, headless: false, upstreams: [] };
  }
  const target = port.targetPort ?? port.port;
  const targetPort = pods.map((pod) => resolvePort(pod, target)).find((number) => number !== undefined);
  return {
    targetPort: targetPort ?? (Number(target) || port.port),
    protocol: (port.appProtocol ?? port.name ?? '').startsWith('http') ? 'http' : 'tcp',
    headless: service.spec.clusterIP === 'None',
    upstreams: pods.filter((pod) => isServing(service, pod)).flatMap((pod) => upstreamOf(pod, target)),
  };
}

function upstreamOf(pod: Pod, target: number | string): Upstream[] {
  const containerPort = resolvePort(pod, target);
  const port = containerPort === undefined ? undefined : localPort(pod, containerPort);
  if (port === undefined) return [];
  return [
    { name: `${pod.metadata.namespace}/${pod.metadata.name}`, address: `${pod.status?.podIP}:${port}` },
  ];
}
