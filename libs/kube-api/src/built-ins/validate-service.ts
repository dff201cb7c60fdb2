import { duplicate, invalid, required } from '../schema/field-problems.js';
import type { StatusCause } from '../status-error.js';
import type { KubeObject, Service, ServicePort } from '../types.js';
import { isPort } from './validate-pod.js';

/** The rules of Services; `others` are all Services, for node ports that are taken. */
export function serviceProblems(object: KubeObject, others: KubeObject[]): StatusCause[] {
  const spec: Partial<Service['spec']> = (object as Service).spec ?? {};
  const ports = spec.ports ?? [];
  const isPortless = spec.clusterIP === 'None' || spec.type === 'ExternalName';
  return [
    ...(ports.length === 0 && !isPortless ? [required('spec.ports')] : []),
    ...ports.flatMap((port, at) => portProblems(port, ports, `spec.ports[${at}]`)),
    ...ports.flatMap((port, at) =>
      nodePortProblems(port, object, others as Service[], `spec.ports[${at}].nodePort`),
    ),
  ];
}

function portProblems(port: ServicePort, ports: ServicePort[], path: string): StatusCause[] {
  const isNamedTwice = ports.find(({ name }) => name === port.name) !== port;
  return [
    ...(isPort(port.port)
      ? []
      : [invalid(`${path}.port`, port.port ?? 0, 'must be between 1 and 65535, inclusive')]),
    ...(ports.length > 1 && !port.name ? [required(`${path}.name`)] : []),
    ...(port.name && isNamedTwice ? [duplicate(`${path}.name`, port.name)] : []),
  ];
}

function nodePortProblems(
  { nodePort }: ServicePort,
  { metadata }: KubeObject,
  others: Service[],
  path: string,
): StatusCause[] {
  if (!nodePort) return [];
  if (nodePort < 30_000 || nodePort > 32_767) {
    return [
      invalid(
        path,
        nodePort,
        'provided port is not in the valid range. The range of valid ports is 30000-32767',
      ),
    ];
  }
  const isTaken = others
    .filter(
      (other) => other.metadata.name !== metadata.name || other.metadata.namespace !== metadata.namespace,
    )
    .some(({ spec: { ports = [] } }) => ports.some((port) => port.nodePort === nodePort));
  return isTaken ? [invalid(path, nodePort, 'provided port is already allocated')] : [];
}
