import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type KubeObject, StatusError } from '@chaos-workshop/kube-api';
import type { Chaos, HTTPChaos, HTTPFault, NetworkChaos, PodChaos } from '../types.js';
import { chaos, service, testCluster } from '../testing/cluster.js';
import { chaosAdmission } from './admit.js';

const cluster = testCluster();
const admit = chaosAdmission(() => cluster);
const create = (object: KubeObject, dryRun = false) => admit({ operation: 'CREATE', object, dryRun });
const warnings = (object: KubeObject, dryRun = false) => create(object, dryRun)?.warnings ?? [];

function denial(object: KubeObject): string {
  try {
    create(object);
  } catch (error) {
    assert.ok(error instanceof StatusError);
    assert.equal(error.code, 403);
    return error.message.replace('admission webhook ', '').replace(' denied the request', '');
  }
  return 'accepted';
}

const target = { selector: { labelSelectors: { app: 'order' } }, mode: 'all' as const };
const network = (spec: Partial<NetworkChaos['spec']>) => chaos<NetworkChaos>('NetworkChaos', spec);
const pods = (spec: Partial<PodChaos['spec']>) => chaos<PodChaos>('PodChaos', spec);
const http = (spec: Partial<HTTPChaos['spec']>) => chaos<HTTPChaos>('HTTPChaos', spec);
const fault = (spec: Partial<HTTPFault['spec']>) => chaos<HTTPFault>('HTTPFault', spec);

/** Texts as the webhooks of Chaos Mesh print them for the same objects. */
const refusals: [sentence: string, object: Chaos, message: string][] = [
  [
    'a duration that is none',
    network({ duration: '10x' }),
    '"vnetworkchaos.kb.io": Spec.Duration: Invalid value: "10x": parse duration field error: time: unknown unit "x" in duration "10x"',
  ],
  [
    'several errors, in the order of the real walk',
    network({
      action: 'loss',
      mode: 'fixed',
      value: '0',
      loss: { loss: 'abc', correlation: 'x1' },
      target: { ...target, mode: 'fixed-percent', value: '101' },
    }),
    '"vnetworkchaos.kb.io": [Spec.PodSelector.value: Invalid value: "0": value must be greater than 0 with mode:fixed, Spec.Target.value: Invalid value: "101": value of 101 is invalid, Must be (0,100] with mode:fixed-percent, Spec.TcParameter.Loss.Loss: Invalid value: "abc": parse correlation field error:strconv.ParseFloat: parsing "abc": invalid syntax, Spec.TcParameter.Loss.Correlation: Invalid value: "x1": parse correlation field error:strconv.ParseFloat: parsing "x1": invalid syntax]',
  ],
  [
    'both without a target, and with external targets',
    network({ direction: 'both', externalTargets: ['1.1.1.1'] }),
    '"vnetworkchaos.kb.io": [Spec.direction: Invalid value: "both": external targets cannot be used with `from` and `both` direction in netem action yet, Spec.direction: Invalid value: "both": `from` and `both` direction cannot be used when targets is empty in netem action]',
  ],
  [
    'a rate that is none',
    network({ action: 'bandwidth', bandwidth: { rate: '1xbps', limit: 1, buffer: 1 } }),
    '"vnetworkchaos.kb.io": Spec.TcParameter.Bandwidth.Rate: Invalid value: "1xbps": parse rate field error:strconv.ParseUint: parsing "1x": invalid syntax',
  ],
  [
    'container-kill without names, and the value twice, as the real one finds it',
    pods({ action: 'container-kill', mode: 'fixed', value: '0', duration: '1d' }),
    '"vpodchaos.kb.io": [Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value, Spec.ContainerSelector.value: Invalid value: "0": value must be greater than 0 with mode:fixed, Spec.Duration: Invalid value: "1d": parse duration field error: time: unknown unit "d" in duration "1d", Spec.ContainerSelector.PodSelector.value: Invalid value: "0": value must be greater than 0 with mode:fixed]',
  ],
  [
    'a value that is no integer',
    pods({ mode: 'fixed', value: '1.5' }),
    '"vpodchaos.kb.io": [Spec.ContainerSelector.value: Invalid value: "1.5": parse value field error:strconv.Atoi: parsing "1.5": invalid syntax, Spec.ContainerSelector.PodSelector.value: Invalid value: "1.5": parse value field error:strconv.Atoi: parsing "1.5": invalid syntax]',
  ],
  [
    'an HTTPChaos with everything wrong',
    http({ port: 0, mode: 'fixed', value: '0', method: 'get', delay: 'abc' }),
    '"vhttpchaos.kb.io": [Spec.value: Invalid value: "0": value must be greater than 0 with mode:fixed, Spec.PodSelector.value: Invalid value: "0": value must be greater than 0 with mode:fixed, Spec.Port: Invalid value: 0: port 0 is not supported, Spec.Method: Invalid value: "get": method get is not supported, Spec.PodHttpChaosActions.Delay: Invalid value: "abc": invalid duration abc]',
  ],
];

