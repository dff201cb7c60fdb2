// Is a pod as it should be, and if not, why?
import type { V1Node, V1Pod } from '@kubernetes/client-node';

export function isReady({ status }: V1Node | V1Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** Pods that end by themselves (those of Jobs and of `helm test`) and pods on their way out are not waited for. */
export function isAwaited(pod: V1Pod): boolean {
  const { annotations, deletionTimestamp } = pod.metadata ?? {};
  const isTest = annotations?.['helm.sh/hook'] !== undefined;
  return !isTest && deletionTimestamp === undefined && pod.status?.phase !== 'Succeeded' && !isReady(pod);
}

export function whyNotReady({ status }: V1Pod): string {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const waiting = containers.find(({ ready, state }) => !ready && state?.waiting)?.state?.waiting;
  const condition = status?.conditions?.find(({ status, message }) => status === 'False' && message);
  return waiting?.message ?? waiting?.reason ?? condition?.message ?? status?.phase ?? 'unknown';
}
