// The chart as a release in the cluster, running the images that were built last.
import type { V1Deployment } from '@kubernetes/client-node';
import { helm, kubectl } from './cluster.ts';
import { type CommandOptions, run } from './command.ts';

export const namespace = 'chaos-workshop';

/** Resolves when everything is ready. Helm 4 has to be told that the chart wins over `kubectl set` and the like. */
export async function installWorkshop(
  settings: Record<string, string>,
  options: CommandOptions,
): Promise<void> {
  const sets = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const force = (await run(['helm', 'version', '--short'])).startsWith('v3') ? [] : ['--force-conflicts'];
  const release = ['upgrade', '--install', 'chaos-workshop', 'helm/chaos-workshop', '--namespace', namespace];
  await run(helm(...release, ...sets, ...force, '--wait', '--timeout', '5m'), options);
}

export async function deployments(): Promise<V1Deployment[]> {
  const json = await run(kubectl('get', 'deployments', '--namespace', namespace, '--output', 'json'));
  return (JSON.parse(json) as { items: V1Deployment[] }).items;
}

/** A new build has the old name, so Kubernetes sees no reason to start it: somebody has to say so. */
export async function restart(names: readonly string[], options: CommandOptions): Promise<void> {
  if (names.length === 0) return;
  const which = names.map((name) => `deployment/${name}`);
  await run(kubectl('rollout', 'restart', ...which, '--namespace', namespace), options);
  for (const name of which)
    await run(kubectl('rollout', 'status', name, '--namespace', namespace, '--timeout', '2m'), options);
}

/** Deployments that run one of these images and that the upgrade between `before` and `now` has left as they were. */
export function stillOnOldBuild(
  before: readonly V1Deployment[],
  now: readonly V1Deployment[],
  images: readonly string[],
): string[] {
  const generations = new Map(before.map(({ metadata }) => [metadata?.uid, metadata?.generation]));
  return now
    .filter(({ metadata }) => generations.get(metadata?.uid) === metadata?.generation)
    .filter((deployment) => imagesOf(deployment).some((image) => images.includes(image)))
    .map(({ metadata }) => metadata?.name ?? '');
}

function imagesOf({ spec }: V1Deployment): string[] {
  const { containers = [], initContainers = [] } = spec?.template.spec ?? {};
  return [...containers, ...initContainers].map(({ image }) => image ?? '');
}
