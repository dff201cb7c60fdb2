// While something becomes ready: which pods are not yet, and why.
import type { V1Pod } from '@kubernetes/client-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { objects } from './context.ts';
import { isAwaited, whyNotReady } from './pods.ts';

const everyMs = 2000;

/** What `work` comes to; until then `tell` hears of the pods of the namespace. */
export function tellingWhoIsAwaited<T>(
  work: Promise<T>,
  namespace: string,
  tell: (line: string) => void,
): Promise<T> {
  const done = new AbortController();
  void telling();
  return work.finally(() => done.abort());

  async function telling(): Promise<void> {
    while (!done.signal.aborted) {
      const pods = await objects<V1Pod>('pods', '--namespace', namespace).catch(() => []);
      const awaited = pods.filter(isAwaited);
      if (awaited.length > 0)
        tell(awaited.map((pod) => `${pod.metadata?.name}: ${whyNotReady(pod)}`).join(', '));
      await sleep(everyMs, undefined, { signal: done.signal }).catch(() => {});
    }
  }
}
