// What runs in the cluster, and what of it is not as it should be.
import type { V1Node, V1Pod, V1Service } from '@kubernetes/client-node';
import { run } from './command.ts';
import { helm, kubectl, objects } from './context.ts';
import { isAwaited, isReady, whyNotReady } from './pods.ts';
import { namespace } from './workshop.ts';

export interface Release {
  name: string;
  namespace: string;
  status: string;
  chart: string;
}

/** An object of one of the kinds that break things. */
export interface Fault {
  kind: string;
  metadata: { name: string; namespace: string };
  status?: { conditions?: { type: string; status: string }[] };
}

export interface Status {
  nodes: V1Node[];
  releases: Release[];
  pods: V1Pod[];
  services: V1Service[];
  faults: Fault[];
}

const releaseNames = ['chaos-mesh', 'chaos-workshop'];
/** Kinds of these groups that say what happens, not what a controller notes down for itself. */
const faultKinds = /^(?!pod(network|io|http)chaos|workflownodes|statuschecks|remoteclusters|physical)/;

export async function readStatus(): Promise<Status> {
  const [nodes, releases, pods, chaosMeshPods, services, faults] = await Promise.all([
    objects<V1Node>('nodes'),
    run(helm('list', '--all-namespaces', '--output', 'json')).then((json) => JSON.parse(json) as Release[]),
    objects<V1Pod>('pods', '--namespace', namespace),
    objects<V1Pod>('pods', '--namespace', 'chaos-mesh'),
    objects<V1Service>('services', '--namespace', namespace),
    readFaults(),
  ]);
  return { nodes, releases, pods: [...pods, ...chaosMeshPods], services, faults };
}

/** One sentence each; none when all is well. */
export function problemsOf({ nodes, releases, pods }: Status): string[] {
  const deployed = new Set(releases.filter(({ status }) => status === 'deployed').map(({ name }) => name));
  return [
    ...nodes.filter((node) => !isReady(node)).map(({ metadata }) => `node ${metadata?.name} is not ready`),
    ...releaseNames.filter((name) => !deployed.has(name)).map((name) => `release ${name} is not deployed`),
    ...pods.filter(isAwaited).map((pod) => `pod ${pod.metadata?.name} is not ready: ${whyNotReady(pod)}`),
  ];
}

/** Where Services of type NodePort answer on this machine, as far as the cluster publishes them. */
export function addressesOf(
  services: readonly V1Service[],
  published: readonly number[],
): [string, string][] {
  return services.flatMap(({ metadata, spec }) =>
    (spec?.ports ?? [])
      .filter(({ nodePort }) => nodePort !== undefined && published.includes(nodePort))
      .map(({ nodePort }): [string, string] => [metadata?.name ?? '', `http://127.0.0.1:${nodePort}`]),
  );
}

export function stateOf({ status }: Fault): string {
  const isTrue = (type: string) =>
    status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
  if (isTrue('Paused')) return 'paused';
  if (isTrue('AllInjected')) return 'injected';
  return isTrue('AllRecovered') ? 'over' : 'not injected';
}

async function readFaults(): Promise<Fault[]> {
  const groups = ['chaos-mesh.org', 'chaos-workshop.io'];
  const kinds = await Promise.all(
    groups.map((group) => run(kubectl('api-resources', '--api-group', group, '--output', 'name'))),
  );
  const names = kinds
    .join('\n')
    .split('\n')
    .filter((name) => name && faultKinds.test(name));
  return names.length === 0 ? [] : objects<Fault>(names.join(','), '--all-namespaces');
}
