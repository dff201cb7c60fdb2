// The state of the cluster as a person reads it.
import { chalk } from 'zx';
import { publishedPorts } from './cluster.ts';
import { addressesOf, isReady, readStatus, stateOf, type Status } from './status.ts';

export async function printAddresses(): Promise<void> {
  console.log(section('addresses', addresses(await readStatus())));
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
