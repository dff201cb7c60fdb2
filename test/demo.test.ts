// What the demo does to a cluster, tried on a lab: faults that never act, faults that nobody undoes, Services without node ports.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openCluster } from '../apps/customer/dist/cluster/cluster.js';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { Cluster, type ClusterObject } from '../scripts/lib/cluster.ts';
import { Chaos } from '../scripts/lib/demo/chaos.ts';
import { Inconclusive } from '../scripts/lib/demo/inconclusive.ts';
import { faultsOf, removeFault, removeFaults } from '../scripts/lib/demo/remove-faults.ts';
import { Lab } from '../scripts/lib/lab.ts';
import { until } from '../scripts/lib/until.ts';

const dir = '.lab-demo-test';
const namespace = 'chaos-workshop';
const never = new AbortController().signal;

describe('the demo on a cluster', { timeout: 180_000 }, () => {
  let lab: Lab;
  let cluster: Cluster;
  let files = '';

  before(async () => {
    await clearLeftovers('.', [dir]);
    files = await mkdtemp(join(tmpdir(), 'demo-'));
    lab = await Lab.start({ dir, anyNodePorts: true, signal: AbortSignal.timeout(60_000) });
    cluster = new Cluster({ kubeconfig: lab.file.kubeconfig });
  });
  after(async () => {
    await lab.stop();
    await clearLeftovers('.', [dir]);
    await rm(files, { recursive: true });
  });

  test('a fault that never acts makes a run inconclusive, says why, and is gone', async () => {
    const chaos = chaosOf(await lossOf('nobody'), never);
    await assert.rejects(chaos.apply(), (error: Error) => {
      assert.ok(error instanceof Inconclusive, error.stack);
      assert.match(error.message, /^NetworkChaos loss was not injected within 1 s: .*no pod is selected$/);
      return true;
    });
    await assert.rejects(chaos.lift(), Inconclusive);
    assert.deepEqual(await faultsOf(cluster), []);
  });

  test('an interrupted run leaves its faults to who takes the place down', async () => {
    const interruption = new AbortController();
    const chaos = chaosOf(await lossOf('menu-service'), interruption.signal);
    await chaos.apply();
    interruption.abort(new Error('interrupted'));
    await assert.rejects(chaos.lift(), /interrupted/);
    assert.deepEqual(
      (await faultsOf(cluster)).map(({ kind }) => kind),
      ['NetworkChaos'],
    );
    await removeFaults(cluster);
    assert.deepEqual(await faultsOf(cluster), []);
  });

  test('an object whose finalizer nobody takes off goes all the same', async () => {
    const stuck: ClusterObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'stuck', namespace, finalizers: ['example.com/nobody'] },
    };
    await cluster.create(stuck);
    await removeFault(cluster, stuck, { undoneWithinMs: 300, letGoWithinMs: 300 });
    assert.equal(await cluster.get(stuck), undefined);
  });

  test('a Service without a node port is reached, and still after its pod was replaced', async () => {
    const inside = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'inside', namespace } };
    const selector = { 'app.kubernetes.io/name': 'menu-service' };
    const spec = { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] };
    await cluster.create({ ...inside, spec });
    using customers = await customersCluster();
    const { url } = await customers.service('inside');
    assert.equal(await statusOf(url), 200);
    const pod = (await cluster.pods()).find(({ metadata }) => metadata?.name?.startsWith('menu-service'));
    await cluster.delete({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: pod?.metadata?.name ?? '', namespace },
    });
    await until(async () => (await statusOf(url)) === 200, 30_000, 'the new pod to answer');
    await cluster.delete({ ...inside });
  });

  test('a port of a pod is reached as the audit reaches the database', async () => {
    using customers = await customersCluster();
    const stream = await customers.connect('mysql-0', 3306);
    const [greeting] = (await once(stream, 'data')) as [Buffer];
    stream.destroy();
    assert.match(greeting.toString('latin1'), /mysql_native_password|caching_sha2_password/);
  });

  test('a port that no pod has is an error, which kills nobody', async () => {
    using customers = await customersCluster();
    const refused = async () => once(await customers.connect('mysql-0', 9), 'data');
    await assert.rejects(refused);
  });

  function chaosOf(file: string, signal: AbortSignal): Chaos {
    return new Chaos({ cluster, plan: { lasting: [file], striking: [] }, signal, injectedWithinMs: 1_000 });
  }

  /** The manifest is of another namespace, from which it is moved. */
  async function lossOf(app: string): Promise<string> {
    const file = join(files, `${app}.yaml`);
    const selector = { namespaces: ['elsewhere'], labelSelectors: { 'app.kubernetes.io/name': app } };
    const manifest = {
      apiVersion: 'chaos-mesh.org/v1alpha1',
      kind: 'NetworkChaos',
      metadata: { name: 'loss', namespace: 'elsewhere' },
      spec: { action: 'loss', mode: 'all', selector, loss: { loss: '10' } },
    };
    await writeFile(file, JSON.stringify(manifest));
    return file;
  }

  function customersCluster() {
    process.env['KUBECONFIG'] = lab.file.kubeconfig;
    return openCluster(namespace);
  }
});

async function statusOf(url: string): Promise<number | undefined> {
  const request = { signal: AbortSignal.timeout(5_000), headers: { connection: 'close' } };
  const response = await fetch(`${url}/products/fries`, request).catch(() => undefined);
  await response?.text();
  return response?.status;
}
