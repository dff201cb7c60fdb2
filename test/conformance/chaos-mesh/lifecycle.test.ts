// An experiment from its creation to its end: what is written when, pause and resume, what may be changed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Following, type Kubectl } from '../../lib/kubectl.ts';
import { Experiment, manifest } from './lib/experiment.ts';
import { Playground } from '../lib/playground.ts';
import { deploy, podsOf } from '../lib/workloads.ts';

const delay = `"action":"delay","mode":"all","delay":{"latency":"10ms"}`;
const paused = { 'experiment.chaos-mesh.org/pause': 'true' };
/** One line for each version of an object. */
const version = [
  '{.metadata.name}',
  '{.metadata.finalizers[*]}',
  '{.metadata.deletionTimestamp}',
  '{.status.experiment.desiredPhase}',
  '{.status.conditions[?(@.status=="True")].type}',
  '{.status.experiment.containerRecords[*].phase}',
].join('|');

describe('the life of an experiment', { timeout: 240_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;

  before(() => {
    playground = Playground.open('lifecycle');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web', isCalled: true }, { name: 'caller', env: { WEB: 'redis://web:6379' } });
  });
  after(() => playground?.end());

  test('every step is a version that a watch sees', async () => {
    const watch = await watchNetworkChaos();
    const slow = Experiment.apply(
      kubectl,
      'NetworkChaos',
      'slow',
      `${delay},"duration":"5s",${podsOf('web')}`,
    );
    slow.until('AllInjected');
    assert.equal(kubectl.ok('exec deploy/caller -- sh -c redis-cli\t-u\t$WEB\tPING'), 'PONG\n');
    slow.until('AllRecovered');
    slow.remove();
    await watch.until(/slow\|[^\n]*T[^\n]*\n/);
    watch.stop();
    assert.deepEqual(versionsOf('slow', watch.output), [
      '||||',
      'chaos-mesh/records||||',
      'chaos-mesh/records||Run||',
      'chaos-mesh/records||Run||Not Injected/Wait',
      'chaos-mesh/records||Run|Selected|Not Injected/Wait',
      'chaos-mesh/records||Run|Selected|Injected',
      'chaos-mesh/records||Run|AllInjected Selected|Injected',
      'chaos-mesh/records||Stop|AllInjected Selected|Injected',
      'chaos-mesh/records||Stop|AllInjected Selected|Injected/Wait',
      'chaos-mesh/records||Stop|Selected|Injected/Wait',
      'chaos-mesh/records||Stop|Selected|Not Injected',
      'chaos-mesh/records||Stop|AllRecovered Selected|Not Injected',
      'chaos-mesh/records|deleted|Stop|AllRecovered Selected|Not Injected',
    ]);
    assert.deepEqual(slow.events(), [
      'Normal|FinalizerInited|initFinalizers|Finalizer has been inited',
      'Normal|Updated|initFinalizers|Successfully update finalizer of resource',
      'Normal|Started|desiredphase|Experiment has started',
      'Normal|Updated|desiredphase|Successfully update desiredPhase of resource',
      'Normal|Updated|records|Successfully update records of resource',
      `Normal|Applied|records|Successfully apply chaos for ${idOf('web')}`,
      'Normal|Updated|records|Successfully update records of resource',
      'Normal|TimeUp|desiredphase|Time up according to the duration',
      'Normal|Updated|desiredphase|Successfully update desiredPhase of resource',
      'Normal|Updated|records|Successfully update records of resource',
      `Normal|Recovered|records|Successfully recover chaos for ${idOf('web')}`,
      'Normal|Updated|records|Successfully update records of resource',
      'Normal|FinalizerInited|initFinalizers|Finalizer has been removed',
      'Normal|Updated|initFinalizers|Successfully update finalizer of resource',
    ]);
  });

  test('a pause recovers, and goes on with the same pods afterwards', () => {
    const slow = Experiment.apply(kubectl, 'NetworkChaos', 'resumed', `${delay},${podsOf('web')}`);
    slow.until('AllInjected');
    assert.match(kubectl.ok('get networkchaos resumed'), /^NAME +ACTION +DURATION\nresumed +delay *\n$/);
    assert.deepEqual(Object.keys(slow.status().instances ?? {}), [idOf('web')]);
    kubectl.ok('annotate networkchaos resumed experiment.chaos-mesh.org/pause=true');
    slow.until('Paused');
    slow.until('AllRecovered');
    assert.deepEqual(slow.holds(), ['AllRecovered', 'Paused', 'Selected']);
    assert.equal(slow.status().experiment.desiredPhase, 'Stop');
    kubectl.ok('annotate networkchaos resumed experiment.chaos-mesh.org/pause-');
    slow.until('AllInjected');
    assert.deepEqual(slow.holds(), ['AllInjected', 'Selected']);
    const [record] = slow.records();
    assert.deepEqual([record?.injectedCount, record?.recoveredCount], [2, 1]);
    const told = slow.events().filter((line) => /Started|Paused/.test(line));
    assert.deepEqual(told, [
      'Normal|Started|desiredphase|Experiment has started',
      'Normal|Paused|desiredphase|Experiment has been paused',
      'Normal|Started|desiredphase|Experiment has started',
    ]);
  });

  test('applied again it is unchanged; its spec cannot be changed, its labels can', () => {
    const same = manifest('NetworkChaos', 'resumed', `${delay},${podsOf('web')}`);
    assert.equal(kubectl.ok('apply -f -', same), 'networkchaos.chaos-mesh.org/resumed unchanged\n');
    const denied = 'admission webhook "vnetworkchaos.kb.io" denied the request: Cannot update chaos spec\n';
    const other = kubectl.run(
      'apply -f -',
      manifest('NetworkChaos', 'resumed', `${delay},"duration":"1m",${podsOf('web')}`),
    );
    assert.equal(other.code, 1);
    assert.ok(
      other.stderr.startsWith('Error from server (Forbidden): error when applying patch:\n'),
      other.stderr,
    );
    assert.ok(other.stderr.endsWith(`for: "STDIN": error when patching "STDIN": ${denied}`), other.stderr);
    const patched = kubectl.run('patch networkchaos resumed --type merge -p {"spec":{"mode":"one"}}');
    assert.equal(patched.stderr, `Error from server (Forbidden): ${denied}`);
    assert.equal(
      kubectl.ok('label networkchaos resumed exercise=one'),
      'networkchaos.chaos-mesh.org/resumed labeled\n',
    );
  });

  test('deleted in full swing it recovers first, and tells so', () => {
    const slow = Experiment.find(kubectl, 'NetworkChaos', 'resumed');
    slow.remove();
    assert.equal(
      kubectl.run('get networkchaos resumed').stderr,
      'Error from server (NotFound): networkchaos.chaos-mesh.org "resumed" not found\n',
    );
    assert.deepEqual(
      slow
        .events()
        .filter((line) => /Deleted|Recovered/.test(line))
        .slice(-2),
      [
        'Normal|Deleted|desiredphase|Experiment has been deleted',
        `Normal|Recovered|records|Successfully recover chaos for ${idOf('web')}`,
      ],
    );
  });

  test('paused from its birth it selects and waits', async () => {
    const slow = Experiment.apply(
      kubectl,
      'NetworkChaos',
      'born-paused',
      `${delay},${podsOf('web')}`,
      paused,
    );
    await slow.told(/records of resource/);
    slow.until('Selected');
    assert.deepEqual(slow.holds(), ['AllRecovered', 'Paused', 'Selected']);
    const [record] = slow.records();
    assert.deepEqual([record?.phase, record?.injectedCount, record?.events], ['Not Injected', 0, undefined]);
    slow.remove();
  });

  test('a pod that is gone counts as recovered', () => {
    const slow = Experiment.apply(kubectl, 'NetworkChaos', 'orphaned', `${delay},${podsOf('web')}`);
    slow.until('AllInjected');
    const id = idOf('web');
    kubectl.ok('delete pod -l app.kubernetes.io/name=web --now');
    kubectl.ok('rollout status deployment/web --timeout=60s');
    assert.deepEqual(
      slow.records().map((record) => record.id),
      [id],
      'targets are chosen once',
    );
    assert.match(kubectl.ok('delete networkchaos orphaned --timeout=20s'), /"orphaned" deleted/);
  });

  /** Something is in the list, or nobody could tell when the watch begins. */
  async function watchNetworkChaos(): Promise<Following> {
    Experiment.apply(kubectl, 'NetworkChaos', 'beacon', `${delay},${podsOf('nobody')}`);
    const watch = kubectl.follow(`get networkchaos -w -o jsonpath=${version}{"\\n"}`);
    await watch.until(/beacon/);
    return watch;
  }

  function versionsOf(name: string, output: string): string[] {
    const lines = output.split('\n').filter((line) => line.startsWith(`${name}|`));
    const versions = lines.map((line) => {
      const [, finalizers, deletion, phase, conditions = '', records] = line.split('|');
      const holds = conditions.split(' ').sort().join(' ');
      return [finalizers, deletion && 'deleted', phase, holds, records].join('|');
    });
    // The last news of an object shows it with its finalizer on some clusters and without on others.
    return versions
      .filter((one, at) => one !== versions[at - 1])
      .filter((one) => !one.startsWith('|deleted'));
  }

  function idOf(app: string): string {
    const pods = `get pods -l app.kubernetes.io/name=${app} --field-selector status.phase=Running`;
    return `${playground.namespace}/${kubectl.ok(`${pods} -o jsonpath={.items[0].metadata.name}`)}`;
  }
});
