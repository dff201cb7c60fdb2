// What helps when something does not become ready: the pods it waits for, and what the cluster has warned of about them.
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { pasteable } from './command.ts';
import { kubectl, objects } from './context.ts';
import { isAwaited, whyNotReady } from './pods.ts';

const shownWarnings = 8;
const warningsLast = ['--field-selector', 'type=Warning', '--sort-by', '.lastTimestamp'];

/** Empty where there is nothing to be said, or no cluster to ask. */
export async function troubleIn(namespace: string): Promise<string> {
  const place = ['--namespace', namespace];
  const [pods, events] = await Promise.all([
    objects<V1Pod>('pods', ...place).catch(() => []),
    objects<CoreV1Event>('events', ...place, ...warningsLast).catch(() => []),
  ]);
  const waiting = pods.filter(isAwaited);
  return waiting.length === 0 ? '' : describe(namespace, waiting, events);
}

export function describe(
  namespace: string,
  waiting: readonly V1Pod[],
  events: readonly CoreV1Event[],
): string {
  const pods = waiting.map((pod) => `  ${pod.metadata?.name}  ${whyNotReady(pod)}`);
  const names = new Set(waiting.map((pod) => pod.metadata?.name));
  const warnings = events
    .filter(({ involvedObject }) => names.has(involvedObject.name))
    .slice(-shownWarnings)
    .map(({ involvedObject, reason, message }) => `  ${involvedObject.name}  ${reason}: ${message}`);
  return [
    `not ready in ${namespace}:`,
    ...pods,
    ...(warnings.length > 0 ? ['last warnings:', ...warnings] : []),
    'to see more:',
    `  ${pasteable(kubectl('describe', 'pods', '--namespace', namespace))}`,
  ].join('\n');
}