const limits: [object: Chaos, message: RegExp][] = [
  [
    network({ device: 'eth0' }),
    /^"lab\.chaos-workshop\.io": spec\.device: Forbidden: pods in the lab have no network devices/,
  ],
  [network({ externalTargets: ['1.1.1.1'] }), /spec\.externalTargets: Forbidden/],
  [network({ remoteCluster: 'far' }), /spec\.remoteCluster: Forbidden: the lab is one cluster/],
  [
    network({ action: 'duplicate', duplicate: { duplicate: '1' } }),
    /spec\.action: Forbidden: .*TCP drops a duplicate/,
  ],
  [network({ action: 'corrupt', corrupt: { corrupt: '1' } }), /use action loss/],
  [
    network({ delay: { latency: '1ms', reorder: { reorder: '1', gap: 1 } } }),
    /spec\.delay\.reorder: Forbidden/,
  ],
  [
    network({ delay: { latency: '0.5ms' } }),
    /spec\.delay\.latency: Forbidden: the lab delays by whole milliseconds/,
  ],
  [
    network({ action: 'bandwidth', bandwidth: { rate: '1mbps', limit: 1, buffer: 1, peakrate: 2 } }),
    /spec\.bandwidth\.peakrate: Forbidden/,
  ],
  [http({ tls: { certName: 'a' } }), /spec\.tls: Forbidden: links in the lab carry plain HTTP/],
  [
    http({ patch: { body: { type: 'XML', value: '' } } }),
    /spec\.patch\.body\.type: Invalid value: "XML": JSON is the only one/,
  ],
  [
    {
      ...pods({}),
      metadata: { name: 'x', namespace: 'shop', annotations: { 'chaos-workshop.io/seed': '-1' } },
    },
    /metadata\.annotations\[chaos-workshop\.io\/seed\]: Invalid value: "-1": a seed is a whole number/,
  ],
  [
    http({ patch: { body: { type: 'JSON', value: '{' } } }),
    /spec\.patch\.body\.value: Invalid value: "{": this is not JSON/,
  ],
  [
    http({ patch: { headers: [['a']] } }),
    /spec\.patch\.headers\[0\]: Invalid value: \["a"\]: this is no pair/,
  ],
  [
    http({ replace: { path: 'x', code: 99 } }),
    /spec\.replace\.path: .*spec\.replace\.code: Invalid value: 99/,
  ],
  [pods({ remoteCluster: 'far' }), /spec\.remoteCluster: Forbidden/],
];

