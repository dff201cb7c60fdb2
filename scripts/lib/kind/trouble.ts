// What helps when something does not become ready: the pods it waits for, and what the cluster has warned of about them.
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { CommandFailed, pasteable } from './command.ts';
import { kubectl, objects } from './context.ts';
import { isAwaited, whyNotReady } from './pods.ts';

const shownWarnings = 8;
const warningsLast = ['--field-selector', 'type=Warning', '--sort-by', '.lastTimestamp'];

/** What `work` comes to; when a program in it fails, its error also says what the namespace waits for. */
export async function explained<T>(work: Promise<T>, namespace: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new Error([error.message, await troubleIn(namespace)].join('\n\n'), { cause: error });
  }
}

async function troubleIn(namespace: string): Promise<string> {
  const place = ['--namespace', namespace];
  const [pods, events] = await Promise.all([
    objects<V1Pod>('pods', ...place).catch(() => []),
    objects<CoreV1Event>('events', ...place, ...warningsLast).catch(() => []),
  ]);
  return describe(namespace, pods.filter(isAwaited), events);
}

export function describe(
  namespace: string,
  waiting: readonly V1Pod[],
  events: readonly CoreV1Event[],
): string {
  if (waiting.length === 0) return `all pods in ${namespace} are ready`;
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
