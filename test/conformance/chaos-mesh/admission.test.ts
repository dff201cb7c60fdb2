// What Chaos Mesh refuses, in its words, and what it fills in.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment, type Kind, manifest } from './lib/experiment.ts';
import { Playground } from '../lib/playground.ts';
import { refusals } from './lib/refusals.ts';
import { podsOf } from '../lib/workloads.ts';

/** Nobody: nothing here is to happen to a pod. */
const nobody = podsOf('nobody');

describe('admission of experiments', { timeout: 180_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;

  before(() => {
    playground = Playground.open('admission');
    kubectl = playground.kubectl;
  });
  after(() => playground?.end());

  for (const { kind, spec, complaint } of refusals(nobody)) {
    test(`${kind} refused: ${complaint}`, () => {
      const { code, stderr } = kubectl.run('apply --dry-run=server -f -', manifest(kind, 'wrong', spec));
      assert.equal(code, 1);
      assert.equal(stderr, `${complaint}\n`);
    });
  }

  test('defaults are written into the object', () => {
    const delay = `"action":"delay","mode":"all","delay":{"latency":"1ms"},"target":{"mode":"one",${nobody}}`;
    const labelSelectors = { 'app.kubernetes.io/name': 'nobody' };
    const selector = { labelSelectors, namespaces: [playground.namespace] };
    assert.deepEqual(written('NetworkChaos', `${delay},${nobody}`), {
      action: 'delay',
      mode: 'all',
      selector,
      direction: 'to',
      partitionBehavior: 'drop',
      delay: { latency: '1ms', jitter: '0ms', correlation: '0' },
      target: { mode: 'one', selector },
    });
    assert.deepEqual(written('NetworkChaos', `"action":"loss","mode":"all","loss":{"loss":"1"},${nobody}`), {
      action: 'loss',
      mode: 'all',
      selector,
      direction: 'to',
      partitionBehavior: 'drop',
      loss: { loss: '1', correlation: '0' },
    });
    assert.deepEqual(written('PodChaos', `"action":"pod-kill","mode":"one",${nobody}`), {
      action: 'pod-kill',
      mode: 'one',
      selector,
    });
  });

  test('an experiment without a selector is for all pods of its namespace', () => {
    assert.deepEqual(written('PodChaos', '"action":"pod-kill","mode":"one"'), {
      action: 'pod-kill',
      mode: 'one',
      selector: { namespaces: [playground.namespace] },
    });
  });

  test('what is not looked at is accepted: a percentage of 150, an action without its part', () => {
    const odd = ['"action":"loss","loss":{"loss":"150"}', '"action":"delay"', '"action":"bandwidth"'];
    for (const action of odd) {
      const experiment = manifest('NetworkChaos', 'odd', `${action},"mode":"all",${nobody}`);
      assert.equal(
        kubectl.ok('apply --dry-run=server -f -', experiment),
        'networkchaos.chaos-mesh.org/odd created (server dry run)\n',
      );
    }
  });

  test('`get` has the columns of each kind, and both its names', () => {
    const spec = `"mode":"all","duration":"1m",${nobody}`;
    const slow = Experiment.apply(
      kubectl,
      'NetworkChaos',
      'slow',
      `"action":"delay","delay":{"latency":"1ms"},${spec}`,
    );
    const failure = Experiment.apply(kubectl, 'PodChaos', 'failure', `"action":"pod-failure",${spec}`);
    assert.match(kubectl.ok('get networkchaos'), /^NAME +ACTION +DURATION\nslow +delay +1m\n$/);
    assert.match(kubectl.ok('get podchaos.chaos-mesh.org'), /^NAME +AGE\nfailure +\d+s\n$/);
    slow.remove();
    failure.remove();
    assert.equal(
      kubectl.run('get httpchaos').stderr,
      `No resources found in ${playground.namespace} namespace.\n`,
    );
  });

  function written(kind: Kind, spec: string): unknown {
    const object = kubectl.ok('create --dry-run=server -o json -f -', manifest(kind, 'asked', spec));
    return (JSON.parse(object) as { spec: unknown }).spec;
  }
});
