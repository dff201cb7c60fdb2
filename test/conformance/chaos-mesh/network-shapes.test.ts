// NetworkChaos and what it does to the traffic that it meets: jitter, loss, bandwidth, several at once, probes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Experiment } from './lib/experiment.ts';
import { addressesOf, Line } from './lib/line.ts';
import { Playground } from '../lib/playground.ts';
import { deploy, podsOf } from '../lib/workloads.ts';

const server = `"mode":"all",${podsOf('server')}`;
/** What a busy machine adds to a round trip. */
const slackMs = 190;

describe('the shapes of NetworkChaos', { timeout: 300_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  let line: Line;

  before(() => {
    playground = Playground.open('shapes');
    kubectl = playground.kubectl;
    deploy(
      kubectl,
      { name: 'server', isCalled: true },
      { name: 'caller', env: addressesOf('server') },
      { name: 'odd' },
    );
    line = new Line(kubectl, 'caller');
  });
  after(() => playground?.end());

  test('jitter spreads a delay around its latency', () => {
    const late = inject('late', `"action":"delay","delay":{"latency":"150ms","jitter":"100ms"}`);
    const { least, most } = line.measure().service.kept ?? { least: 0, most: 0 };
    assert.ok(least >= 50, `${least} ms is less than latency - jitter`);
    assert.ok(least < 250 + slackMs, `${least} ms is more than latency + jitter`);
    assert.ok(most - least > 20, `from ${least} to ${most} ms: no jitter`);
    late.remove();
  });

  test('two delays on one pod add up, and end one by one', () => {
    const first = inject('first', `"action":"delay","delay":{"latency":"200ms"}`);
    const second = inject('second', `"action":"delay","delay":{"latency":"100ms"}`);
    requireAbout(300);
    first.remove();
    requireAbout(100);
    second.remove();
  });

  test('netem takes all its parts together', () => {
    const parts = inject('parts', `"action":"netem","delay":{"latency":"100ms"},"loss":{"loss":"0"}`);
    requireAbout(100);
    parts.remove();
  });

  test('loss costs time, and no answer', () => {
    const lossy = inject('lossy', `"action":"loss","loss":{"loss":"30"}`);
    const script =
      'start=$(date +%s%N); redis-cli -u $WAY_POD -r 40 PING; echo $(( ($(date +%s%N) - start) / 1000000 ))';
    const lines = line.run(script).trim().split('\n');
    const tookMs = Number(lines.pop());
    assert.deepEqual(
      lines,
      Array.from({ length: 40 }, () => 'PONG'),
    );
    assert.ok(tookMs >= 400, `forty round trips in ${tookMs} ms: nothing had to be sent again`);
    lossy.remove();
  });

  test('a bandwidth is what all connections of the pod have together', () => {
    line.run('redis-cli -u $WAY_POD SETRANGE big 99999 x');
    const thin = inject(
      'thin',
      '"action":"bandwidth","bandwidth":{"rate":"100kbps","limit":1000000,"buffer":10000}',
    );
    const get = 'redis-cli -u $WAY_POD GET big | wc -c';
    const timed = (what: string) =>
      line
        .run(`start=$(date +%s%N); ${what}; echo $(( ($(date +%s%N) - start) / 1000000 ))`)
        .trim()
        .split('\n')
        .map(Number);
    const [bytes, oneMs = 0] = timed(get);
    assert.equal(bytes, 100_001);
    assert.ok(oneMs >= 850 && oneMs < 1600, `100 kB in ${oneMs} ms`);
    const [, , twoMs = 0] = timed(`{ ${get} & ${get}; wait; }`);
    assert.ok(twoMs >= 1700 && twoMs < 3000, `twice 100 kB in ${twoMs} ms`);
    thin.remove();
  });

  test('a part that is missing fails in the pod, is tried again, and says why', async () => {
    const odd = Experiment.apply(
      kubectl,
      'NetworkChaos',
      'odd',
      `"action":"delay","mode":"all",${podsOf('odd')}`,
    );
    odd.until('Selected');
    const id = odd.records()[0]?.id;
    const why = `failed to apply for pod ${id}: invalid spec for netem action, at least one is required from delay, loss, duplicate, corrupt`;
    assert.equal(await odd.told(/Failed/), `Warning|Failed|records|Failed to apply chaos: ${why}`);
    assert.deepEqual(odd.holds(), ['Selected']);
    const [failed] = odd.records()[0]?.events ?? [];
    assert.deepEqual([failed?.type, failed?.operation, failed?.message], ['Failed', 'Apply', why]);
    odd.remove();
  });

  test('the kubelet asks through the same network: a pod that is cut off is not ready', () => {
    for (const direction of ['to', 'from', 'both']) {
      const cut = inject('cut', `"action":"partition","direction":"${direction}"`);
      kubectl.ok('wait --for=condition=Ready=false pod -l app.kubernetes.io/name=server --timeout=20s');
      cut.remove();
      kubectl.ok('wait --for=condition=Ready pod -l app.kubernetes.io/name=server --timeout=20s');
    }
    assert.match(
      kubectl.ok('get events --field-selector reason=Unhealthy -o jsonpath={.items[*].message}'),
      /Readiness probe failed: dial tcp [\d.]+:\d+: (i\/o timeout|connect: connection timed out)/,
    );
  });

  test('a probe that is answered later than its time-out is one that failed', () => {
    const slow = inject('slow', `"action":"delay","delay":{"latency":"3s"}`);
    kubectl.ok('wait --for=condition=Ready=false pod -l app.kubernetes.io/name=server --timeout=20s');
    slow.remove();
    kubectl.ok('wait --for=condition=Ready pod -l app.kubernetes.io/name=server --timeout=20s');
  });

  test('a partition with a target is none to the kubelet', () => {
    const target = `"target":{"mode":"all",${podsOf('caller')}}`;
    const cut = inject('cut', `"action":"partition","direction":"both",${target}`);
    assert.deepEqual(line.answered(), []);
    const ready = kubectl.run(
      'wait --for=condition=Ready=false pod -l app.kubernetes.io/name=server --timeout=4s',
    );
    assert.match(ready.stderr, /timed out waiting for the condition/);
    cut.remove();
  });

  function inject(name: string, spec: string): Experiment {
    const experiment = Experiment.apply(kubectl, 'NetworkChaos', name, `${spec},${server}`);
    experiment.until('AllInjected');
    return experiment;
  }

  /** A busy machine makes a round trip longer, never shorter: too long is measured again. */
  function requireAbout(expectedMs: number): void {
    for (let attempt = 1; ; attempt++) {
      const { least = Infinity } = line.measure().service.kept ?? {};
      assert.ok(least >= expectedMs, `${least} ms, expected ${expectedMs}`);
      if (least < expectedMs + slackMs) return;
      assert.ok(attempt < 5, `five times in a row ${least} ms, expected ${expectedMs}`);
    }
  }
});
