import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import type { Pod } from '@chaos-workshop/kube-api';

const faultProxy = new URL('../../../fault-proxy/dist/main.js', import.meta.url).pathname;

/**
 * An app and the real fault proxy in front of it, and the Pod that says so. Callers reach the Pod's port 8080 at `url`;
 * the port of the API is the real one.
 */
export class ServicePod {
  readonly pod: Pod;
  readonly url: string;
  readonly api: string;
  readonly #proxy: ChildProcess;

  private constructor(pod: Pod, addresses: { url: string; api: string }, proxy: ChildProcess) {
    this.pod = pod;
    this.url = addresses.url;
    this.api = addresses.api;
    this.#proxy = proxy;
  }

  static async start(t: TestContext, name: string, apiPort = 0): Promise<ServicePod> {
    const app = createServer((_request, response) => response.end('served')).listen(0, '127.0.0.1');
    await once(app, 'listening');
    const upstream = `127.0.0.1:${(app.address() as AddressInfo).port}`;
    const args = ['--port', String(apiPort), '--http-proxy', `http=127.0.0.1:0,${upstream}`];
    const proxy = spawn(process.execPath, [faultProxy, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => {
      proxy.kill('SIGKILL');
      app.close();
      app.closeAllConnections();
    });
    const { port } = await firstLine(proxy);
    const api = `http://127.0.0.1:${port}`;
    const { listen } = (await (await fetch(`${api}/proxies/http`)).json()) as { listen: string };
    return new ServicePod(podOf(name, port), { url: `http://${listen}/`, api }, proxy);
  }

  async stop(): Promise<void> {
    this.#proxy.kill('SIGKILL');
    await once(this.#proxy, 'exit');
  }

  /** What became of so many requests: how many were served, how many were not. */
  async ask(times: number): Promise<{ served: number; failed: number }> {
    let served = 0;
    for (let turn = 0; turn < times; turn += 1) {
      const status = await fetch(this.url, { headers: { connection: 'close' } }).then(
        async (answer) => (await answer.text()) && answer.status,
        () => 0,
      );
      if (status === 200) served += 1;
    }
    return { served, failed: times - served };
  }

  /** Whether a request fails now. */
  async isFailing(): Promise<boolean> {
    return (await this.ask(1)).failed === 1;
  }
}

async function firstLine(process: ChildProcess): Promise<{ port: number }> {
  const lines = createInterface({ input: process.stdout as Readable });
  const ended = once(process, 'exit').then(() => Promise.reject(new Error('the fault proxy ended at once')));
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => {});
  return JSON.parse(line) as { port: number };
}

export function podOf(name: string, apiPort: number, labels: Record<string, string> = { app: 'menu' }): Pod {
  const sidecar = {
    name: 'fault-proxy',
    image: 'chaos-workshop/fault-proxy:test',
    restartPolicy: 'Always',
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'faults', containerPort: apiPort },
    ],
  };
  const running = { image: '', imageID: '', ready: true, restartCount: 0, state: { running: {} } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name, labels },
    spec: {
      nodeName: 'here',
      initContainers: [sidecar],
      containers: [
        { name: 'menu', image: 'chaos-workshop/menu:test', ports: [{ name: 'app', containerPort: 8081 }] },
      ],
    },
    status: {
      phase: 'Running',
      podIP: '127.0.0.1',
      initContainerStatuses: [{ name: 'fault-proxy', started: true, ...running }],
    },
  };
}
