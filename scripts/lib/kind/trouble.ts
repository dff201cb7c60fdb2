// What helps when something does not become ready: the pods it waits for, and what the cluster has warned of.
import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { kubectl } from './cluster.ts';
import { run } from './command.ts';
import { isReady, whyNot } from './status.ts';

const shownWarnings = 8;

/** Empty where there is nothing to be said, or no cluster to ask. */
export async function troubleIn(namespace: string): Promise<string> {
  const [pods, events] = await Promise.all([
    list<V1Pod>('pods', namespace),
    list<CoreV1Event>('events', namespace, '--field-selector', 'type=Warning', '--sort-by', '.lastTimestamp'),
  ]);
  return describe(namespace, pods, events);
}

export function describe(namespace: string, pods: readonly V1Pod[], events: readonly CoreV1Event[]): string {
  const waiting = pods
    .filter((pod) => pod.status?.phase !== 'Succeeded' && !isReady(pod))
    .map((pod) => `  ${pod.metadata?.name}  ${whyNot(pod)}`);
  const warnings = events
    .slice(-shownWarnings)
    .map(({ involvedObject, reason, message }) => `  ${involvedObject.name}  ${reason}: ${message}`);
  return [
    ...titled(`not ready in ${namespace}`, waiting),
    ...titled('last warnings', warnings),
    ...titled('to see more', waiting.length > 0 ? [`  kubectl describe pods --namespace ${namespace}`] : []),
  ].join('\n');
}

function titled(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [`${title}:`, ...lines] : [];
}

async function list<T>(kind: string, namespace: string, ...more: string[]): Promise<T[]> {
  try {
    const json = await run(kubectl('get', kind, '--namespace', namespace, ...more, '--output', 'json'));
    return (JSON.parse(json) as { items: T[] }).items;
  } catch {
    return [];
  }
}
