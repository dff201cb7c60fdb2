import type { Container, Pod } from '@chaos-workshop/kube-api';

/** The fault proxy in front of a pod's app. */
export interface Sidecar {
  /** Where its API answers; undefined while it does not run. */
  url: string | undefined;
  /** The name of the proxy that listens on a port of the pod: that of the container's port. */
  proxyOn: (port: number) => string | undefined;
}

const apiPort = 'faults';

/** The container with a port named `faults`. Undefined: this pod has none, so nothing can be done to its requests. */
export function sidecarOf({ spec, status }: Pod): Sidecar | undefined {
  const container = [...(spec.initContainers ?? []), ...spec.containers].find(portNamed(apiPort));
  if (container === undefined) return undefined;
  const ports = container.ports ?? [];
  const port = ports.find(({ name }) => name === apiPort)?.containerPort;
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const isUp = statuses.some(({ name, state, started }) => {
    return name === container.name && state?.running !== undefined && started !== false;
  });
  return {
    url: isUp && status?.podIP ? `http://${hostOf(status.podIP)}:${port}` : undefined,
    proxyOn: (wanted) => ports.find(({ containerPort }) => containerPort === wanted)?.name,
  };
}

/** Whether a pod will never run again. */
export function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function portNamed(wanted: string): (container: Container) => boolean {
  return ({ ports = [] }) => ports.some(({ name }) => name === wanted);
}

function hostOf(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}
