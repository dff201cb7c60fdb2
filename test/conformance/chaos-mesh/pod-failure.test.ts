// PodChaos pod-failure and container-kill: containers restart within their pods.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment } from './lib/experiment.ts';
import { Playground } from '../lib/playground.ts';
import { story } from '../lib/stories.ts';
import { deploy, image, podsOf } from '../lib/workloads.ts';

const pause = 'gcr.io/google-containers/pause:latest';

describe('PodChaos pod-failure and container-kill', { timeout: 240_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;

  before(() => {
    playground = Playground.open('pod-failure');
    kubectl = playground.kubectl;
    // One for each experiment: a container that restarts for the second time is made to wait.
    deploy(kubectl, { name: 'web', isCalled: true }, { name: 'endless' }, { name: 'killed' });
  });
  after(() => playground?.end());

  test('a failing pod runs a pause image, is not ready, and comes back when the time is up', async () => {
    const pod = podOf('web');
    const watch = kubectl.follow(`get pod ${pod} -w`);
    await watch.until(/Running/);
    const spec = `"action":"pod-failure","mode":"all","duration":"6s",${podsOf('web')}`;
    const failure = Experiment.apply(kubectl, 'PodChaos', 'failure', spec);
    failure.until('AllInjected');
    assert.equal(imageOf(pod), pause);
    assert.equal(annotationOf(pod, 'chaos-mesh-failure-pod-failure-web-normal-image'), image);
    await watch.until(/0\/1 +Running +1 \(/);
    assert.equal(
      kubectl.ok('get endpointslices -o jsonpath={.items[*].endpoints[*].conditions.ready}'),
      'false false',
    );
    failure.until('AllRecovered');
    assert.equal(imageOf(pod), image);
    assert.equal(annotationOf(pod, 'chaos-mesh-failure-pod-failure-web-normal-image'), '');
    await watch.until(/1\/1 +Running +2 \(/);
    watch.stop();
    // A busy kubelet may report two steps as one, and readiness before a restart.
    assert.match(
      story(watch.output, pod),
      /^1\/1 Running 0, (?:0\/1 Running 0, )?0\/1 Running 1, (?:1\/1 Running 1, )?(?:0\/1 Running 2, )?1\/1 Running 2$/,
    );
  });

  test('what happened is told by the experiment', () => {
    const failure = Experiment.find(kubectl, 'PodChaos', 'failure');
    const [record] = failure.records();
    const id = `${playground.namespace}/${podOf('web')}`;
    assert.equal(record?.id, id);
    assert.equal(record?.phase, 'Not Injected');
    assert.deepEqual([record?.injectedCount, record?.recoveredCount], [1, 1]);
    const operations = record?.events?.map(({ operation, type }) => `${operation} ${type}`);
    assert.deepEqual(operations, ['Apply Succeeded', 'Recover Succeeded']);
    assert.deepEqual(failure.holds(), ['AllRecovered', 'Selected']);
    assert.equal(failure.status().experiment.desiredPhase, 'Stop');
    assert.deepEqual(failure.events(), [
      'Normal|FinalizerInited|initFinalizers|Finalizer has been inited',
      'Normal|Updated|initFinalizers|Successfully update finalizer of resource',
      'Normal|Started|desiredphase|Experiment has started',
      'Normal|Updated|desiredphase|Successfully update desiredPhase of resource',
      `Normal|Applied|records|Successfully apply chaos for ${id}`,
      'Normal|Updated|records|Successfully update records of resource',
      'Normal|TimeUp|desiredphase|Time up according to the duration',
      'Normal|Updated|desiredphase|Successfully update desiredPhase of resource',
      `Normal|Recovered|records|Successfully recover chaos for ${id}`,
      'Normal|Updated|records|Successfully update records of resource',
    ]);
    failure.remove();
  });

  test('what happened is told by the pod', () => {
    const described = kubectl.ok(`describe pod ${podOf('web')}`);
    assert.match(described, /Container image "gcr.io\/google-containers\/pause:latest" already present/);
    assert.match(described, /Container web definition changed, will be restarted/);
    assert.match(described, /Last State: +Terminated\n +Reason: +Completed\n +Exit Code: +0\n/);
  });

  test('a failing pod whose experiment is deleted comes back at once', () => {
    const pod = podOf('endless');
    const spec = `"action":"pod-failure","mode":"all",${podsOf('endless')}`;
    Experiment.apply(kubectl, 'PodChaos', 'endless', spec).until('AllInjected');
    kubectl.ok(`wait --for=condition=Ready=false pod/${pod} --timeout=30s`);
    assert.match(kubectl.ok('delete podchaos endless'), deleted('podchaos', 'endless'));
    assert.equal(imageOf(pod), image);
    kubectl.ok(`wait --for=condition=Ready pod/${pod} --timeout=60s`);
  });

  test('a container that is killed shows Error 137 and restarts in its pod', async () => {
    const pod = podOf('killed');
    const watch = kubectl.follow(`get pod ${pod} -w`);
    await watch.until(/Running/);
    const spec = `"action":"container-kill","mode":"all","containerNames":["killed"],${podsOf('killed')}`;
    const kill = Experiment.apply(kubectl, 'PodChaos', 'kill', spec);
    kill.until('AllInjected');
    await watch.until(/1\/1 +Running +1 \(/);
    watch.stop();
    // A process that is back at once may never be seen as ended.
    assert.match(
      story(watch.output, pod),
      /^1\/1 Running 0, (?:0\/1 Error 0, )?(?:0\/1 Running 1, )?1\/1 Running 1$/,
    );
    assert.match(
      kubectl.ok(`describe pod ${pod}`),
      /Last State: +Terminated\n +Reason: +Error\n +Exit Code: +137\n/,
    );
    assert.deepEqual(
      kill.records().map(({ id, phase }) => [id, phase]),
      [[`${playground.namespace}/${pod}/killed`, 'Injected']],
    );
    assert.match(kubectl.ok('get podchaos'), /^NAME +AGE\nkill +\d+s\n$/);
    kill.remove();
  });

  test('a container name that no pod has selects nothing', async () => {
    const spec = `"action":"container-kill","mode":"all","containerNames":["nobody"],${podsOf('web')}`;
    const kill = Experiment.apply(kubectl, 'PodChaos', 'nobody', spec);
    assert.equal(
      await kill.told(/Failed/),
      'Warning|Failed|records|Failed to select targets: no target has been selected',
    );
    assert.deepEqual(kill.holds(), []);
    kill.remove();
  });

  function podOf(app: string): string {
    return kubectl.ok(`get pods -l app.kubernetes.io/name=${app} -o jsonpath={.items[0].metadata.name}`);
  }

  function imageOf(pod: string): string {
    return kubectl.ok(`get pod ${pod} -o jsonpath={.spec.containers[0].image}`);
  }

  function annotationOf(pod: string, name: string): string {
    return kubectl.ok(`get pod ${pod} -o jsonpath={.metadata.annotations.${name}}`);
  }

  /** Since kubectl 1.34 the namespace is said too. */
  function deleted(resource: string, name: string): RegExp {
    return new RegExp(`^${resource}\\.chaos-mesh\\.org "${name}" deleted`);
  }
});
