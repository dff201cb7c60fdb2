import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiServer } from '../server/api-server.js';
import { kubeconfig } from '../kubeconfig.js';
import { Store } from '../store/store.js';
import type { PodStreams } from '../streams/pod-streams.js';
import type { KubeObject, Pod } from '../types.js';
import type { Admission } from '../writes/admission.js';

/** An API server on a plain store, with a namespace `shop`, for tests. Nothing runs the Deployments. */
export interface TestCluster {
  store: Store;
  server: ApiServer;
  url: string;
  caPem: string;
  token: string;
  /** Holds the kubeconfig; removed at the end. */
  dir: string;
  kubeconfigPath: string;
  close: () => Promise<void>;
}

export async function startCluster(admission: Admission[] = []): Promise<TestCluster> {
  const store = new Store();
  const token = 'test-token';
  const echo = await startEcho();
  const server = new ApiServer({ store, token, admission, streams: streamsTo(echo) });
  const { url, caPem } = await server.listen();
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const dir = await mkdtemp(join(tmpdir(), 'kube-api-'));
  const kubeconfigPath = join(dir, 'kubeconfig');
  const config = kubeconfig({ server: url, caPem, token, context: 'test', namespace: 'shop' });
  await writeFile(kubeconfigPath, config, { mode: 0o600 });
  const close = async () => {
    await server.close();
    echo.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { store, server, url, caPem, token, dir, kubeconfigPath, close };
}

/** A Pod on a node with one container that declares port 8080. */
export function runningPod(name: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: name } },
    spec: {
      nodeName: 'lab',
      containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 8080 }] }],
    },
    status: {
      phase: 'Running',
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'app', image: 'app:1', imageID: '', ready: true, restartCount: 0, state: { running: {} } },
      ],
    },
  };
}

export function deployment(name: string, replicas = 1): KubeObject {
  const labels = { app: name };
  const containers = [{ name, image: `${name}:1`, ports: [{ containerPort: 8080 }] }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

/** Logs two lines, then one every 50 ms; every port leads to an echo; commands run on this machine. */
function streamsTo(echo: Server): PodStreams {
  return {
    async *logs(pod, { follow }, signal) {
      yield Buffer.from(`${pod.metadata.name} says one\n${pod.metadata.name} says two\n`);
      if (!follow) return;
      for (let line = 3; !signal.aborted; line += 1) {
        await sleep(50);
        yield Buffer.from(`line ${line}\n`);
      }
    },
    dial: () => connect((echo.address() as AddressInfo).port, '127.0.0.1'),
    exec: (_pod, _container, [command = 'true', ...args]) => spawn(command, args),
  };
}

/** Echoes what it reads and ends when the other side does. */
async function startEcho(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
