import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NetworkChaosSpec } from '@chaos-workshop/chaos-mesh';
import { edge } from '../testing/edges.js';
import { type Ends, networkFault } from './network-fault.js';

/** order → menu (ClusterIP, two pods), order → mysql and menu → mysql (headless), outside → order. */
const edges = [
  edge('order', 'menu', ['menu-1', 'menu-2']),
  edge('order', 'mysql', ['mysql-0'], { headless: true, protocol: 'tcp', targetPort: 3306, port: 3306 }),
  edge('menu-1', 'mysql', ['mysql-0'], { headless: true, protocol: 'tcp', targetPort: 3306, port: 3306 }),
  edge(undefined, 'order', ['order']),
];

const from = (...sources: string[]): Ends => ({
  sources: sources.map((name) => `shop/${name}`),
  targets: undefined,
});
const between = (source: string, ...targets: string[]): Ends => ({
  ...from(source),
  targets: targets.map((name) => `shop/${name}`),
});

function fault(spec: Partial<NetworkChaosSpec>, ends: Ends) {
  const slow = spec.action === undefined && { delay: { latency: '100ms' } };
  const least: NetworkChaosSpec = { selector: {}, mode: 'all', action: 'delay', ...slow, ...spec };
  return networkFault(least, ends, edges);
}

/** `link[/pod] up|down`, sorted. */
function places(spec: Partial<NetworkChaosSpec>, ends: Ends): string[] {
  return fault(spec, ends)
    .toxics.map(({ proxy, upstream, stream }) => {
      const pod = upstream === undefined ? '' : ` ${upstream.replace('shop/', '')}`;
      return `${proxy}${pod} ${stream === 'upstream' ? 'up' : 'down'}`;
    })
    .sort();
}

const partition = { action: 'partition' as const };

const table: [sentence: string, spec: Partial<NetworkChaosSpec>, ends: Ends, expected: string[]][] = [
  [
    'a delay without target: all that the pod sends, its calls upstream and its answers downstream',
    {},
    from('menu-1'),
    ['menu-1->mysql up', 'order->menu menu-1 down'],
  ],
  [
    'of a pod that people call from outside too',
    {},
    from('order'),
    ['external->order order down', 'order->menu up', 'order->mysql up'],
  ],
  ['to, through a ClusterIP: not affected', {}, between('order', 'menu-1'), []],
  ['to, through a headless Service: the calls', {}, between('order', 'mysql-0'), ['order->mysql mysql-0 up']],
  [
    'to, where the target is the caller: the answers',
    {},
    between('menu-1', 'order'),
    ['order->menu menu-1 down'],
  ],
  [
    'from: the answers of the target, a ClusterIP or not',
    { direction: 'from' },
    between('order', 'menu-1', 'mysql-0'),
    ['order->menu menu-1 down', 'order->mysql mysql-0 down'],
  ],
  [
    'both, through a ClusterIP: the answers only',
    { direction: 'both' },
    between('order', 'menu-1'),
    ['order->menu menu-1 down'],
  ],
  [
    'both, through a headless Service: calls and answers',
    { direction: 'both' },
    between('order', 'mysql-0'),
    ['order->mysql mysql-0 down', 'order->mysql mysql-0 up'],
  ],
  [
    'a partition to: the calls, through a ClusterIP all the same',
    partition,
    between('order', 'menu-1'),
    ['order->menu menu-1 up'],
  ],
  [
    'a partition from: the answers',
    { ...partition, direction: 'from' },
    between('order', 'menu-1'),
    ['order->menu menu-1 down'],
  ],
  [
    'a partition both: calls and answers, of that pod alone',
    { ...partition, direction: 'both' },
    between('order', 'menu-1'),
    ['order->menu menu-1 down', 'order->menu menu-1 up'],
  ],
  [
    'a partition to, where the target is the caller: the answers',
    partition,
    between('menu-1', 'order'),
    ['order->menu menu-1 down'],
  ],
  [
    'a partition to everybody: all that the pod sends',
    partition,
    from('menu-1'),
    ['menu-1->mysql up', 'order->menu menu-1 down'],
  ],
  [
    'a partition from everybody: all that comes to the pod',
    { ...partition, direction: 'from' },
    from('menu-1'),
    ['menu-1->mysql down', 'order->menu menu-1 up'],
  ],
];