describe('admission', () => {
  for (const [sentence, object, message] of refusals)
    test(`refuses ${sentence}`, () => assert.equal(denial(object), message));

  for (const [object, message] of limits)
    test(`refuses what the lab cannot do: ${message.source}`, () => assert.match(denial(object), message));

  test('refuses an HTTPFault as the rules of its definition do', () =>
    assert.throws(() => create(fault({ before: {}, mode: 'fixed' })), {
      code: 422,
      message:
        'HTTPFault.chaos-workshop.io "test" is invalid: [spec: Invalid value: "object": nothing to inject: set failPercent or maxLatency in before or after, spec: Invalid value: "object": mode needs a value: a number for fixed, a percentage for fixed-percent and random-max-percent]',
    }));

  test('accepts a partition from everywhere, which has no rule on direction', () =>
    assert.equal(denial(network({ action: 'partition', direction: 'from' })), 'accepted'));

  test('accepts a negative duration, as the real one does', () =>
    assert.equal(denial(pods({ action: 'pod-failure', duration: '-1.5h' })), 'accepted'));

  test('looks at the method of requests only', () =>
    assert.equal(denial(http({ target: 'Response', method: 'get' })), 'accepted'));

  test('refuses every other kind of Chaos Mesh by name, and says where it works', () => {
    const stress = { ...network({}), kind: 'StressChaos' } as unknown as KubeObject;
    assert.match(
      denial(stress),
      /StressChaos does not work in the lab: .*NetworkChaos delay.*real cluster with Chaos Mesh/,
    );
  });

  test('leaves other objects alone', () => assert.equal(create(service('menu', {})), undefined));
});

describe('defaults', () => {
  test('are those of the real webhooks', () => {
    const admitted = create(network({ target, delay: { latency: '1s' } }))?.object as NetworkChaos;
    assert.deepEqual(admitted.spec.selector.namespaces, ['shop']);
    assert.deepEqual(admitted.spec.target?.selector.namespaces, ['shop']);
    assert.equal(admitted.spec.direction, 'to');
    assert.deepEqual(admitted.spec.delay, { latency: '1s', correlation: '0', jitter: '0ms' });
    assert.deepEqual(admitted.status, { experiment: {} });
  });
});

describe('updates', () => {
  const old = create(network({}))?.object as NetworkChaos;
  const update = (object: KubeObject) =>
    admit({ operation: 'UPDATE', object, oldObject: old, dryRun: false });

  test('of the spec are refused', () =>
    assert.throws(() => update({ ...old, spec: { ...old.spec, mode: 'one' } }), {
      message: 'admission webhook "vnetworkchaos.kb.io" denied the request: Cannot update chaos spec',
    }));

  test('of metadata and status pass', () => {
    const annotations = { 'experiment.chaos-mesh.org/pause': 'true' };
    assert.ok(update({ ...old, metadata: { ...old.metadata, annotations } }));
  });
});

describe('warnings', () => {
  test('none for an experiment that will work', () => assert.deepEqual(warnings(network({})), []));

  test('a dry run shows whom it would choose from', () =>
    assert.deepEqual(warnings(network({ mode: 'fixed', value: '1' }), true), [
      'test: spec.selector would choose fixed 1 of 2: shop/menu-1, shop/menu-2',
    ]));

  test('a part that the action needs is missing', () => {
    const { delay: _, ...spec } = network({}).spec;
    assert.match(warnings({ ...network({}), spec })[0] ?? '', /action is delay, and spec\.delay is missing/);
  });

  test('a part that the action ignores', () =>
    assert.deepEqual(warnings(network({ action: 'partition' })), [
      'spec.delay is ignored by action partition',
    ]));

  test('an HTTPChaos that does nothing', () =>
    assert.match(
      warnings(http({ abort: false }))[0] ?? '',
      /nothing to do: set abort, delay, replace or patch/,
    ));

  test('a percentage beyond 100', () =>
    assert.match(
      warnings(network({ action: 'loss', loss: { loss: '150' } }))[0] ?? '',
      /spec\.loss\.loss is 150/,
    ));

  test('a selector that matches nothing', () =>
    assert.match(
      warnings(network({ selector: { labelSelectors: { app: 'x' } } }))[0] ?? '',
      /matches no pod now/,
    ));

  test('a namespace that is closed, with the command that opens it', () =>
    assert.match(
      warnings(network({ selector: { namespaces: ['closed'] } }))[0] ?? '',
      /kubectl annotate namespace closed chaos-mesh\.org\/inject=enabled/,
    ));

  test('a delay to a target that is called through its ClusterIP', () =>
    assert.match(
      warnings(network({ target }))[0] ?? '',
      /does not reach requests through a ClusterIP Service \(order\)/,
    ));

  test('a duration that killing ignores', () =>
    assert.deepEqual(warnings(pods({ duration: '5s' })), ['spec.duration is ignored: killing happens once']));
});
