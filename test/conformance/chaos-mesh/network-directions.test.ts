// NetworkChaos and its direction: which packets are late or lost, through a ClusterIP and to a pod's own address.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment } from './lib/experiment.ts';
import { addressesOf, Line, type RoundTrips, type Way } from './lib/line.ts';
import { Playground } from '../lib/playground.ts';
import { deploy, podsOf } from '../lib/workloads.ts';

const caller = podsOf('caller');
const server = podsOf('server');
const target = (selector: string) => `"target":{"mode":"all",${selector}}`;

/** How often a request and its answer are made to wait. */
type Waits = Record<Way, number>;

const latencyMs = 200;
/** What a busy machine adds to the best of several round trips. */
const slackMs = 190;

/**
 * A filter on a target holds the addresses of its pods. A packet on its way to a Service still has the ClusterIP when
 * it leaves the calling pod, so it is not met; the answer goes to the address of the calling pod, and is.
 */
const delays: [sentence: string, spec: string, waits: Waits][] = [
  ['to a target', `"direction":"to",${caller},${target(server)}`, { service: 0, pod: 1 }],
  ['from a target', `"direction":"from",${caller},${target(server)}`, { service: 1, pod: 1 }],
  ['both to and from a target', `"direction":"both",${caller},${target(server)}`, { service: 1, pod: 2 }],
  ['of the answers to a target', `"direction":"to",${server},${target(caller)}`, { service: 1, pod: 1 }],
  ['of all that the caller sends', caller, { service: 1, pod: 1 }],
  ['of all that the called one sends', server, { service: 1, pod: 1 }],
];

/** A partition drops packets at both its ends, and one of them sees the address of the pod. */
const partitions = ['to', 'from', 'both'];

describe('NetworkChaos between two pods', { timeout: 300_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  let line: Line;

  before(() => {
    playground = Playground.open('directions');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'server', isCalled: true }, { name: 'caller', env: addressesOf('server') });
    line = new Line(kubectl, 'caller');
  });
  after(() => playground?.end());

  test('without chaos nothing waits', () => requireWaits({ service: 0, pod: 0 }));

  for (const [sentence, spec, waits] of delays) {
    test(`a delay ${sentence}: ${waits.service} × through the Service, ${waits.pod} × to the pod`, () => {
      const delay = `"action":"delay","mode":"all","delay":{"latency":"${latencyMs}ms"},${spec}`;
      const slow = Experiment.apply(kubectl, 'NetworkChaos', 'slow', delay);
      slow.until('AllInjected');
      requireWaits(waits);
      slow.remove();
    });
  }

  test('deleting a delay ends it', () => requireWaits({ service: 0, pod: 0 }));

  for (const direction of partitions) {
    test(`a partition ${direction} a target: nothing is answered, through the Service or by the pod`, () => {
      const cut = Experiment.apply(
        kubectl,
        'NetworkChaos',
        'cut',
        `"action":"partition","mode":"all","direction":"${direction}",${caller},${target(server)}`,
      );
      cut.until('AllInjected');
      assert.deepEqual(line.answered(), []);
      cut.remove();
      assert.deepEqual(line.answered(), ['service', 'pod']);
    });
  }

  test('a connection that was there before a partition goes on after it', () => {
    line.run('nohup redis-cli -u $WAY_SERVICE -i 0.2 -r 1000 PING > /tmp/pings 2>&1 & sleep 1');
    const cut = Experiment.apply(
      kubectl,
      'NetworkChaos',
      'cut',
      `"action":"partition","mode":"all","direction":"both",${caller},${target(server)}`,
    );
    cut.until('AllInjected');
    const [during, later] = line.run('wc -l < /tmp/pings; sleep 2; wc -l < /tmp/pings').trim().split('\n');
    assert.equal(later, during);
    cut.remove();
    const gone = line.run(
      'for i in $(seq 40); do sleep 0.5; n=$(wc -l < /tmp/pings); [ $n -gt ' +
        later +
        ' ] && break; done; grep -vc PONG /tmp/pings; wc -l < /tmp/pings',
    );
    const [others, total] = gone.trim().split('\n').map(Number);
    assert.equal(others, 0, 'the connection was broken');
    assert.ok((total ?? 0) > Number(later), 'the connection did not go on');
  });

  /** A busy machine makes a round trip longer, never shorter: too long is measured again. */
  function requireWaits(waits: Waits): void {
    for (let attempt = 1; ; attempt++) {
      const late = outliers(line.measure(), waits);
      if (late.length === 0) return;
      if (attempt === 5) assert.fail(`five times in a row: ${late.join('; ')}`);
    }
  }

  /** What took too long. @throws when something did not take long enough. */
  function outliers(measured: Record<Way, RoundTrips>, waits: Waits): string[] {
    return (['service', 'pod'] as const).flatMap((way) => {
      const { fresh, kept } = measured[way];
      const leastMs = waits[way] * latencyMs;
      return [
        ...outlier(`${way}, connection kept`, kept?.least, { leastMs, mostMs: leastMs + slackMs }),
        // A new connection has a handshake before its request, and maybe a look-up of the name before that.
        ...outlier(`${way}, connection new`, fresh, { leastMs: 2 * leastMs, mostMs: 3 * leastMs + slackMs }),
      ];
    });
  }

  function outlier(
    what: string,
    tookMs = Infinity,
    { leastMs, mostMs }: { leastMs: number; mostMs: number },
  ): string[] {
    const told = `${what}: ${tookMs} ms, expected ${leastMs} to ${mostMs} ms`;
    assert.ok(tookMs >= leastMs, told);
    return tookMs < mostMs ? [] : [told];
  }
});
