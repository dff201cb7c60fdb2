// Questions about pods that several controllers ask.
import { type Condition, type Pod } from '@chaos-workshop/kube-api';

export function conditionOf(pod: Pod, type: string): Condition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** Ready for at least `minReadySeconds`. */
export function isAvailable(pod: Pod, minReadySeconds = 0, now = Date.now()): boolean {
  return isReady(pod) && now >= readySince(pod) + minReadySeconds * 1000;
}

/** How long until a ready pod counts as available; undefined when waiting changes nothing. Milliseconds. */
export function untilAvailable(pods: Pod[], minReadySeconds = 0, now = Date.now()): number | undefined {
  const waits = pods
    .filter((pod) => isReady(pod) && !isAvailable(pod, minReadySeconds, now))
    .map((pod) => readySince(pod) + minReadySeconds * 1000 - now);
  return waits.length ? Math.min(...waits) : undefined;
}

/** Neither being deleted nor over: the pods that count as replicas. */
export function isActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !hasEnded(pod);
}

export function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function readySince(pod: Pod): number {
  return Date.parse(conditionOf(pod, 'Ready')?.lastTransitionTime ?? '') || 0;
}
