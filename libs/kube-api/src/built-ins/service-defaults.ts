import { createHash } from 'node:crypto';
import type { Service } from '../types.js';
import { fill } from './fill.js';

/** Kubernetes leaves the first 86 of 30000 to 32767 to Services that name their port. */
const nodePorts = { from: 30_086, to: 32_767 };

/**
 * Defaults of Services, and the addresses and node ports that the real API server allocates. A ClusterIP here is
 * only a name for a Service: nothing listens there.
 */
export function defaultService(service: Service, others: Service[], previous?: Service): void {
  const { spec } = service;
  fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  for (const port of spec.ports ?? []) fill(port, { protocol: 'TCP', targetPort: port.port });
  if (spec.type !== 'ExternalName') allocateAddress(service, previous);
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') allocateNodePorts(service, others, previous);
  service.status ??= { loadBalancer: {} };
}

function allocateAddress({ metadata, spec }: Service, previous?: Service): void {
  fill(spec, { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  spec.clusterIP ||= previous?.spec.clusterIP ?? addressFor(metadata.uid ?? metadata.name);
  spec.clusterIPs = [spec.clusterIP];
}

/** An address of kind's service network, 10.96.0.0/16, fixed by the uid. */
function addressFor(uid: string): string {
  const digest = createHash('sha256').update(uid).digest();
  return `10.96.${digest.readUInt8(0)}.${1 + (digest.readUInt8(1) % 254)}`;
}

function allocateNodePorts({ metadata, spec }: Service, others: Service[], previous?: Service): void {
  fill(spec, { externalTrafficPolicy: 'Cluster' });
  const taken = new Set(
    others
      .filter((other) => other.metadata.uid !== metadata.uid)
      .flatMap(({ spec: { ports } }) => portsOf(ports)),
  );
  portsOf(spec.ports).forEach((port) => taken.add(port));
  for (const port of spec.ports ?? []) {
    port.nodePort ||= portBefore(port, previous) ?? freePort(taken);
    taken.add(port.nodePort);
  }
}

function portsOf(ports: Service['spec']['ports'] = []): number[] {
  return ports.flatMap(({ nodePort }) => nodePort ?? []);
}

function portBefore(port: { port: number; protocol?: string }, previous?: Service): number | undefined {
  return previous?.spec.ports?.find(
    ({ port: number, protocol }) => number === port.port && protocol === port.protocol,
  )?.nodePort;
}

function freePort(taken: ReadonlySet<number>): number {
  for (let port = nodePorts.from; port <= nodePorts.to; port += 1) if (!taken.has(port)) return port;
  throw new RangeError(`no node port is free between ${nodePorts.from} and ${nodePorts.to}`);
}
