// Which pods a Service leads to, and where in them.
import type { V1Pod, V1Service } from '@kubernetes/client-node';

export interface ServicePod {
  pod: string;
  /** Port of a container. */
  port: number;
}

/** Pods that are ready, of those that the Service's selector has found. Pods without the port are left out. */
export function readyPods({ spec }: V1Service, portName: string, pods: readonly V1Pod[]): ServicePod[] {
  const servicePort = spec?.ports?.find(({ name }) => name === portName);
  if (!servicePort) return [];
  const target = servicePort.targetPort ?? servicePort.port;
  return pods.filter(isReady).flatMap((pod) => {
    const port = typeof target === 'number' ? target : namedPort(pod, target);
    return port === undefined ? [] : [{ pod: pod.metadata?.name ?? '', port }];
  });
}

/** "app=web,tier=front" */
export function selectorOf({ spec }: V1Service): string {
  return Object.entries(spec?.selector ?? {})
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
}

/**
 * What `connect` makes of one of the pods, tried in any order: a pod that was killed is called ready for a moment longer.
 * @throws the last complaint when none can be reached.
 */
export async function connectToAny<T>(
  pods: readonly ServicePod[],
  connect: (pod: ServicePod) => Promise<T>,
  random: () => number = Math.random,
): Promise<T> {
  let complaint: unknown = new Error('no pod is ready');
  const first = Math.floor(random() * pods.length);
  for (const pod of [...pods.slice(first), ...pods.slice(0, first)]) {
    try {
      return await connect(pod);
    } catch (error) {
      complaint = error;
    }
  }
  throw complaint;
}

function isReady({ metadata, status }: V1Pod): boolean {
  const isOn = status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True');
  return metadata?.deletionTimestamp === undefined && isOn === true;
}

/** Sidecars are init containers that stay, so their ports count too. */
function namedPort({ spec }: V1Pod, name: string): number | undefined {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return containers.flatMap(({ ports }) => ports ?? []).find((port) => port.name === name)?.containerPort;
}
