// Brings up what the manifests say, and tells when all of it is ready.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { applyManifest, type KubeObject, type Service, type Store } from '@chaos-workshop/kube-api';

import { type Api } from './api.js';
import { type Component } from './component.js';
import { type LabDirectory } from './lab-directory.js';
import { readManifests, settleNodePorts } from './manifests.js';
import { whenAllReady } from './readiness.js';

export interface BootOptions {
  store: Store;
  api: Api;
  directory: LabDirectory;
  dataPlane: { address(): Promise<string> };
  manifests: string;
  anyNodePorts: boolean;
  log: (line: string) => void;
}

const playgroundLabel = 'chaos-workshop.io/playground';

export class Boot implements Component {
  readonly name = 'workloads';
  readonly #options: BootOptions;

  constructor(options: BootOptions) {
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { store, api, dataPlane, manifests, anyNodePorts, log } = this.#options;
    const startedAt = new Date();
    const objects = readManifests(manifests);
    await settleNodePorts(objects, anyNodePorts);
    for (const object of objects) {
      applyManifest(api.server, object);
      if (object.kind === 'Namespace') createPasswords(store, object);
    }
    await whenAllReady(store, log, signal);
    this.#announce(startedAt, await dataPlane.address());
  }

  async stop(): Promise<void> {}

  #announce(startedAt: Date, toxiproxy: string): void {
    const { store, api, directory, log } = this.#options;
    const ports = nodePorts(store.list<Service>('Service'));
    const kubeconfig = join(directory.path, 'kubeconfig');
    const addresses = { server: api.url, toxiproxy, nodePorts: ports };
    const lab = { pid: process.pid, startedAt, ...addresses, kubeconfig, ready: true };
    directory.write('lab.json', `${JSON.stringify(lab, null, 2)}\n`);
    log(`✓ ready after ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`);
    for (const [name, port] of Object.entries(ports)) log(`  ${name.padEnd(40)} http://127.0.0.1:${port}`);
    log(`  ${'links, as proxies of Toxiproxy'.padEnd(40)} ${toxiproxy}`);
    log(`  export KUBECONFIG=${kubeconfig}`);
  }
}

/** What the chart expects to find: random passwords that are written nowhere (docs/decisions/passwords.md). */
function createPasswords(store: Store, { metadata }: KubeObject): void {
  const key = { kind: 'Secret', namespace: metadata.name, name: 'mysql' };
  if (metadata.labels?.[playgroundLabel] !== 'true' || store.get(key)) return;
  const [root, password] = [randomPassword(), randomPassword()];
  const accounts = `CREATE USER IF NOT EXISTS 'workshop'@'%' IDENTIFIED BY '${password}';`;
  store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: key.name, namespace: key.namespace },
    stringData: { 'root-password': root, password, 'accounts.sql': accounts },
  });
}

function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}

/** `namespace/service:port name` → node port. */
function nodePorts(services: Service[]): Record<string, number> {
  return Object.fromEntries(
    services.flatMap(({ metadata, spec }) =>
      (spec.ports ?? [])
        .filter(({ nodePort }) => nodePort !== undefined)
        .map(({ name, port, nodePort }) => [
          `${metadata.namespace}/${metadata.name}:${name ?? port}`,
          nodePort,
        ]),
    ),
  ) as Record<string, number>;
}
