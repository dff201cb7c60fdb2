// The cluster of the workshop on this machine: one kind cluster, one context, never another one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { parse } from 'yaml';
import { type CommandOptions, run } from './command.ts';

export const clusterName = 'chaos-workshop';
export const contextName = `kind-${clusterName}`;
const configFile = 'kind-config.yaml';

export const kubectl = (...args: string[]) => ['kubectl', '--context', contextName, ...args];
export const helm = (...args: string[]) => ['helm', '--kube-context', contextName, ...args];

export async function exists(): Promise<boolean> {
  return (await run(['kind', 'get', 'clusters'])).split('\n').includes(clusterName);
}

/** A cluster whose making fails or is interrupted is taken away again. */
export async function create(options: CommandOptions): Promise<void> {
  await requireFreePorts();
  const image = process.env['KIND_NODE_IMAGE'];
  const command = ['kind', 'create', 'cluster', '--config', configFile, '--wait', '120s'];
  try {
    await run(image ? [...command, '--image', image] : command, options);
  } catch (error) {
    await destroy();
    throw error;
  }
}

export async function destroy(): Promise<void> {
  await run(['kind', 'delete', 'cluster', '--name', clusterName]);
}

/** After a restart of the machine or of Docker: nodes run, and the kubeconfig in use knows them. */
export async function resume(options: CommandOptions): Promise<void> {
  await run(['docker', 'start', ...(await nodeNames())], options);
  if (serverOf(await kubeconfig()) !== serverOf(await kindKubeconfig()))
    await run(['kind', 'export', 'kubeconfig', '--name', clusterName], options);
  await run(kubectl('wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=120s'), options);
}

export async function nodeNames(): Promise<string[]> {
  return (await run(['kind', 'get', 'nodes', '--name', clusterName])).split('\n').filter(Boolean);
}

/** @throws when the kubeconfig's context of that name leads to another machine. */
export async function requireLocalContext(): Promise<void> {
  const server = serverOf(await kubeconfig());
  if (server !== undefined && !isLocal(server))
    throw new Error(
      `context ${contextName} leads to ${server}, which is not this machine: nothing was changed. Rename it, then run this again:\n    kubectl config rename-context ${contextName} ${contextName}-elsewhere`,
    );
}

export function isLocal(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** What `kubectl config view --output json` and `kind get kubeconfig` show, as far as it matters here. */
export interface Kubeconfig {
  clusters: { name: string; cluster: { server: string } }[] | null;
  contexts: { name: string; context: { cluster: string } }[] | null;
}

export function serverOf({ clusters, contexts }: Kubeconfig): string | undefined {
  const context = contexts?.find(({ name }) => name === contextName)?.context;
  return clusters?.find(({ name }) => name === context?.cluster)?.cluster.server;
}

/** Ports of this machine that the cluster publishes. */
export function publishedPorts(config = readFileSync(configFile, 'utf8')): number[] {
  const { nodes } = parse(config) as { nodes: { extraPortMappings?: { hostPort: number }[] }[] };
  return nodes.flatMap(({ extraPortMappings = [] }) => extraPortMappings.map(({ hostPort }) => hostPort));
}

async function kubeconfig(): Promise<Kubeconfig> {
  return JSON.parse(await run(['kubectl', 'config', 'view', '--output', 'json'])) as Kubeconfig;
}

async function kindKubeconfig(): Promise<Kubeconfig> {
  return parse(await run(['kind', 'get', 'kubeconfig', '--name', clusterName])) as Kubeconfig;
}

async function requireFreePorts(): Promise<void> {
  const areFree = await Promise.all(
    publishedPorts().map(async (port) => ({ port, free: await isFree(port) })),
  );
  const taken = areFree.filter(({ free }) => !free).map(({ port }) => port);
  if (taken.length > 0)
    throw new Error(
      `taken on 127.0.0.1: port ${taken.join(', ')}. Is a lab up? End it with \`npm run down\`, then run this again`,
    );
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer()
    .once('error', () => resolve(false))
    .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
