import type {
  ConfigMap,
  CustomResourceDefinition,
  Event,
  KubeObject,
  Namespace,
  Node,
  PersistentVolumeClaim,
  Secret,
} from '../types.js';
import { ageOf } from './age.js';
import { ageColumn, column, nameColumn, printer, wide } from './columns.js';

export const namespacePrinter = printer<Namespace>(
  [nameColumn, column('Status'), ageColumn],
  ({ metadata, status }, now) => [
    metadata.name,
    status?.phase ?? 'Active',
    ageOf(metadata.creationTimestamp, now),
  ],
);

export const configMapPrinter = printer<ConfigMap>(
  [nameColumn, column('Data'), ageColumn],
  ({ metadata, data = {}, binaryData = {} }, now) => [
    metadata.name,
    String(Object.keys(data).length + Object.keys(binaryData).length),
    ageOf(metadata.creationTimestamp, now),
  ],
);

export const serviceAccountPrinter = printer(
  [nameColumn, column('Secrets'), ageColumn],
  ({ metadata, secrets }, now) => [
    metadata.name,
    String(Array.isArray(secrets) ? secrets.length : 0),
    ageOf(metadata.creationTimestamp, now),
  ],
);

export const secretPrinter = printer<Secret>(
  [nameColumn, column('Type'), column('Data'), ageColumn],
  ({ metadata, type, data = {} }, now) => [
    metadata.name,
    type ?? 'Opaque',
    String(Object.keys(data).length),
    ageOf(metadata.creationTimestamp, now),
  ],
);

export const eventPrinter = printer<Event>(
  [
    column('Last Seen'),
    column('Type'),
    column('Reason'),
    column('Object'),
    wide('Subobject'),
    wide('Source'),
    column('Message'),
    wide('First Seen'),
    wide('Count'),
    { ...nameColumn, priority: 1 },
  ],
  (event, now) => [
    ageOf(event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp, now),
    event.type ?? '',
    event.reason ?? '',
    `${(event.involvedObject.kind ?? '').toLowerCase()}/${event.involvedObject.name ?? ''}`,
    event.involvedObject.fieldPath ?? '',
    [event.source?.component ?? event.reportingComponent, event.source?.host].filter(Boolean).join(', '),
    (event.message ?? '').trim(),
    ageOf(event.firstTimestamp ?? event.eventTime, now),
    String(event.count ?? 1),
    event.metadata.name,
  ],
);

export const nodePrinter = printer<Node>(
  [
    nameColumn,
    column('Status'),
    column('Roles'),
    ageColumn,
    column('Version'),
    wide('Internal-IP'),
    wide('External-IP'),
    wide('OS-Image'),
    wide('Kernel-Version'),
    wide('Container-Runtime'),
  ],
  (node, now) => {
    const info = node.status?.nodeInfo ?? {};
    return [
      node.metadata.name,
      nodeStatus(node),
      nodeRoles(node),
      ageOf(node.metadata.creationTimestamp, now),
      info['kubeletVersion'] ?? '',
      nodeAddress(node, 'InternalIP'),
      nodeAddress(node, 'ExternalIP'),
      info['osImage'] || '<unknown>',
      info['kernelVersion'] || '<unknown>',
      info['containerRuntimeVersion'] || '<unknown>',
    ];
  },
);

export const claimPrinter = printer<PersistentVolumeClaim>(
  [
    nameColumn,
    column('Status'),
    column('Volume'),
    column('Capacity'),
    column('Access Modes'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    ageColumn,
    wide('VolumeMode'),
  ],
  ({ metadata, spec, status }, now) => [
    metadata.name,
    metadata.deletionTimestamp === undefined ? (status?.phase ?? 'Pending') : 'Terminating',
    spec.volumeName ?? '',
    spec.volumeName ? String(status?.capacity?.['storage'] ?? '') : '',
    spec.volumeName ? (status?.accessModes ?? []).map(shortAccessMode).join(',') : '',
    spec.storageClassName ?? '',
    '<unset>',
    ageOf(metadata.creationTimestamp, now),
    spec.volumeMode ?? '<unset>',
  ],
);

export const definitionPrinter = printer<CustomResourceDefinition>(
  [nameColumn, column('Created At', 'date')],
  ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
);

/** Kinds without columns of their own. */
export const plainPrinter = printer<KubeObject>([nameColumn, ageColumn], ({ metadata }, now) => [
  metadata.name,
  ageOf(metadata.creationTimestamp, now),
]);

function nodeStatus({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const text = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${text},SchedulingDisabled` : text;
}

function nodeRoles({ metadata }: Node): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {}).filter((label) => label.startsWith(prefix));
  return (
    roles
      .map((label) => label.slice(prefix.length))
      .sort()
      .join(',') || '<none>'
  );
}

function nodeAddress({ status }: Node, wanted: string): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? '<none>';
}

function shortAccessMode(mode: string): string {
  const short: Record<string, string> = {
    ReadWriteOnce: 'RWO',
    ReadOnlyMany: 'ROX',
    ReadWriteMany: 'RWX',
    ReadWriteOncePod: 'RWOP',
  };
  return short[mode] ?? mode;
}
