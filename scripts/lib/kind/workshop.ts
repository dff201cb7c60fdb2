// The chart as a release in the cluster, running the images that were built last.
import type { V1Deployment } from '@kubernetes/client-node';
import { helm, kubectl, objects } from './context.ts';
import { tellingWhoIsAwaited } from './awaited.ts';
import { type CommandOptions, run } from './command.ts';
import { unlock } from './releases.ts';
import { explained } from './trouble.ts';

export const namespace = 'chaos-workshop';

/** Resolves when everything is ready. Helm 4 has to be told that the chart wins over `kubectl set` and the like. */
export async function installWorkshop(
  settings: Record<string, string>,
  options: CommandOptions,
): Promise<void> {
  await unlock('chaos-workshop', namespace, helm);
  const sets = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const force = (await run(['helm', 'version', '--short'])).startsWith('v3') ? [] : ['--force-conflicts'];
  const release = ['upgrade', '--install', 'chaos-workshop', 'helm/chaos-workshop', '--namespace', namespace];
  const install = run(helm(...release, ...sets, ...force, '--wait', '--timeout', '5m'), options);
  await explained(tellingWhoIsAwaited(install, namespace, options.onLine ?? (() => {})), namespace);
}

/**
 * A new build has the old name, so Kubernetes sees no reason to start it, and a rollout that was given up is not tried
 * again: somebody has to say so. Names of the Deployments that begin anew.
 */
export async function restartOutdated(
  newBuilds: readonly string[],
  options: CommandOptions,
): Promise<string[]> {
  const place = ['--namespace', namespace];
  const all = await objects<V1Deployment>('deployments', ...place);
  const names = all.filter((one) => isOutdated(one, newBuilds)).map(({ metadata }) => metadata?.name ?? '');
  if (names.length > 0) await run(kubectl('rollout', 'restart', 'deployment', ...names, ...place), options);
  return names;
}

export function isOutdated({ spec, status }: V1Deployment, newBuilds: readonly string[]): boolean {
  const { containers = [], initContainers = [] } = spec?.template.spec ?? {};
  const isGivenUp = status?.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded') ?? false;
  return isGivenUp || [...containers, ...initContainers].some(({ image }) => newBuilds.includes(image ?? ''));
}
