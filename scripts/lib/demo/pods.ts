// Until a restaurant is up, or it is clear that it will not be.
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../cluster.ts';
import { isAwaited, whyNotReady } from '../kind/pods.ts';

const servedWithinMs = 180_000;
const withoutImage = new Set(['ErrImageNeverPull', 'ErrImagePull', 'ImagePullBackOff', 'InvalidImageName']);

/** @throws at once when an image is missing, else after three minutes with who is not ready and why. */
export async function untilServed(
  cluster: Cluster,
  doing: (detail: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const end = Date.now() + servedWithinMs;
  for (;;) {
    const pods = await cluster.pods();
    const missing = pods.flatMap(imagesMissing);
    if (missing.length > 0)
      throw new Error(
        `the cluster has no image ${missing.join(', ')}: \`npm run cluster:up\` builds and loads them, \`npm run images\` only builds`,
      );
    const awaited = pods.filter(isAwaited);
    if (pods.length > 0 && awaited.length === 0 && (await cluster.isRolledOut())) return;
    const who = awaited.map((pod) => `${pod.metadata?.name}: ${whyNotReady(pod)}`).join(', ');
    doing(who);
    if (Date.now() > end) throw new Error(`not ready after ${servedWithinMs / 1_000} s: ${who}`);
    await sleep(500, undefined, { signal });
  }
}

function imagesMissing({ status }: V1Pod): string[] {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers
    .filter(({ state }) => withoutImage.has(state?.waiting?.reason ?? ''))
    .map(({ image }) => image);
}
