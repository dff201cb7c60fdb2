// The cluster that the conformance and operations suites run on. They find it in CONFORMANCE_KUBECONFIG and know no more of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { clearLeftovers } from '../../apps/lab/dist/leftovers.js';
import { configOf, versionOf } from './kubeconfig.ts';
import { Lab } from './lab.ts';

export interface Target {
  /** For people: "kind-chaos-workshop, Kubernetes v1.34.4". */
  name: string;
  env: { CONFORMANCE_KUBECONFIG: string };
  stop: () => Promise<void>;
}

const dir = '.lab-conformance';

/** A lab of its own, gone after `stop`. */
export async function labTarget(signal: AbortSignal): Promise<Target> {
  await clearLeftovers('.', [dir]);
  const lab = await Lab.start({ dir, anyNodePorts: true, signal });
  const stop = async () => {
    await lab.stop();
    await clearLeftovers('.', [dir]);
  };
  return { name: 'a lab', env: { CONFORMANCE_KUBECONFIG: lab.file.kubeconfig }, stop };
}

/** The cluster of a context, in a kubeconfig of its own that knows no other. @throws when it is unknown or does not answer. */
export async function contextTarget(context: string): Promise<Target> {
  const config = configOf({ context });
  const version = await versionOf(config);
  const directory = await mkdtemp(join(tmpdir(), 'target-'));
  const file = join(directory, 'kubeconfig');
  await writeFile(file, alone(config), { mode: 0o600 });
  const stop = () => rm(directory, { recursive: true, force: true });
  return { name: `${context}, Kubernetes ${version}`, env: { CONFORMANCE_KUBECONFIG: file }, stop };
}

/** JSON is YAML too. */
function alone(config: KubeConfig): string {
  const whole = JSON.parse(config.exportConfig()) as Record<
    'clusters' | 'users' | 'contexts',
    { name: string }[]
  >;
  const context = config.getContextObject(config.getCurrentContext())!;
  const only = (list: { name: string }[], name: string) => list.filter((entry) => entry.name === name);
  return JSON.stringify({
    ...whole,
    clusters: only(whole.clusters, context.cluster),
    users: only(whole.users, context.user),
    contexts: only(whole.contexts, context.name),
  });
}
