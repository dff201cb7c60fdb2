// The kind cluster itself: made, taken up again after a restart, deleted.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { parse } from 'yaml';
import { type CommandOptions, run } from './command.ts';
import { clusterName, type Kubeconfig, kubeconfig, kubectl, serverOf } from './context.ts';

const configFile = 'kind-config.yaml';

export async function exists(): Promise<boolean> {
  return (await run(['kind', 'get', 'clusters'])).split('\n').includes(clusterName);
}

/** A cluster whose making fails or is interrupted is taken away again. */
export async function create(options: CommandOptions): Promise<void> {
  await requireFreePorts();
  try {
    await run(createCommand(process.env['KIND_NODE_IMAGE']), options);
  } catch (error) {
    await destroy();
    throw error;
  }
}

export function createCommand(nodeImage: string | undefined): string[] {
  const command = ['kind', 'create', 'cluster', '--config', configFile, '--wait', '120s'];
  return nodeImage ? [...command, '--image', nodeImage] : command;
}

export async function destroy(): Promise<void> {
  await run(['kind', 'delete', 'cluster', '--name', clusterName]);
}

/** After a restart of the machine or of Docker: nodes run, and the kubeconfig in use knows them. */
export async function resume(options: CommandOptions): Promise<void> {
  await run(['docker', 'start', ...(await nodeNames())], options);
  const own = parse(await run(['kind', 'get', 'kubeconfig', '--name', clusterName])) as Kubeconfig;
  if (serverOf(await kubeconfig()) !== serverOf(own))
    await run(['kind', 'export', 'kubeconfig', '--name', clusterName], options);
  await run(kubectl('wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=120s'), options);
}

export async function nodeNames(): Promise<string[]> {
  return (await run(['kind', 'get', 'nodes', '--name', clusterName])).split('\n').filter(Boolean);
}

/** Ports of this machine that the cluster publishes. */
export function publishedPorts(config = readFileSync(configFile, 'utf8')): number[] {
  const { nodes } = parse(config) as { nodes: { extraPortMappings?: { hostPort: number }[] }[] };
  return nodes.flatMap(({ extraPortMappings = [] }) => extraPortMappings.map(({ hostPort }) => hostPort));
}

async function requireFreePorts(): Promise<void> {
  const taken = await takenOf(publishedPorts());
  if (taken.length === 0) return;
  throw new Error(
    `taken on 127.0.0.1: port ${taken.join(', ')}. Is a lab up? End it with \`npm run down\`, then run this again`,
  );
}

export async function takenOf(ports: readonly number[]): Promise<number[]> {
  const isTaken = await Promise.all(ports.map(async (port) => !(await isFree(port))));
  return ports.filter((_, index) => isTaken[index]);
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer()
    .once('error', () => resolve(false))
    .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
