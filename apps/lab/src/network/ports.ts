// The local ports behind a pod's container ports. A pod carries them in an annotation, so that everybody who reads the
// pod knows where its containers really listen: `lab.chaos-workshop.io/ports: {"8080":20417}`.
import { type IntOrString, type Pod } from '@chaos-workshop/kube-api';

export const portsAnnotation = 'lab.chaos-workshop.io/ports';

/** Container port → local port, as assigned when the pod was scheduled. */
export function localPorts(pod: Pod): Map<number, number> {
  const text = pod.metadata.annotations?.[portsAnnotation];
  if (text === undefined) return new Map();
  const ports = JSON.parse(text) as Record<string, number>;
  return new Map(Object.entries(ports).map(([containerPort, local]) => [Number(containerPort), local]));
}

export function localPort(pod: Pod, containerPort: number): number | undefined {
  return localPorts(pod).get(containerPort);
}

/** The container port that a number or a port name means; undefined when no container has a port of that name. */
export function resolvePort(pod: Pod, port: IntOrString): number | undefined {
  if (typeof port === 'number' || /^\d+$/.test(port)) return Number(port);
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === port)?.containerPort;
}
