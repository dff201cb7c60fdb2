// A cluster as kubectl names it: a kubeconfig, and a context of it.
import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import { unlessAborted } from './interruption.ts';
import { reasonOf } from './patiently.ts';

export interface Where {
  /** A file. The user's own when absent: that of KUBECONFIG, else ~/.kube/config. */
  kubeconfig?: string;
  /** The kubeconfig's current one when absent. */
  context?: string;
}

const answersWithinMs = 20_000;

/** @throws when there is no such kubeconfig or no such context in it. */
export function configOf({ kubeconfig, context }: Where): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  const name = context ?? config.getCurrentContext();
  if (!config.getContextObject(name))
    throw new Error(`the kubeconfig has no context ${name}: kubectl config get-contexts lists them`);
  config.setCurrentContext(name);
  return config;
}

/** The Kubernetes that answers, "v1.34.4". @throws when none does. */
export async function versionOf(config: KubeConfig): Promise<string> {
  const asked = config.makeApiClient(VersionApi).getCode();
  const late = AbortSignal.timeout(answersWithinMs);
  const { gitVersion } = await unlessAborted(asked, late).catch((error: Error) => {
    const server = config.getCurrentCluster()?.server;
    const why = late.aborted ? `no answer within ${answersWithinMs / 1_000} s` : reasonOf(error);
    throw new Error(
      `${server} (context ${config.getCurrentContext()}) does not answer: ${why}. Is the cluster up? kubectl --context ${config.getCurrentContext()} get nodes`,
      { cause: error },
    );
  });
  return gitVersion;
}
