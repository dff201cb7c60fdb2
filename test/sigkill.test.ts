// SIGKILL of any part of a lab that runs the restaurant: it heals by itself, or the next command finds a clean machine.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { markedProcesses } from '../apps/lab/dist/process-table.js';
import { Cluster, type ClusterObject } from '../scripts/lib/cluster.ts';
import { Lab } from '../scripts/lib/lab.ts';
import { until } from '../scripts/lib/until.ts';

const dir = '.lab-sigkill';
const delayMs = 150;

describe('SIGKILL', { timeout: 180_000 }, () => {
  let lab: Lab;
  let cluster: Cluster;
  let pods: CoreV1Api;

  before(async () => {
    await clearLeftovers('.');
    lab = await Lab.start({ dir, anyNodePorts: true, signal: AbortSignal.timeout(60_000) });
    cluster = new Cluster({ kubeconfig: lab.file.kubeconfig });
    const config = new KubeConfig();
    config.loadFromFile(lab.file.kubeconfig);
    pods = config.makeApiClient(CoreV1Api);
  });
  after(() => clearLeftovers('.'));

  for (const app of ['order-service', 'menu-service', 'loyalty-service', 'mysql', 'redis']) {
    test(`of ${app}: orders can be placed again, by the same pod`, async () => {
      const before = await podOf(app);
      process.kill(Number(before.containerID.replace('process://', '')), 'SIGKILL');
      await until(
        async () => (await podOf(app)).restarts === before.restarts + 1,
        20_000,
        `${app} to restart`,
      );
      await until(isOrderPlaced, 40_000, 'an order to be placed');
      assert.equal((await podOf(app)).name, before.name);
    });
  }

  test('of the fault proxy: links are back, and so are the faults on them', async () => {
    const chaos = slowMenu();
    await cluster.create(chaos);
    await until(async () => (await menuTookMs()) > delayMs, 10_000, 'the delay to be felt');
    const [proxy] = ours().filter(({ command }) => command.includes('fault-proxy'));
    process.kill(proxy!.pid, 'SIGKILL');
    await until(async () => (await menuTookMs()) < Infinity, 20_000, 'the menu to answer again');
    await until(async () => (await menuTookMs()) > delayMs, 20_000, 'the delay to be felt again');
    await cluster.delete(chaos);
    assert.ok((await menuTookMs()) < delayMs, 'the delay stayed after the fault was deleted');
  });

  test('of the lab: the next command finds a clean machine', async () => {
    const processes = ours().length;
    assert.ok(processes > 5, `only ${processes} processes of the lab were found`);
    process.kill(lab.file.pid, 'SIGKILL');
    const { status, stdout } = spawnSync(process.execPath, ['scripts/down.ts'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    assert.deepEqual(ours(), []);
    assert.equal(existsSync(dir), false);
    assert.equal(await menuTookMs(), Infinity);
  });

  async function podOf(app: string): Promise<{ name: string; containerID: string; restarts: number }> {
    const labelSelector = `app.kubernetes.io/name=${app}`;
    const { items } = await pods.listNamespacedPod({ namespace: 'chaos-workshop', labelSelector });
    const [container] = items[0]?.status?.containerStatuses ?? [];
    const { containerID = '', restartCount = 0 } = container ?? {};
    return { name: items[0]?.metadata?.name ?? '', containerID, restarts: restartCount };
  }

  function url(service: string): string {
    return `http://127.0.0.1:${lab.file.nodePorts[`chaos-workshop/${service}:http`]}`;
  }

  async function isOrderPlaced(): Promise<boolean> {
    const body = JSON.stringify({ customerId: crypto.randomUUID(), items: [{ id: 'fries', quantity: 1 }] });
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) };
    const response = await fetch(`${url('order-service')}/orders`, request).catch(() => undefined);
    await response?.text();
    return response?.status === 201;
  }

  /** Infinity when it does not answer at all. */
  async function menuTookMs(): Promise<number> {
    const start = performance.now();
    const request = { signal: AbortSignal.timeout(5_000), headers: { connection: 'close' } };
    const response = await fetch(`${url('menu-service')}/products/fries`, request).catch(() => undefined);
    return response?.ok ? performance.now() - start : Infinity;
  }
});

function ours(): { pid: number; command: string }[] {
  return markedProcesses().filter(({ lab }) => lab === resolve(dir));
}

function slowMenu(): ClusterObject {
  return {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'NetworkChaos',
    metadata: { name: 'slow', namespace: 'chaos-workshop' },
    spec: {
      action: 'delay',
      mode: 'all',
      selector: { labelSelectors: { 'app.kubernetes.io/name': 'menu-service' } },
      delay: { latency: `${delayMs}ms` },
    },
  };
}
