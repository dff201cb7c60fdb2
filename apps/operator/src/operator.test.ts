import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestCluster, until } from './testing/cluster.js';
import { leaseMs, operate } from './testing/operate.js';
import { OperatorProcess } from './testing/operator-process.js';
import { podOf, ServicePod } from './testing/service-pod.js';

const pause = 'experiment.chaos-mesh.org/pause';
const affectedBy = (cluster: TestCluster, name: string) =>
  cluster.fault(name)?.metadata.annotations?.['chaos-workshop.io/affected'];

describe('an HTTPFault in a cluster', () => {
  test('is put on its pods, counts, tells, and is gone when it is deleted', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1', 'menu-2']);
    await operate(t, cluster);
    cluster.apply('flaky', { before: { failPercent: 50 } }, { 'chaos-workshop.io/seed': '7' });
    const status = await cluster.condition('flaky', 'AllInjected');
    assert.deepEqual(
      status.experiment.containerRecords?.map(({ id, injectedCount }) => [id, injectedCount]),
      [
        ['shop/menu-1', 1],
        ['shop/menu-2', 1],
      ],
    );
    const asked = await Promise.all(pods.map((pod) => pod.ask(100)));
    const failed = asked.reduce((sum, one) => sum + one.failed, 0);
    assert.ok(failed > 70 && failed < 130, `${failed} of 200 failed`);
    cluster.delete('flaky');
    await cluster.gone('flaky');
    assert.deepEqual(await Promise.all(pods.map((pod) => pod.ask(20))), [all(20), all(20)]);
    assert.deepEqual(
      cluster.events('flaky').map(({ message }) => message),
      [
        'Finalizer has been inited',
        'Successfully update finalizer of resource',
        'Experiment has started',
        'Successfully update desiredPhase of resource',
        'Successfully update records of resource',
        'Successfully apply chaos for shop/menu-1',
        'Successfully apply chaos for shop/menu-2',
        'Successfully update records of resource',
        'Experiment has been deleted',
        'Successfully update desiredPhase of resource',
        'Successfully update records of resource',
        'Successfully recover chaos for shop/menu-1',
        'Successfully recover chaos for shop/menu-2',
        'Successfully update records of resource',
        'Finalizer has been removed',
        'Successfully update finalizer of resource',
      ],
    );
  });

  test('pauses and resumes, and keeps what it has affected', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    await operate(t, cluster);
    cluster.apply('flaky');
    await cluster.condition('flaky', 'AllInjected');
    assert.deepEqual(await pods[0]?.ask(3), { served: 0, failed: 3 });
    cluster.annotate('flaky', { [pause]: 'true' });
    const paused = await cluster.condition('flaky', 'AllRecovered');
    assert.deepEqual(await pods[0]?.ask(3), all(3));
    assert.equal(affectedBy(cluster, 'flaky'), '{"connections":0,"requests":3,"bytes":0}');
    cluster.annotate('flaky', { [pause]: 'false' });
    const resumed = await cluster.condition('flaky', 'AllInjected');
    assert.deepEqual(await pods[0]?.ask(2), { served: 0, failed: 2 });
    cluster.annotate('flaky', { [pause]: 'true' });
    await cluster.condition('flaky', 'AllRecovered');
    assert.equal(affectedBy(cluster, 'flaky'), '{"connections":0,"requests":5,"bytes":0}');
    const counts = [paused, resumed].map(({ experiment }) => experiment.containerRecords?.[0]);
    assert.deepEqual(
      counts.map((record) => [record?.injectedCount, record?.recoveredCount]),
      [
        [1, 1],
        [2, 1],
      ],
    );
  });

  test('ends with its duration', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    await operate(t, cluster);
    cluster.apply('short', { duration: '4s' });
    await cluster.condition('short', 'AllInjected');
    await until('the end', () => cluster.reasons('short').includes('TimeUp'));
    await cluster.condition('short', 'AllRecovered');
    assert.equal(await pods[0]?.isFailing(), false);
  });

  test('follows its selector: a pod that comes has it, one that went drops out', async (t) => {
    const { cluster } = await shop(t, ['menu-1']);
    await operate(t, cluster);
    cluster.apply('flaky');
    await cluster.condition('flaky', 'AllInjected');
    const [second] = await add(t, cluster, ['menu-2']);
    await until('menu-2 to have it', () => cluster.phases('flaky')['menu-2'] === 'Injected');
    assert.equal(await second?.isFailing(), true);
    cluster.deletePod('menu-1');
    await until('menu-1 to drop out', () => !('menu-1' in cluster.phases('flaky')));
    assert.deepEqual(cluster.phases('flaky'), { 'menu-2': 'Injected' });
    cluster.delete('flaky');
    await cluster.gone('flaky');
    assert.equal(await second?.isFailing(), false);
  });

  test('waits, without a word, for a pod whose sidecar is about to start', async (t) => {
    const { cluster } = await shop(t, ['menu-1']);
    await operate(t, cluster);
    const late = await ServicePod.start(t, 'menu-2');
    cluster.addPod({ ...late.pod, status: { phase: 'Pending' } });
    cluster.apply('flaky');
    await until('menu-2 to wait', () => cluster.phases('flaky')['menu-2'] === 'Not Injected/Wait');
    cluster.store.update({ kind: 'Pod', namespace: 'shop', name: 'menu-2' }, (draft) => {
      draft['status'] = late.pod.status;
    });
    await cluster.condition('flaky', 'AllInjected');
    assert.equal(await late.isFailing(), true);
    assert.ok(!cluster.reasons('flaky').includes('Failed'));
  });

  test('outlives an operator that is killed by its lease at most, and the next one finishes', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    const first = await OperatorProcess.start(t, cluster);
    cluster.apply('flaky');
    await cluster.condition('flaky', 'AllInjected');
    await first.end('SIGKILL');
    cluster.delete('flaky');
    assert.equal(await pods[0]?.isFailing(), true);
    await sleep(leaseMs + 500);
    assert.equal(await pods[0]?.isFailing(), false, 'the lease is over');
    assert.ok(cluster.fault('flaky'), 'the finalizer holds it');
    await OperatorProcess.start(t, cluster);
    await cluster.gone('flaky');
  });

  test('goes on when the next operator starts in time, and comes back when it starts later', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    const first = await OperatorProcess.start(t, cluster);
    cluster.apply('flaky');
    await cluster.condition('flaky', 'AllInjected');
    assert.equal(await first.end('SIGTERM'), 0);
    assert.equal(await pods[0]?.isFailing(), true, 'left to the next operator');
    await sleep(leaseMs + 500);
    assert.equal(await pods[0]?.isFailing(), false);
    const second = await OperatorProcess.start(t, cluster);
    await until('the fault to be back', () => pods[0]?.isFailing());
    await until('it to be ready', () => second.isReady());
    assert.equal(cluster.fault('flaky')?.status?.experiment.containerRecords?.[0]?.injectedCount, 1);
  });

  test('is not injected where the sidecar does not answer, says why, and is as soon as it does', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    const [pod] = pods;
    await pod?.stop();
    await operate(t, cluster);
    cluster.apply('flaky');
    const failed = await until('a Failed event', () =>
      cluster.events('flaky').find(({ reason }) => reason === 'Failed'),
    );
    assert.match(
      failed.message ?? '',
      /^Failed to apply chaos: failed to apply for pod shop\/menu-1: the fault proxy at http:\/\/127\.0\.0\.1:\d+ does not answer: ECONNREFUSED$/,
    );
    assert.deepEqual(cluster.phases('flaky'), { 'menu-1': 'Not Injected/Wait' });
    const again = await ServicePod.start(t, 'menu-1', Number(new URL(pod?.api ?? '').port));
    await cluster.condition('flaky', 'AllInjected');
    assert.equal(await again.isFailing(), true);
  });

  test('is back on a sidecar that was restarted, and lets go of one that never answers again', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    await operate(t, cluster);
    cluster.apply('flaky');
    await cluster.condition('flaky', 'AllInjected');
    await pods[0]?.stop();
    const again = await ServicePod.start(t, 'menu-1', Number(new URL(pods[0]?.api ?? '').port));
    await until('the fault to be back', () => again.isFailing());
    await again.stop();
    cluster.delete('flaky');
    await cluster.gone('flaky');
    assert.ok(
      cluster
        .events('flaky')
        .some(({ message = '' }) => /failed to recover .* does not answer/.test(message)),
    );
  });

  test('says what is wrong with it where no admission did', async (t) => {
    const { cluster } = await shop(t, ['menu-1']);
    cluster.addPod({ ...podOf('redis-1', 1, { app: 'redis' }), spec: { containers: [{ name: 'redis' }] } });
    await operate(t, cluster);
    const failureOf = (name: string) =>
      until(`${name} to fail`, () => cluster.events(name).find(({ reason }) => reason === 'Failed')?.message);
    cluster.apply('too-many', { mode: 'fixed-percent', value: '101' });
    assert.match(
      await failureOf('too-many'),
      /select targets: spec: Invalid value: "object": mode needs a value/,
    );
    cluster.apply('nobody', { selector: { labelSelectors: { app: 'none' } } });
    assert.equal(await failureOf('nobody'), 'Failed to select targets: no pod is selected');
    cluster.apply('no-sidecar', { selector: { labelSelectors: { app: 'redis' } } });
    assert.match(await failureOf('no-sidecar'), /pod shop\/redis-1 has no fault proxy/);
    for (const name of ['too-many', 'nobody', 'no-sidecar']) {
      cluster.delete(name);
      await cluster.gone(name);
    }
  });

  test('is told of when it ends and no request has met it', async (t) => {
    const { cluster } = await shop(t, ['menu-1']);
    await operate(t, cluster);
    cluster.apply('idle', { port: 9090 });
    await cluster.condition('idle', 'AllInjected');
    cluster.delete('idle');
    await cluster.gone('idle');
    const [told] = cluster.events('idle').filter(({ reason }) => reason === 'NoEffect');
    assert.match(told?.message ?? '', /no fault proxy of the selected pods carries HTTP on port 9090$/);
  });

  test('is kept while the Kubernetes API is away; what happened meanwhile is done then', async (t) => {
    const { cluster, pods } = await shop(t, ['menu-1']);
    const operator = await operate(t, cluster);
    cluster.apply('flaky');
    await cluster.condition('flaky', 'AllInjected');
    cluster.link.cut();
    await until('the operator to notice', () => operator.problem !== undefined);
    await sleep(leaseMs + 500);
    assert.equal(await pods[0]?.isFailing(), true, 'its lease is renewed all the same');
    cluster.delete('flaky');
    cluster.link.mend();
    await cluster.gone('flaky');
    assert.equal(await pods[0]?.isFailing(), false);
    await until('the operator to be ready', () => operator.problem === undefined);
  });
});

function all(times: number): { served: number; failed: number } {
  return { served: times, failed: 0 };
}

async function shop(t: TestContext, names: string[]): Promise<{ cluster: TestCluster; pods: ServicePod[] }> {
  const cluster = await TestCluster.start(t);
  return { cluster, pods: await add(t, cluster, names) };
}

async function add(t: TestContext, cluster: TestCluster, names: string[]): Promise<ServicePod[]> {
  const pods = await Promise.all(names.map((name) => ServicePod.start(t, name)));
  for (const { pod } of pods) cluster.addPod(pod);
  return pods;
}
