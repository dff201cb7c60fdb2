import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pod } from '@chaos-workshop/kube-api';
import { edge } from './testing/edges.js';
import { ChaosLab, experiment } from './testing/chaos-lab.js';
import { until } from './testing/until.js';

const delay = (spec: object = {}, annotations?: Record<string, string>) =>
  experiment('NetworkChaos', 'slow', { action: 'delay', delay: { latency: '100ms' }, ...spec }, annotations);

const slowKey = { kind: 'NetworkChaos', namespace: 'shop', name: 'slow' };
const slowFault = 'NetworkChaos/shop/slow';
const pause = (lab: ChaosLab, isPaused: boolean) =>
  lab.store.update(slowKey, ({ metadata }) => {
    metadata.annotations = { ...metadata.annotations, 'experiment.chaos-mesh.org/pause': String(isPaused) };
  });
const podNames = (lab: ChaosLab) => lab.store.list<Pod>('Pod').map(({ metadata }) => metadata.name);

describe('a NetworkChaos', { concurrency: true }, () => {
  test('is put on the links of the selected pods, and says so as Chaos Mesh does', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay());
    const status = await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    assert.deepEqual(
      lab.dataPlane.faults.get(slowFault)?.toxics,
      ['shop/menu-1', 'shop/menu-2'].map((upstream) => ({
        proxy: 'order-1->menu',
        upstream,
        stream: 'downstream',
        type: 'latency',
        attributes: { latency: 100, connect: 1 },
      })),
    );
    assert.deepEqual(
      status.experiment.containerRecords?.map(({ id, phase, injectedCount }) => [id, phase, injectedCount]),
      [
        ['shop/menu-1', 'Injected', 1],
        ['shop/menu-2', 'Injected', 1],
      ],
    );
    assert.deepEqual(status.instances, { 'shop/menu-1': 1, 'shop/menu-2': 1 });
    const messages = lab.events('slow').map(({ message }) => message);
    assert.deepEqual(messages, [
      'Finalizer has been inited',
      'Successfully update finalizer of resource',
      'Experiment has started',
      'Successfully update desiredPhase of resource',
      'Successfully update records of resource',
      'Successfully apply chaos for shop/menu-1',
      'Successfully apply chaos for shop/menu-2',
      'Successfully update records of resource',
    ]);
  });

  test('is lifted when it is deleted, and then it is gone', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.dataPlane.affected = { connections: 2, requests: 0, bytes: 99 };
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    lab.store.delete(slowKey);
    await lab.gone('NetworkChaos', 'slow');
    assert.equal(lab.dataPlane.faults.size, 0);
    assert.deepEqual(lab.reasons('slow').slice(-8), [
      'Deleted',
      'Updated',
      'Updated',
      'Recovered',
      'Recovered',
      'Updated',
      'FinalizerInited',
      'Updated',
    ]);
  });

  test('ends when its time runs out in the middle of a pass in which nothing else happens', async (t) => {
    let times: number[] = [];
    const lab = await ChaosLab.start(t, () => new Date(times.shift() ?? Date.now()));
    const { metadata } = lab.apply(delay({ duration: '1h' }));
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    const timeUp = Date.parse(metadata.creationTimestamp ?? '') + 3_600_000;
    times = [...Array<number>(4).fill(timeUp), ...Array<number>(200).fill(timeUp + 1)];
    lab.store.update(slowKey, (draft) => (draft.metadata.labels = { look: 'again' }));
    await lab.condition('NetworkChaos', 'slow', 'AllRecovered');
    assert.ok(lab.reasons('slow').includes('TimeUp'));
  });

  test('ends with its duration, and keeps what it has affected', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.dataPlane.affected = { connections: 2, requests: 0, bytes: 99 };
    lab.apply(delay({ duration: '4s' }));
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    const status = await lab.condition('NetworkChaos', 'slow', 'AllRecovered');
    assert.equal(status.experiment.desiredPhase, 'Stop');
    assert.equal(lab.dataPlane.faults.size, 0);
    assert.equal(
      lab.find('NetworkChaos', 'slow')?.metadata.annotations?.['chaos-workshop.io/affected'],
      '{"connections":2,"requests":0,"bytes":99}',
    );
    assert.ok(lab.reasons('slow').includes('TimeUp'));
    assert.ok(!lab.reasons('slow').includes('NoEffect'));
  });

  test('pauses and resumes with the same records', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    pause(lab, true);
    await lab.condition('NetworkChaos', 'slow', 'AllRecovered');
    await lab.condition('NetworkChaos', 'slow', 'Paused');
    assert.equal(lab.dataPlane.faults.size, 0);
    pause(lab, false);
    const status = await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    assert.deepEqual(
      status.experiment.containerRecords?.map(({ injectedCount, recoveredCount }) => [
        injectedCount,
        recoveredCount,
      ]),
      [
        [2, 1],
        [2, 1],
      ],
    );
    assert.ok(!lab.reasons('slow').includes('NoEffect'), 'a pause is no end');
  });

  test('that met nothing says why when it ends', async (t) => {
    const lab = await ChaosLab.start(t);
    const target = { mode: 'all', selector: { labelSelectors: { app: 'menu' } } };
    lab.apply(delay({ selector: { labelSelectors: { app: 'order' } }, target }));
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    lab.store.delete(slowKey);
    await lab.gone('NetworkChaos', 'slow');
    const warnings = lab.events('slow').filter(({ reason }) => reason === 'NoEffect');
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]?.message ?? '', /affected nothing: .* menu is called through its ClusterIP/);
  });

  test('follows the links of its pods', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    lab.links.put(edge('order-2', 'menu', []).link);
    await until('the new link to be slow', () => lab.dataPlane.faults.get(slowFault)?.toxics?.length === 4);
  });

  test('keeps its targets: pods that come later are not touched', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    lab.addPod('menu-3', 'menu');
    lab.links.put(edge('order-2', 'menu', []).link);
    await until('the new link to be slow', () => lab.dataPlane.faults.get(slowFault)?.toxics?.length === 4);
  });

  test('has a lease', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    assert.ok((lab.dataPlane.faults.get(slowFault)?.ttlMs ?? 0) > 0);
  });

  test('reports the seed it has drawn, and obeys the one it was given', async (t) => {
    const lab = await ChaosLab.start(t);
    const seed = () => lab.find('NetworkChaos', 'slow')?.metadata.annotations?.['chaos-workshop.io/seed'];
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    assert.equal(seed(), '2147483648');
    lab.store.delete(slowKey);
    await lab.gone('NetworkChaos', 'slow');
    lab.apply(delay({}, { 'chaos-workshop.io/seed': '42' }));
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    assert.equal(seed(), '42');
    assert.equal(lab.dataPlane.faults.get(slowFault)?.seed, 42);
  });

  test('that cannot be put in force is tried again, and told of', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.dataPlane.refusal = new Error('no such proxy');
    lab.apply(delay({ mode: 'one' }));
    await until(
      'a second failure',
      () => lab.reasons('slow').filter((reason) => reason === 'Failed').length >= 2,
    );
    const [record] = lab.find('NetworkChaos', 'slow')?.status?.experiment.containerRecords ?? [];
    assert.match(
      record?.events?.[0]?.message ?? '',
      /^failed to apply for pod shop\/menu-\d: no such proxy$/,
    );
    assert.equal(record?.phase, 'Not Injected/Wait');
    lab.dataPlane.refusal = undefined;
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
  });

  test('that never could be put in force can be deleted all the same', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay({ loss: { loss: '150' } }));
    await until('a failure', () => lab.reasons('slow').includes('Failed'));
    lab.store.delete(slowKey);
    await lab.gone('NetworkChaos', 'slow');
  });

  test('lifts its fault also when its finalizer is taken away', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay());
    await lab.condition('NetworkChaos', 'slow', 'AllInjected');
    lab.store.update(slowKey, (draft) => {
      draft.metadata.finalizers = [];
    });
    lab.store.delete(slowKey);
    await until('the fault to be lifted', () => lab.dataPlane.faults.size === 0);
    await lab.gone('NetworkChaos', 'slow');
  });

  test('that selects nothing fails once, stores nothing, and can be deleted', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(delay({ selector: { labelSelectors: { app: 'nobody' } } }));
    const failed = await until('the failure', () =>
      lab.events('slow').find(({ reason }) => reason === 'Failed'),
    );
    assert.equal(failed.message, 'Failed to select targets: no pod is selected');
    assert.equal(lab.find('NetworkChaos', 'slow')?.status?.experiment.containerRecords, undefined);
    lab.store.delete(slowKey);
    await lab.gone('NetworkChaos', 'slow');
  });
});

