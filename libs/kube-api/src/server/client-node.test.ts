import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { AppsV1Api, CoreV1Api, Exec, KubeConfig, PortForward, makeInformer } from '@kubernetes/client-node';
import type { V1DeploymentSpec, V1Status } from '@kubernetes/client-node';
import { type TestCluster, deployment, runningPod, startCluster } from '../testing/cluster.js';

let cluster: TestCluster;
const config = new KubeConfig();

before(async () => {
  cluster = await startCluster();
  config.loadFromFile(cluster.kubeconfigPath);
});
after(() => cluster.close());

describe('@kubernetes/client-node', () => {
  it('creates, lists and replaces with its typed clients', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    // Typed clients leave apiVersion and kind out.
    const { metadata, spec } = deployment('typed');
    const body = { metadata: { name: metadata.name }, spec: spec as V1DeploymentSpec };
    const created = await apps.createNamespacedDeployment({ namespace: 'shop', body });
    assert.equal(created.spec?.replicas, 1);
    const { items } = await apps.listNamespacedDeployment({ namespace: 'shop' });
    assert.deepEqual(
      items.map(({ metadata }) => metadata?.name),
      ['typed'],
    );
  });

  it('is refused with the code and message of a Status', async () => {
    const core = config.makeApiClient(CoreV1Api);
    await assert.rejects(
      core.readNamespacedPod({ namespace: 'shop', name: 'none' }),
      /HTTP-Code: 404[^]*not found/,
    );
  });

  it('keeps an informer up to date', async () => {
    const core = config.makeApiClient(CoreV1Api);
    cluster.store.create(runningPod('informed-1'));
    const seen: string[] = [];
    const informer = makeInformer(config, '/api/v1/namespaces/shop/pods', () =>
      core.listNamespacedPod({ namespace: 'shop' }),
    );
    const deleted = new Promise<void>((resolve) => {
      informer.on('add', ({ metadata }) => void seen.push(`add ${metadata?.name}`));
      informer.on('delete', ({ metadata }) => {
        seen.push(`delete ${metadata?.name}`);
        resolve();
      });
    });
    await informer.start();
    cluster.store.create(runningPod('informed-2'));
    cluster.store.delete({ kind: 'Pod', namespace: 'shop', name: 'informed-1' }, { gracePeriodSeconds: 0 });
    await deleted;
    await informer.stop();
    assert.deepEqual(seen, ['add informed-1', 'add informed-2', 'delete informed-1']);
  });

  it('forwards a port', async () => {
    cluster.store.create(runningPod('forwarded'));
    const [output, errors, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const forwarded = await new PortForward(config).portForward(
      'shop',
      'forwarded',
      [8080],
      output,
      errors,
      input,
    );
    input.write('hello');
    const [echo] = (await once(output, 'data')) as [Buffer];
    assert.equal(echo.toString(), 'hello');
    if (typeof forwarded !== 'function') forwarded.close();
  });

  it('runs a command and learns its exit code', async () => {
    cluster.store.create(runningPod('commanded'));
    const output = new PassThrough();
    const status = await new Promise<V1Status>((resolve, reject) => {
      const command = ['sh', '-c', 'cat; exit 4'];
      const input = new PassThrough();
      input.end('from stdin');
      new Exec(config)
        .exec('shop', 'commanded', 'app', command, output, new PassThrough(), input, false, resolve)
        .catch(reject);
    });
    assert.equal(String(output.read()), 'from stdin');
    assert.deepEqual(status.details?.causes?.[0], { reason: 'ExitCode', message: '4' });
  });
});
