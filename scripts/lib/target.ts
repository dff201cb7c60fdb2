// The cluster that the conformance and operations suites run on. They find it in CONFORMANCE_KUBECONFIG and know no more of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import { clearLeftovers } from '../../apps/lab/dist/leftovers.js';
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
  const config = new KubeConfig();
  config.loadFromDefault();
  const found = config.getContextObject(context);
  if (!found)
    throw new Error(`the kubeconfig has no context ${context}: kubectl config get-contexts lists them`);
  config.setCurrentContext(context);
  const { gitVersion } = await config
    .makeApiClient(VersionApi)
    .getCode()
    .catch((error: Error) => {
      const server = config.getCurrentCluster()?.server;
      throw new Error(`${server} (context ${context}) does not answer: ${error.message}`, { cause: error });
    });
  const directory = await mkdtemp(join(tmpdir(), 'target-'));
  const file = join(directory, 'kubeconfig');
  await writeFile(file, alone(config), { mode: 0o600 });
  const stop = () => rm(directory, { recursive: true, force: true });
  return { name: `${context}, Kubernetes ${gitVersion}`, env: { CONFORMANCE_KUBECONFIG: file }, stop };
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
