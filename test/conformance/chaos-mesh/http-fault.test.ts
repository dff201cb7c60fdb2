// HTTPFault, the kind of this workshop, in the restaurant: the lab and the operator obey it alike.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment, manifest } from './lib/experiment.ts';
import { kubectlIn } from '../lib/playground.ts';
import { podsOf } from '../lib/workloads.ts';

const namespace = 'chaos-workshop';
const menu = `"mode":"all","port":8080,${podsOf('menu-service')}`;

/** Twenty questions to the menu from a pod of order-service, each on a connection of its own. */
const ask = (headers: object) => `
const results = [];
for (let n = 0; n < 20; n++) {
  const headers = { connection: 'close', ...${JSON.stringify(headers)} };
  const start = performance.now();
  const status = await fetch(process.env.MENU_URL + '/products/burger', { headers })
    .then((answer) => answer.text().then(() => answer.status), () => 'cut');
  results.push([status, performance.now() - start]);
}
console.log(JSON.stringify(results));
`;

describe('HTTPFault in the restaurant', { timeout: 180_000 }, () => {
  let kubectl: Kubectl;

  before(() => {
    kubectl = kubectlIn(namespace);
    for (const name of ['menu-service', 'order-service'])
      kubectl.ok(`rollout status deployment/${name} --timeout=50s`);
  });
  after(() => kubectl?.run('delete httpfault conformance --ignore-not-found --timeout=20s'));

  test('requests fail, half of them cut off, half answered with 503; those that stand down pass', () => {
    const fault = Experiment.apply(
      kubectl,
      'HTTPFault',
      'conformance',
      `${menu},"before":{"failPercent":100}`,
    );
    fault.until('AllInjected');
    const statuses = asked().map(([status]) => status);
    assert.deepEqual([...new Set(statuses)].sort(), [503, 'cut']);
    const spared = asked({ 'Workshop-ChaosProxy-StandDown': 'true' }).map(([status]) => status);
    assert.deepEqual([...new Set(spared)], [200]);
  });

  test('it is led through its life as an experiment of Chaos Mesh is', () => {
    const fault = Experiment.find(kubectl, 'HTTPFault', 'conformance');
    assert.deepEqual(fault.holds(), ['AllInjected', 'Selected']);
    const records = fault.records();
    const pods = kubectl.ok(
      'get pods -l app.kubernetes.io/name=menu-service -o jsonpath={.items[*].metadata.name}',
    );
    assert.deepEqual(
      records.map(({ id, phase, injectedCount }) => [id, phase, injectedCount]).sort(),
      pods
        .split(' ')
        .map((pod) => [`${namespace}/${pod}`, 'Injected', 1])
        .sort(),
    );
    assert.match(
      kubectl.ok('get httpfault conformance'),
      /^NAME +PORT +BEFORE +AFTER +DURATION +AGE\nconformance +8080 +100 +\d+s\n$/,
    );
    assert.equal(
      kubectl.run('patch httpfault conformance --type merge -p {"spec":{"port":80}}').stderr,
      'The HTTPFault "conformance" is invalid: spec: Invalid value: "object": Cannot update chaos spec\n',
    );
    fault.remove();
    const told = fault.events().map((line) => line.split('|').slice(0, 3).join('|'));
    assert.deepEqual(
      told.filter((line, at) => line !== told[at - 1]),
      [
        'Normal|FinalizerInited|initFinalizers',
        'Normal|Updated|initFinalizers',
        'Normal|Started|desiredphase',
        'Normal|Updated|desiredphase',
        'Normal|Updated|records',
        'Normal|Applied|records',
        'Normal|Updated|records',
        'Normal|Deleted|desiredphase',
        'Normal|Updated|desiredphase',
        'Normal|Updated|records',
        'Normal|Recovered|records',
        'Normal|Updated|records',
        'Normal|FinalizerInited|initFinalizers',
        'Normal|Updated|initFinalizers',
      ],
    );
  });

  test('after it nothing fails and nothing waits', () => {
    assert.deepEqual([...new Set(asked().map(([status]) => status))], [200]);
  });

  test('latency is anything up to its maximum; when the time is up it is over', () => {
    const spec = `${menu},"after":{"maxLatency":"300ms"},"duration":"12s"`;
    const fault = Experiment.apply(kubectl, 'HTTPFault', 'conformance', spec);
    fault.until('AllInjected');
    const waits = asked().map(([, ms]) => ms);
    assert.ok(Math.max(...waits) > 100, `twenty answers within ${Math.max(...waits)} ms`);
    fault.until('AllRecovered');
    assert.deepEqual(fault.holds(), ['AllRecovered', 'Selected']);
    assert.equal(fault.status().experiment.desiredPhase, 'Stop');
    const { metadata } = JSON.parse(kubectl.ok('get httpfault conformance -o json')) as {
      metadata: { annotations: Record<string, string> };
    };
    const affected = JSON.parse(metadata.annotations['chaos-workshop.io/affected'] ?? '{}') as {
      requests?: number;
    };
    assert.ok((affected.requests ?? 0) >= 20, `${affected.requests} requests were counted`);
    fault.remove();
  });

  const wrong: [spec: string, complaint: string][] = [
    [`"mode":"all",${podsOf('menu-service')}`, beside('spec.port: Required value')],
    [
      `${menu},"before":{"failPercent":101}`,
      'spec.before.failPercent: Invalid value: 101: spec.before.failPercent in body should be less than or equal to 100',
    ],
    [
      `${menu},"before":{"maxLatency":"1 minute"}`,
      String.raw`spec.before.maxLatency: Invalid value: "1 minute": spec.before.maxLatency in body should match '^[0-9]+(\.[0-9]+)?(ms|s|m)$'`,
    ],
    [
      menu,
      'spec: Invalid value: "object": nothing to inject: set failPercent or maxLatency in before or after',
    ],
    [
      `"mode":"fixed","port":8080,${podsOf('menu-service')},"before":{"failPercent":1}`,
      'spec: Invalid value: "object": mode needs a value: a number for fixed, a percentage for fixed-percent and random-max-percent',
    ],
    [
      `${menu},"duration":"5 minutes","before":{"failPercent":1}`,
      String.raw`spec.duration: Invalid value: "5 minutes": spec.duration in body should match '^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$'`,
    ],
    [
      `"mode":"some","port":8080,${podsOf('menu-service')}`,
      beside(
        'spec.mode: Unsupported value: "some": supported values: "one", "all", "fixed", "fixed-percent", "random-max-percent"',
      ),
    ],
  ];
  for (const [spec, complaint] of wrong) {
    test(`refused: ${complaint.trim()}`, () => {
      const { code, stderr } = kubectl.run(
        'apply --dry-run=server -f -',
        manifest('HTTPFault', 'wrong', spec),
      );
      assert.equal(code, 1);
      assert.equal(stderr, `The HTTPFault "wrong" is invalid: ${complaint}\n`);
    });
  }

  function asked(headers: object = {}): [status: number | 'cut', ms: number][] {
    const pod = 'exec -i deploy/order-service -c order-service --';
    return JSON.parse(kubectl.ok(`${pod} node --input-type=module -`, ask(headers))) as [
      number | 'cut',
      number,
    ][];
  }
});

/** What is of the wrong shape is not measured by the rules. */
function beside(complaint: string): string {
  return `
* ${complaint}
* <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation`;
}