describe('an HTTPFault', () => {
  test('follows its selector when pods are replaced', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(experiment('HTTPFault', 'proxy', { port: 8080, before: { failPercent: 50 } }));
    await lab.condition('HTTPFault', 'proxy', 'AllInjected');
    lab.store.delete({ kind: 'Pod', namespace: 'shop', name: 'menu-1' }, { gracePeriodSeconds: 0 });
    lab.addPod('menu-3', 'menu');
    const text = () => JSON.stringify(lab.dataPlane.faults.get('HTTPFault/shop/proxy'));
    await until('the new pod to be affected', () => text().includes('shop/menu-3'));
    const status = await lab.condition('HTTPFault', 'proxy', 'AllInjected');
    const ids = status.experiment.containerRecords?.map(({ id }) => id);
    assert.deepEqual(ids, ['shop/menu-2', 'shop/menu-3']);
  });
});

describe('a PodChaos', () => {
  const podChaos = (spec: object) => experiment('PodChaos', 'pods', spec);

  test('pod-kill deletes the pods, once, and stays injected', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(podChaos({ action: 'pod-kill', duration: '1s' }));
    await lab.condition('PodChaos', 'pods', 'AllInjected');
    assert.deepEqual(podNames(lab), ['order-1']);
    lab.addPod('menu-3', 'menu');
    lab.store.delete({ kind: 'PodChaos', namespace: 'shop', name: 'pods' });
    await lab.gone('PodChaos', 'pods');
    assert.deepEqual(podNames(lab), ['menu-3', 'order-1']);
  });

  test('pod-kill with a grace period lets the pods end', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(podChaos({ action: 'pod-kill', gracePeriod: 7 }));
    await lab.condition('PodChaos', 'pods', 'AllInjected');
    const pod = lab.store.get<Pod>({ kind: 'Pod', namespace: 'shop', name: 'menu-1' });
    assert.equal(pod?.metadata.deletionGracePeriodSeconds, 7);
  });

  test('pod-failure swaps the images, and puts them back in the end', async (t) => {
    const lab = await ChaosLab.start(t);
    const pod = () => lab.store.get<Pod>({ kind: 'Pod', namespace: 'shop', name: 'menu-1' });
    lab.apply(podChaos({ action: 'pod-failure' }));
    await lab.condition('PodChaos', 'pods', 'AllInjected');
    assert.equal(pod()?.spec.containers[0]?.image, 'gcr.io/google-containers/pause:latest');
    assert.deepEqual(pod()?.metadata.annotations, {
      'chaos-mesh-pods-pod-failure-main-normal-image': 'shop/menu',
    });
    lab.store.delete({ kind: 'PodChaos', namespace: 'shop', name: 'pods' });
    await lab.gone('PodChaos', 'pods');
    assert.equal(pod()?.spec.containers[0]?.image, 'shop/menu');
    assert.deepEqual(pod()?.metadata.annotations, {});
  });

  test('container-kill asks the kubelet, container by container', async (t) => {
    const lab = await ChaosLab.start(t);
    lab.apply(podChaos({ action: 'container-kill', containerNames: ['main'] }));
    await lab.condition('PodChaos', 'pods', 'AllInjected');
    assert.deepEqual(lab.killed, ['shop/menu-1/main', 'shop/menu-2/main']);
  });

  test('that was forced to go while a pod fails leaves at once', async (t) => {
    const lab = await ChaosLab.start(t);
    const key = { kind: 'PodChaos', namespace: 'shop', name: 'pods' };
    lab.apply(podChaos({ action: 'pod-failure' }));
    await lab.condition('PodChaos', 'pods', 'AllInjected');
    lab.store.update(key, ({ metadata }) => {
      metadata.annotations = { 'chaos-mesh.chaos-mesh.org/cleanFinalizer': 'forced' };
    });
    lab.store.delete(key);
    await lab.gone('PodChaos', 'pods');
  });
});
