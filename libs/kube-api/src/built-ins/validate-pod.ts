import { child, duplicate, invalid, notFound, notSupported, required } from '../schema/field-problems.js';
import type { StatusCause } from '../status-error.js';
import type { Container, PodSpec, Probe } from '../types.js';
import { isDnsLabel, labelRule } from './validate-metadata.js';

const portRule = 'must be between 1 and 65535, inclusive';

/** The rules of a Pod's spec that people trip over (kubernetes/pkg/apis/core/validation); `path` leads to the spec. */
export function podSpecProblems(spec: Partial<PodSpec> | undefined, path: string): StatusCause[] {
  const containers = spec?.containers ?? [];
  const initContainers = spec?.initContainers ?? [];
  const volumes = spec?.volumes ?? [];
  const volumeNames = volumes.map(({ name }) => name);
  const inPath = child(path, 'containers');
  return [
    ...(containers.length === 0 ? [required(inPath)] : []),
    ...volumes.flatMap(({ name }, at) => nameProblems(name, `${child(path, 'volumes')}[${at}].name`)),
    ...duplicates(volumeNames, (at) => `${child(path, 'volumes')}[${at}].name`),
    ...containers.flatMap((container, at) => containerProblems(container, volumeNames, child(inPath, at))),
    ...initContainers.flatMap((container, at) =>
      containerProblems(container, volumeNames, child(child(path, 'initContainers'), at)),
    ),
    ...duplicates(
      [...initContainers, ...containers].map(({ name }) => name),
      (at) => `${child(inPath, Math.max(0, at - initContainers.length))}.name`,
    ),
    ...restartPolicyProblems(spec?.restartPolicy, child(path, 'restartPolicy')),
  ];
}

function restartPolicyProblems(policy: string | undefined, path: string): StatusCause[] {
  const policies = ['Always', 'OnFailure', 'Never'];
  return policy === undefined || policies.includes(policy) ? [] : [notSupported(path, policy, policies)];
}

function containerProblems(container: Container, volumes: string[], path: string): StatusCause[] {
  const ports = container.ports ?? [];
  return [
    ...nameProblems(container.name, `${path}.name`),
    ...(container.image ? [] : [required(`${path}.image`)]),
    ...ports.flatMap(({ containerPort }, at) =>
      portProblems(containerPort, `${path}.ports[${at}].containerPort`),
    ),
    ...duplicates(
      ports.map(({ name }) => name),
      (at) => `${path}.ports[${at}].name`,
    ),
    ...(container.env ?? []).flatMap(({ name }, at) => (name ? [] : [required(`${path}.env[${at}].name`)])),
    ...mountProblems(container, volumes, path),
    ...probeProblems(container.startupProbe, `${path}.startupProbe`),
    ...probeProblems(container.livenessProbe, `${path}.livenessProbe`),
    ...probeProblems(container.readinessProbe, `${path}.readinessProbe`),
  ];
}

function mountProblems({ volumeMounts = [] }: Container, volumes: string[], path: string): StatusCause[] {
  return volumeMounts.flatMap(({ name, mountPath }, at) => [
    ...(volumes.includes(name) ? [] : [notFound(`${path}.volumeMounts[${at}].name`, name)]),
    ...(mountPath ? [] : [required(`${path}.volumeMounts[${at}].mountPath`)]),
  ]);
}

function probeProblems(probe: Probe | undefined, path: string): StatusCause[] {
  if (probe === undefined) return [];
  const handlers = ['httpGet', 'tcpSocket', 'exec', 'grpc'].filter((handler) => handler in probe);
  const times = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold'] as const;
  return [
    ...(handlers.length === 0 ? [required(path, 'must specify a handler type')] : []),
    ...times
      .filter((field) => (probe[field] ?? 0) < 0)
      .map((field) => invalid(`${path}.${field}`, probe[field], 'must be greater than or equal to 0')),
  ];
}

function portProblems(port: number | undefined, path: string): StatusCause[] {
  if (port === undefined || port === 0) return [required(path)];
  return isPort(port) ? [] : [invalid(path, port, portRule)];
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}

function nameProblems(name: string | undefined, path: string): StatusCause[] {
  if (!name) return [required(path)];
  return isDnsLabel(name) ? [] : [invalid(path, name, labelRule)];
}

function duplicates(names: (string | undefined)[], pathOf: (at: number) => string): StatusCause[] {
  return names.flatMap((name, at) =>
    name !== undefined && names.indexOf(name) < at ? [duplicate(pathOf(at), name)] : [],
  );
}
