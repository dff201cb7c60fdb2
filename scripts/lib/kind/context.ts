// The one context that these scripts speak to: a kind cluster on this machine, never another one.
import { run } from './command.ts';

export const clusterName = 'chaos-workshop';
export const contextName = `kind-${clusterName}`;

export const kubectl = (...args: string[]) => ['kubectl', '--context', contextName, ...args];
export const helmOf =
  (context: string) =>
  (...args: string[]) => ['helm', '--kube-context', context, ...args];
export const helm = helmOf(contextName);

/** Objects of one kind or several (`pods`, `podchaos,networkchaos`), as `kubectl get` finds them. */
export async function objects<T>(kinds: string, ...scope: string[]): Promise<T[]> {
  const json = await run(kubectl('get', kinds, ...scope, '--output', 'json'));
  return (JSON.parse(json) as { items: T[] }).items;
}

/** @throws when the kubeconfig's context of that name leads to another machine. */
export async function requireLocalContext(): Promise<void> {
  const complaint = whyNotLocal(serverOf(await kubeconfig()));
  if (complaint !== undefined) throw new Error(complaint);
}

export function whyNotLocal(server: string | undefined): string | undefined {
  if (server === undefined || isLocal(server)) return undefined;
  return `context ${contextName} leads to ${server}, which is not this machine: nothing was changed. Give it another name, then run this again:\n    kubectl config rename-context ${contextName} ${contextName}-elsewhere`;
}

export function isLocal(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** A kubeconfig as `kubectl config view --output json` and `kind get kubeconfig` show it, as far as it matters here. */
export interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[] | null;
  contexts: { name: string; context: { cluster: string } }[] | null;
}

export async function kubeconfig(): Promise<Kubeconfig> {
  return JSON.parse(await run(['kubectl', 'config', 'view', '--output', 'json'])) as Kubeconfig;
}

export function serverOf({ clusters, contexts }: Kubeconfig): string | undefined {
  const context = contexts?.find(({ name }) => name === contextName)?.context;
  return clusters?.find(({ name }) => name === context?.cluster)?.cluster.server;
}
