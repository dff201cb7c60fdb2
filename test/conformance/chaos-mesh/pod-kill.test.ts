// PodChaos pod-kill: the pod goes, its owner makes another, and the experiment says what it did.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment } from './lib/experiment.ts';
import { Playground } from '../lib/playground.ts';
import { story } from '../lib/stories.ts';
import { deploy, podsOf } from '../lib/workloads.ts';

describe('PodChaos pod-kill', { timeout: 180_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;

  before(() => {
    playground = Playground.open('pod-kill');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web' });
  });
  after(() => playground?.end());

  test('the pod terminates, another with a new name becomes ready', async () => {
    const [old = ''] = podNames();
    const watch = kubectl.follow('get pods -w');
    await watch.until(/Running/);
    const kill = Experiment.apply(
      kubectl,
      'PodChaos',
      'kill',
      `"action":"pod-kill","mode":"one",${podsOf('web')}`,
    );
    kill.until('AllInjected');
    kubectl.ok('rollout status deployment/web --timeout=60s');
    await watch.until(/\n[^]*Pending[^]*1\/1 +Running/);
    watch.stop();
    const [replacement = ''] = podNames();
    assert.notEqual(replacement, old);
    assert.equal(story(watch.output, old), '1/1 Running 0, 1/1 Terminating 0');
    // A busy kubelet may report two steps as one.
    assert.match(
      story(watch.output, replacement),
      /^0\/1 Pending 0, (?:0\/1 ContainerCreating 0, )?(?:0\/1 Running 0, )?1\/1 Running 0$/,
    );
  });

  test('the record names the pod that is gone, injected once and never recovered', () => {
    const kill = Experiment.find(kubectl, 'PodChaos', 'kill');
    const [record, ...others] = kill.records();
    assert.equal(others.length, 0);
    assert.match(record?.id ?? '', new RegExp(`^${playground.namespace}/web-[a-z0-9]+-[a-z0-9]+$`));
    const { phase, selectorKey, injectedCount, recoveredCount, events = [] } = record ?? {};
    assert.deepEqual([phase, selectorKey, injectedCount, recoveredCount], ['Injected', '.', 1, 0]);
    assert.deepEqual(
      events.map(({ operation, type }) => `${operation} ${type}`),
      ['Apply Succeeded'],
    );
    assert.deepEqual(kill.holds(), ['AllInjected', 'Selected']);
    assert.equal(kill.status().experiment.desiredPhase, 'Run');
  });

  test('a kill happens once: it has no start, its deletion recovers in name only', () => {
    const kill = Experiment.find(kubectl, 'PodChaos', 'kill');
    const pod = kill.records()[0]?.id;
    const survivors = podNames();
    kill.remove();
    assert.deepEqual(podNames(), survivors);
    assert.deepEqual(
      kill.events().filter((line) => !line.includes('|Failed|condition|')),
      [
        'Normal|FinalizerInited|initFinalizers|Finalizer has been inited',
        'Normal|Updated|initFinalizers|Successfully update finalizer of resource',
        'Normal|Updated|desiredphase|Successfully update desiredPhase of resource',
        `Normal|Applied|records|Successfully apply chaos for ${pod}`,
        'Normal|Updated|records|Successfully update records of resource',
        'Normal|Deleted|desiredphase|Experiment has been deleted',
        'Normal|Updated|desiredphase|Successfully update desiredPhase of resource',
        `Normal|Recovered|records|Successfully recover chaos for ${pod}`,
        'Normal|Updated|records|Successfully update records of resource',
        'Normal|FinalizerInited|initFinalizers|Finalizer has been removed',
        'Normal|Updated|initFinalizers|Successfully update finalizer of resource',
      ],
    );
  });

  test('neither a pause nor a duration holds it back', () => {
    const survivors = podNames();
    const pause = { 'experiment.chaos-mesh.org/pause': 'true' };
    const spec = `"action":"pod-kill","mode":"one","duration":"1s",${podsOf('web')}`;
    const kill = Experiment.apply(kubectl, 'PodChaos', 'paused', spec, pause);
    kill.until('AllInjected');
    assert.deepEqual(kill.holds(), ['AllInjected', 'Paused', 'Selected']);
    kubectl.ok('rollout status deployment/web --timeout=60s');
    assert.notDeepEqual(podNames(), survivors);
    kill.remove();
  });

  test('a grace period lets the container end by itself', async () => {
    const [old = ''] = podNames();
    const watch = kubectl.follow(`get pod ${old} -w -o jsonpath=[{.metadata.deletionGracePeriodSeconds}]`);
    await watch.until(/\[\]/);
    const spec = `"action":"pod-kill","mode":"one","gracePeriod":5,${podsOf('web')}`;
    const kill = Experiment.apply(kubectl, 'PodChaos', 'gently', spec);
    kill.until('AllInjected');
    await watch.until(/\[5\]/);
    watch.stop();
    kubectl.ok(`wait --for=delete pod/${old} --timeout=30s`);
    kill.remove();
  });

  /** Those that nobody is deleting. */
  function podNames(): string[] {
    const { items } = JSON.parse(kubectl.ok('get pods -o json')) as {
      items: { metadata: { name: string; deletionTimestamp?: string } }[];
    };
    return items
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata.name);
  }
});
