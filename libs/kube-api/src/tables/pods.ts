import type { ContainerStatus, Pod } from '../types.js';
import { ageOf } from './age.js';
import { ageColumn, column, nameColumn, printer, wide } from './columns.js';

/** Pods as `kubectl get pods` shows them (kubernetes/pkg/printers/internalversion, printPod). */
export const podPrinter = printer<Pod>(
  [
    nameColumn,
    column('Ready'),
    column('Status'),
    column('Restarts'),
    ageColumn,
    wide('IP'),
    wide('Node'),
    wide('Nominated Node'),
    wide('Readiness Gates'),
  ],
  (pod, now) => {
    const { containers, nodeName } = pod.spec;
    const ready = statusesOf(pod).filter(isReady).length;
    const isInitialized = initReason(pod) === undefined;
    return [
      pod.metadata.name,
      `${isInitialized ? ready : 0}/${containers.length}`,
      statusText(pod),
      restartsText(pod, now),
      ageOf(pod.metadata.creationTimestamp, now),
      pod.status?.podIP || '<none>',
      nodeName || '<none>',
      '<none>',
      readinessGates(pod),
    ];
  },
);

/** The STATUS column: the phase, or the most telling reason of a container. */
export function statusText(pod: Pod): string {
  const phase = pod.status?.phase ?? 'Pending';
  const hasEnded = phase === 'Succeeded' || phase === 'Failed';
  if (pod.metadata.deletionTimestamp !== undefined && !hasEnded) {
    return pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  }
  return initReason(pod) ?? containerReason(pod) ?? pod.status?.reason ?? phase;
}

function containerReason(pod: Pod): string | undefined {
  const reason = statusesOf(pod)
    .map((status) => reasonOf(status, ''))
    .find((text) => text !== undefined);
  const isPartlyRunning = reason === 'Completed' && statusesOf(pod).some(isReady);
  if (!isPartlyRunning) return reason;
  const isPodReady = pod.status?.conditions?.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  return isPodReady === true ? 'Running' : 'NotReady';
}

/** What the first init container that has not completed is at; undefined once all have. */
function initReason(pod: Pod): string | undefined {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const at = statuses.findIndex(({ state }) => state?.terminated?.exitCode !== 0);
  const current = statuses[at];
  if (current === undefined) return undefined;
  const reason = reasonOf(current, 'Init:');
  const isWaitingForNothing = reason === undefined || reason === 'Init:PodInitializing';
  return isWaitingForNothing ? `Init:${at}/${pod.spec.initContainers?.length ?? statuses.length}` : reason;
}

function reasonOf({ state }: ContainerStatus, prefix: string): string | undefined {
  if (state?.waiting?.reason) return prefix + state.waiting.reason;
  if (state?.terminated === undefined) return undefined;
  const { reason, signal, exitCode } = state.terminated;
  if (reason) return prefix + reason;
  return signal ? `${prefix}Signal:${signal}` : `${prefix}ExitCode:${exitCode}`;
}

function restartsText(pod: Pod, now: Date): string {
  const statuses = statusesOf(pod);
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const last = statuses
    .flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? [])
    .sort()
    .at(-1);
  return restarts > 0 && last !== undefined ? `${restarts} (${ageOf(last, now)} ago)` : String(restarts);
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const isOpen = ({ conditionType }: { conditionType: string }) =>
    status?.conditions?.some(
      (condition) => condition.type === conditionType && condition.status === 'True',
    ) === true;
  return `${gates.filter(isOpen).length}/${gates.length}`;
}

function statusesOf(pod: Pod): ContainerStatus[] {
  return pod.status?.containerStatuses ?? [];
}

function isReady({ ready, state }: ContainerStatus): boolean {
  return ready && state?.running !== undefined;
}
