// The state of the cluster as a person reads it.
import { chalk } from 'zx';
import { publishedPorts } from './cluster.ts';
import { contextName } from './context.ts';
import { isReady } from './pods.ts';
import { addressesOf, readStatus, stateOf, type Status } from './status.ts';
import { namespace } from './workshop.ts';

const context = `--context ${contextName}`;
const next: [command: string, why: string][] = [
  [`kubectl ${context} --namespace ${namespace} get pods --watch`, 'the restaurant, pod by pod'],
  [`npm run customer -- complete --audit ${context}`, 'six orders, checked'],
  [`kubectl ${context} apply -f chaos-mesh/menu-slow.yaml`, 'break something; `delete` mends it'],
];

export function nextCommands(): string {
  return section('what to try next', next);
}

export async function addressText(): Promise<string> {
  return section('addresses', addresses(await readStatus()));
}

export function statusText(status: Status): string {
  const { nodes, releases, pods, faults } = status;
  return [
    section(
      'nodes',
      nodes.map((node) => [node.metadata?.name ?? '', isReady(node) ? 'ready' : 'not ready']),
    ),
    section(
      'releases',
      releases.map(({ name, namespace, status, chart }) => [name, `${status}, ${chart} in ${namespace}`]),
    ),
    section(
      'pods',
      pods.map((pod) => [
        pod.metadata?.name ?? '',
        isReady(pod) ? 'ready' : (pod.status?.phase ?? 'unknown'),
      ]),
    ),
    section('addresses', addresses(status)),
    section(
      'chaos',
      faults.map((fault) => [
        `${fault.kind} ${fault.metadata.namespace}/${fault.metadata.name}`,
        stateOf(fault),
      ]),
    ),
  ].join('\n');
}

function addresses({ services }: Status): [string, string][] {
  return addressesOf(services, publishedPorts());
}

function section(title: string, rows: [string, string][]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const lines = rows.map(([name, said]) => `  ${name.padEnd(width)}  ${said}`);
  return [chalk.bold(title), ...(lines.length > 0 ? lines : ['  none'])].join('\n');
}
