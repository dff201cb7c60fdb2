// The lab: a small Kubernetes on this machine whose pods are processes and whose every connection can be disturbed.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Store } from '@chaos-workshop/kube-api';

import { Api } from './api.js';
import { Boot } from './boot.js';
import { chaosAdmission, chaosKinds, createChaos, lateness } from './chaos/index.js';
import { type Component, group, startAll } from './component.js';
import { type Controller, runController } from './controller.js';
import { FaultProxy } from './data-plane.js';
import { allImages } from './kubelet/images/index.js';
import { Kubelet } from './kubelet/kubelet.js';
import { scheduler } from './kubelet/scheduler.js';
import { podStreams } from './kubelet/streams.js';
import { LabDirectory } from './lab-directory.js';
import { clearLeftovers } from './leftovers.js';
import { PortAllocator } from './network/free-ports.js';
import { Network } from './network/network.js';
import { type LabOptions, readOptions, usage } from './options.js';
import { labVariable } from './process-table.js';
import { seededRandom } from './random.js';
import { deploymentController } from './workloads/deployment.js';
import { endpointsController } from './workloads/endpoints.js';
import { garbageCollector } from './workloads/garbage-collector.js';
import { refuseLeftOut } from './workloads/left-out.js';
import { namespaceController } from './workloads/namespace.js';
import { emptyCluster } from './workloads/empty-cluster.js';
import { claimController } from './workloads/persistent-volume-claim.js';
import { replicaSetController } from './workloads/replica-set.js';
import { statefulSetController } from './workloads/stateful-set.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const log = (line: string) => console.log(line);

/** In the order in which they start; they stop in reverse. */
function componentsOf(options: LabOptions): Component[] {
  const store = new Store();
  const directory = new LabDirectory(options.directory);
  const marker = { [labVariable]: directory.path };
  const ports = new PortAllocator();
  const dataPlane = new FaultProxy({
    program: join(root, 'apps/fault-proxy/dist/main.js'),
    env: { PATH: process.env['PATH'] ?? '', ...marker },
    seed: options.seed,
    log,
  });
  const network = new Network({ store, dataPlane, ports, log });
  const context = {
    store,
    images: allImages(root, options.images),
    directories: directory,
    connect: network.connect.bind(network),
    marker,
    lateness: lateness(store, seededRandom(options.seed)),
    onProcess: (pid: number) => directory.remember(pid),
  };
  const kubelet = new Kubelet({ context, ports, log });
  const api = new Api({
    store,
    directory,
    admission: [refuseLeftOut, chaosAdmission(store)],
    streams: podStreams(kubelet),
  });
  const controller = (one: Controller) => runController(store, one, log);
  return [
    directory,
    dataPlane,
    emptyCluster(store, chaosKinds()),
    network,
    kubelet,
    group('controllers', [
      controller(scheduler({ store, ports, images: context.images })),
      controller(deploymentController(store)),
      controller(replicaSetController(store)),
      controller(statefulSetController(store)),
      controller(endpointsController(store)),
      controller(claimController(store, (namespace, claim) => directory.removeClaim(namespace, claim))),
      controller(namespaceController(store, () => api.caPem)),
      garbageCollector(store, log),
    ]),
    createChaos({
      store,
      links: network.links,
      dataPlane,
      containers: kubelet,
      random: seededRandom(options.seed),
      log,
    }),
    api,
    new Boot({ ...options, store, api, directory, dataPlane, log }),
  ];
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return log(usage);
  await clearLeftovers(root, [options.directory]);
  log(`lab in ${options.directory}, seed ${options.seed}`);
  const ending = new AbortController();
  const asked = askedToEnd(options);
  void asked.then(() => ending.abort(new Error('asked to end')));
  const stop = await startAll(componentsOf(options), ending.signal, (component) =>
    log(`✓ ${component.name}`),
  );
  await asked;
  log('ending the lab …');
  await stop();
}

function askedToEnd({ exitWithStdin }: LabOptions): Promise<void> {
  return new Promise((end) => {
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => end());
    if (exitWithStdin) process.stdin.once('close', () => end()).resume();
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const wasAsked = (error as Error).message === 'asked to end' || (error as Error).name === 'AbortError';
  if (!wasAsked) console.error(`✗ ${(error as Error).message}`);
  process.exit(wasAsked ? 0 : 1);
}
