// Until a restaurant is up, or it is clear that it will not be.
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../cluster.ts';
import { isAwaited, whyNotReady } from '../kind/pods.ts';

export interface Patience {
  /** Hears who is awaited, and why. */
  doing: (detail: string) => void;
  signal: AbortSignal;
}

const servedWithinMs = 300_000;
const withoutImage = new Set(['ErrImageNeverPull', 'ErrImagePull', 'ImagePullBackOff', 'InvalidImageName']);

/** @throws at once when an image is missing, else after five minutes with who is not ready and why. */
export async function untilServed(cluster: Cluster, { doing, signal }: Patience): Promise<void> {
  const end = Date.now() + servedWithinMs;
  for (;;) {
    signal.throwIfAborted();
    const pods = await cluster.pods();
    const missing = imagesMissing(pods);
    if (missing.length > 0) throw new Error(howToBring(missing, cluster.context));
    const awaited = pods.filter(isAwaited);
    if (pods.length > 0 && awaited.length === 0 && (await cluster.isRolledOut())) return;
    const who = awaited.map((pod) => `${pod.metadata?.name}: ${whyNotReady(pod)}`).join(', ');
    doing(who);
    if (Date.now() > end) throw new Error(`not ready after ${servedWithinMs / 1_000} s: ${who}`);
    await sleep(500, undefined, { signal }).catch(() => {});
  }
}

/** Each once. */
export function imagesMissing(pods: readonly V1Pod[]): string[] {
  const images = pods
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .filter(({ state }) => withoutImage.has(state?.waiting?.reason ?? ''))
    .map(({ image }) => image);
  return [...new Set(images)].toSorted();
}

export function howToBring(images: readonly string[], context: string): string {
  const all = images.join(' ');
  const [, kind] = /^kind-(.+)$/.exec(context) ?? [];
  const load =
    kind === undefined ? 'then bring them to its nodes' : `then kind load docker-image ${all} --name ${kind}`;
  const how =
    context === 'kind-chaos-workshop'
      ? '`npm run cluster:up` builds and loads them'
      : `\`npm run images\` builds ours, ${load}`;
  return `${context} has no image ${images.join(', ')}: ${how}`;
}
