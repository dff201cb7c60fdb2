// Whom an experiment takes: selectors, modes, namespaces that are not open, and what is said when it takes nobody.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment } from './lib/experiment.ts';
import { Playground } from '../lib/playground.ts';
import { deploy, podsOf } from '../lib/workloads.ts';

const modes: [mode: string, counts: number[]][] = [
  ['"mode":"one"', [1]],
  ['"mode":"all"', [4]],
  ['"mode":"fixed","value":"3"', [3]],
  ['"mode":"fixed","value":"9"', [4]],
  ['"mode":"fixed-percent","value":"1"', [1]],
  ['"mode":"fixed-percent","value":"51"', [3]],
];

const nobody = 'Failed to select targets: no pod is selected';

const selectNobody: [selector: string, complaint: string][] = [
  ['{"labelSelectors":{"app":"nobody"}}', nobody],
  ['{"podPhaseSelectors":["Sleeping"]}', nobody],
  ['{"namespaces":["elsewhere"]}', nobody],
  ['{"annotationSelectors":{"a":"b"}}', nobody],
  ['{"fieldSelectors":{"metadata.name":"nobody"}}', nobody],
  [
    '{"fieldSelectors":{"spec.wrong":"x"}}',
    'Failed to select targets: field label not supported: spec.wrong',
  ],
  [
    '{"nodes":["nowhere"]}',
    'Failed to select targets: cannot parse node selector, msg: Node "nowhere" not found',
  ],
  [
    '{"expressionSelectors":[{"key":"a","operator":"Maybe"}]}',
    'Failed to select targets: cannot parse label selector, msg: "Maybe" is not a valid label selector operator',
  ],
  [
    '{"expressionSelectors":[{"key":"a","operator":"In"}]}',
    "Failed to select targets: cannot parse label selector, msg: values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
  ],
  [
    '{"expressionSelectors":[{"key":"a","operator":"Exists","values":["b"]}]}',
    'Failed to select targets: cannot parse label selector, msg: values: Invalid value: ["b"]: values set must be empty for exists and does not exist',
  ],
];

describe('the targets of an experiment', { timeout: 240_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  let names: string[];

  before(() => {
    playground = Playground.open('selectors');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web', replicas: 4 }, { name: 'other' });
    names = kubectl
      .ok('get pods -l app.kubernetes.io/name=web -o jsonpath={.items[*].metadata.name}')
      .split(' ');
  });
  after(() => playground?.end());

  for (const [mode, counts] of modes) {
    test(`${mode} of four pods takes ${counts.join(' or ')}`, () => {
      const taken = idsOf(`${mode},${podsOf('web')}`);
      assert.ok(counts.includes(taken.length), taken.join(', '));
      assert.ok(
        taken.every((id) => names.includes(id.split('/')[1] ?? '')),
        taken.join(', '),
      );
      assert.equal(new Set(taken).size, taken.length);
    });
  }

  test('all criteria must hold together', () => {
    const [first = ''] = names;
    const expression =
      '"expressionSelectors":[{"key":"app.kubernetes.io/name","operator":"In","values":["web","other"]}]';
    const selector = `{${expression},"fieldSelectors":{"metadata.name":"${first}"},"podPhaseSelectors":["Running"]}`;
    assert.deepEqual(idsOf(`"mode":"all","selector":${selector}`), [`${playground.namespace}/${first}`]);
  });

  test('pods that are named are taken whatever else is asked for; names of nobody are passed over', () => {
    const [first = ''] = names;
    const pods = `"pods":{"${playground.namespace}":["${first}","nobody"]}`;
    const selector = `{${pods},"labelSelectors":{"app.kubernetes.io/name":"other"}}`;
    assert.deepEqual(idsOf(`"mode":"all","selector":${selector}`), [`${playground.namespace}/${first}`]);
  });

  test('without a selector it is all pods of the namespace', () => {
    assert.equal(idsOf('"mode":"all"').length, 5);
  });

  for (const [selector, complaint] of selectNobody) {
    test(`${selector}: ${complaint}`, async () => {
      const spec = `"action":"delay","delay":{"latency":"1ms"},"mode":"all","selector":${selector}`;
      const nobody = Experiment.apply(kubectl, 'NetworkChaos', 'nobody', spec);
      assert.equal(await nobody.told(/Failed/), `Warning|Failed|records|${complaint}`);
      const { experiment } = nobody.status();
      assert.deepEqual(experiment, { desiredPhase: 'Run' });
      assert.deepEqual(nobody.holds(), []);
      nobody.remove();
    });
  }

  test('a namespace that is not open to chaos has no pods for it', async () => {
    kubectl.ok(`annotate namespace ${playground.namespace} chaos-mesh.org/inject-`);
    const spec = `"action":"delay","delay":{"latency":"1ms"},"mode":"all",${podsOf('web')}`;
    const closed = Experiment.apply(kubectl, 'NetworkChaos', 'closed', spec);
    assert.equal(await closed.told(/Failed/), `Warning|Failed|records|${nobody}`);
    closed.remove();
    kubectl.ok(`annotate namespace ${playground.namespace} chaos-mesh.org/inject=enabled`);
    assert.equal(idsOf(`"mode":"all",${podsOf('web')}`).length, 4);
  });

  /** The records of a delay of a millisecond. */
  function idsOf(choice: string): string[] {
    const spec = `"action":"delay","delay":{"latency":"1ms"},${choice}`;
    const slow = Experiment.apply(kubectl, 'NetworkChaos', 'chosen', spec);
    slow.until('Selected');
    const ids = slow.records().map(({ id }) => id);
    slow.remove();
    return ids;
  }
});
