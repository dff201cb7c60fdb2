// What the lab runs at first: the manifests of a folder.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubeObject, type Service } from '@chaos-workshop/kube-api';
import { parseAllDocuments } from 'yaml';

import { holderOf, isFree, PortAllocator } from './network/free-ports.js';

/** All objects of the *.yaml files in a folder: by file name, then as written; Namespaces before everything else. */
export function readManifests(folder: string): KubeObject[] {
  const files = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  const objects = files.flatMap((name) => parse(join(folder, name)));
  const isNamespace = ({ kind }: KubeObject) => kind === 'Namespace';
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
}

function parse(path: string): KubeObject[] {
  return parseAllDocuments(readFileSync(path, 'utf8')).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${path}: ${error.message}`);
    const object = document.toJS() as KubeObject | null;
    return object ? [object] : [];
  });
}

/**
 * Makes sure that every node port can be listened on, or with `anyNodePorts` puts a free one in its place. Ports that
 * the manifests leave to the cluster get a free one, too.
 */
export async function settleNodePorts(objects: KubeObject[], anyNodePorts: boolean): Promise<void> {
  const free = new PortAllocator({ from: 30_000, to: 32_767 });
  for (const service of objects.filter(({ kind }) => kind === 'Service') as Service[]) {
    if (service.spec.type !== 'NodePort' && service.spec.type !== 'LoadBalancer') continue;
    for (const port of service.spec.ports ?? []) {
      if (port.nodePort === undefined || anyNodePorts) port.nodePort = await free.allocate();
      else if (!(await isFree(port.nodePort))) throw await takenError(service, port.nodePort);
    }
  }
}

async function takenError({ metadata }: Service, port: number): Promise<Error> {
  const holder = await holderOf(port);
  return new Error(
    `node port ${port} of Service ${metadata.namespace}/${metadata.name} is taken by ${holder}: ` +
      'end that program, or start the lab with --any-node-ports',
  );
}