describe('where a NetworkChaos acts', () => {
  for (const [sentence, spec, ends, expected] of table)
    test(sentence, () => assert.deepEqual(places(spec, ends), expected));

  test('once, also when both ends are the same pods', () => {
    assert.deepEqual(places({ direction: 'both' }, between('mysql-0', 'mysql-0')), []);
    assert.deepEqual(places({ ...partition, direction: 'both' }, between('order', 'order')), []);
  });
});

const shapes: [sentence: string, spec: Partial<NetworkChaosSpec>, type: string, attributes: object][] = [
  ['delay', {}, 'latency', { latency: 100, connect: 1 }],
  [
    'delay with jitter',
    { delay: { latency: '1s', jitter: '50ms', correlation: '25' } },
    'latency',
    { latency: 1000, jitter: 50, correlation: 25, connect: 1 },
  ],
  ['loss', { action: 'loss', loss: { loss: '12.5' } }, 'loss', { percent: 12.5, correlation: 0, connect: 1 }],
  ['partition', partition, 'blackhole', { connect: 1 }],
  [
    'bandwidth in bits',
    { action: 'bandwidth', bandwidth: { rate: '8mbit', limit: 1, buffer: 3000 } },
    'bandwidth',
    { bytesPerSecond: 1_000_000, burst: 3000, pool: 1 },
  ],
  [
    'bandwidth in bytes, which count in powers of 1024',
    { action: 'bandwidth', bandwidth: { rate: '1kbps', limit: 1, buffer: 1 } },
    'bandwidth',
    { bytesPerSecond: 1024, burst: 1, pool: 1 },
  ],
];

describe('what a NetworkChaos does', () => {
  for (const [sentence, spec, type, attributes] of shapes)
    test(sentence, () => {
      const [toxic] = fault(spec, from('menu-1')).toxics;
      assert.deepEqual([toxic?.type, toxic?.attributes], [type, attributes]);
    });

  test('all parts of netem together, whatever the action is called', () => {
    const spec = {
      action: 'netem' as const,
      delay: { latency: '1ms' },
      loss: { loss: '1' },
      rate: { rate: '1kbps' },
    };
    const types = fault(spec, between('order', 'mysql-0')).toxics.map(({ type }) => type);
    assert.deepEqual(types, ['latency', 'loss', 'bandwidth']);
  });

  test('a rate is for everything that a pod sends together, and for each pod anew', () => {
    const spec = { action: 'bandwidth' as const, bandwidth: { rate: '1kbps', limit: 1, buffer: 1 } };
    const { toxics } = fault(spec, from('order', 'menu-1'));
    const pools = toxics.map(({ proxy, stream, attributes }) => [`${proxy} ${stream}`, attributes['pool']]);
    assert.deepEqual(Object.fromEntries(pools), {
      'external->order downstream': 1,
      'order->menu upstream': 1,
      'order->mysql upstream': 1,
      'order->menu downstream': 2,
      'menu-1->mysql upstream': 2,
    });
  });

  const failures: [Partial<NetworkChaosSpec>, RegExp][] = [
    [
      { action: 'delay' },
      /^invalid spec for netem action, at least one is required from delay, loss, duplicate, corrupt$/,
    ],
    [{ action: 'bandwidth' }, /spec\.bandwidth is missing/],
    [{ loss: { loss: '150' } }, /loss is 150, not a percentage/],
    [{ rate: { rate: '0bit' } }, /lets nothing through/],
  ];
  for (const [spec, message] of failures)
    test(`fails when applied: ${message.source}`, () =>
      assert.throws(() => fault(spec, from('menu-1')), { message }));
});

describe('why nothing met a NetworkChaos', () => {
  const why = (spec: Partial<NetworkChaosSpec>, ends: Ends) => fault(spec, ends).whyNothingMet;

  test('a target behind a ClusterIP', () =>
    assert.match(
      why({}, between('order', 'menu-1')),
      /menu is called through its ClusterIP; use direction from/,
    ));
  test('two ends that do not talk', () =>
    assert.equal(
      why({}, between('menu-1', 'menu-2')),
      'the selected pods and the target do not call each other',
    ));
  test('a pod that nobody calls', () =>
    assert.match(why({}, from('lonely')), /no Service leads to the selected pods, and they call none/));
  test('links without traffic, by name', () =>
    assert.equal(why({}, between('order', 'mysql-0')), 'no traffic crossed order->mysql'));
});
