import { formatLabelSelector } from '../selectors/labels.js';
import type { Endpoints, EndpointSlice, Service } from '../types.js';
import { ageOf } from './age.js';
import { ageColumn, column, nameColumn, printer, wide } from './columns.js';

export const servicePrinter = printer<Service>(
  [
    nameColumn,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    ageColumn,
    wide('Selector'),
  ],
  (service, now) => [
    service.metadata.name,
    service.spec.type ?? 'ClusterIP',
    service.spec.clusterIP || '<none>',
    externalAddress(service),
    portsText(service),
    ageOf(service.metadata.creationTimestamp, now),
    formatLabelSelector(service.spec.selector),
  ],
);

export const endpointsPrinter = printer<Endpoints>(
  [nameColumn, column('Endpoints'), ageColumn],
  ({ metadata, subsets = [] }, now) => {
    const addresses = subsets.flatMap(({ addresses: ready = [], ports = [] }) =>
      ready.flatMap(({ ip }) => (ports.length === 0 ? [ip] : ports.map(({ port }) => `${ip}:${port}`))),
    );
    return [metadata.name, shortList(addresses, '<none>'), ageOf(metadata.creationTimestamp, now)];
  },
);

export const endpointSlicePrinter = printer<EndpointSlice>(
  [nameColumn, column('AddressType'), column('Ports'), column('Endpoints'), ageColumn],
  ({ metadata, addressType, ports, endpoints }, now) => [
    metadata.name,
    addressType,
    shortList(
      (ports ?? []).map(({ port }) => String(port ?? '*')),
      '<unset>',
      ',',
    ),
    shortList(
      (endpoints ?? []).flatMap(({ addresses }) => addresses),
      '<unset>',
    ),
    ageOf(metadata.creationTimestamp, now),
  ],
);

function externalAddress({ spec, status }: Service): string {
  if (spec.type === 'ExternalName') return spec.externalName ?? '<none>';
  const external = ((spec['externalIPs'] as string[] | undefined) ?? []).join(',');
  if (spec.type !== 'LoadBalancer') return external || '<none>';
  const balancer =
    (status?.['loadBalancer'] as { ingress?: { ip?: string; hostname?: string }[] } | undefined) ?? {};
  const ingress = (balancer.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(',');
  return [ingress, external].filter(Boolean).join(',') || '<pending>';
}

function portsText({ spec }: Service): string {
  const ports = (spec.ports ?? []).map(({ port, nodePort, protocol = 'TCP' }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || '<none>';
}

/** Three of them, and how many more. */
function shortList(items: string[], none: string, separator = ','): string {
  if (items.length === 0) return none;
  const shown = items.slice(0, 3).join(separator);
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
