import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FaultProxy } from '../data-plane.js';
import { edge } from './testing/edges.js';
import { ChaosLab, experiment } from './testing/chaos-lab.js';
import { until } from './testing/until.js';

/** The real data plane, with a link to a real menu, on which experiments act. */
interface Restaurant {
  lab: ChaosLab<FaultProxy>;
  /** Asks the menu through the link; says after how many milliseconds which status came, 0 for none. */
  ask: (options?: {
    agent?: Agent;
    headers?: Record<string, string>;
  }) => Promise<{ status: number; ms: number }>;
  /** How many questions have reached the menu. */
  asked: () => number;
}

async function open(t: TestContext): Promise<Restaurant> {
  let questions = 0;
  const menu = createServer((_, response) => response.end(`burger ${(questions += 1)}`)).listen(
    0,
    '127.0.0.1',
  );
  await once(menu, 'listening');
  t.after(() => menu.close() && menu.closeAllConnections());
  const program = fileURLToPath(new URL('../../../fault-proxy/dist/main.js', import.meta.url));
  const env = { PATH: process.env['PATH'] ?? '' };
  const dataPlane = new FaultProxy({ program, env, seed: 1, log: () => {} });
  t.after(() => dataPlane.stop());
  await dataPlane.start();
  const lab = await ChaosLab.startOn(t, dataPlane);
  const { link } = edge('order-1', 'menu', []);
  const address = `127.0.0.1:${(menu.address() as AddressInfo).port}`;
  const upstreams = [{ name: 'shop/menu-1', address }];
  const { listen } = await dataPlane.putProxy({
    name: link.name,
    listen: '127.0.0.1:0',
    protocol: 'http',
    upstreams,
  });
  return { lab, ask: (options) => request(listen, options), asked: () => questions };
}

function request(
  listen: string,
  { agent = new Agent(), headers = {} }: { agent?: Agent; headers?: Record<string, string> } = {},
): Promise<{ status: number; ms: number }> {
  const start = performance.now();
  return new Promise((resolve) => {
    const done = (status: number) => resolve({ status, ms: performance.now() - start });
    get(`http://${listen}/products/burger`, { agent, headers }, (response) => {
      response.resume().on('end', () => done(response.statusCode ?? 0));
    }).on('error', () => done(0));
  });
}

/** Of three, so that a busy machine does not count as a delay. */
async function fastest(ask: Restaurant['ask']): Promise<number> {
  const answers = [await ask(), await ask(), await ask()];
  return Math.min(...answers.map(({ ms }) => ms));
}

async function end(
  lab: ChaosLab<FaultProxy>,
  kind: 'NetworkChaos' | 'HTTPFault' | 'HTTPChaos',
  name: string,
) {
  lab.store.delete({ kind, namespace: 'shop', name });
  await lab.gone(kind, name);
}

describe('on the real fault proxy', { concurrency: true }, () => {
  test('two delays add up, on the set-up of a connection and on its answer, and leave one by one', async (t) => {
    const { lab, ask } = await open(t);
    for (const name of ['first', 'second']) {
      lab.apply(experiment('NetworkChaos', name, { action: 'delay', delay: { latency: '200ms' } }));
      await lab.condition('NetworkChaos', name, 'AllInjected');
    }
    const both = await fastest(ask);
    assert.ok(both >= 780, `two delays of 200 ms, twice: ${both} ms`);
    await end(lab, 'NetworkChaos', 'first');
    const one = await fastest(ask);
    assert.ok(one >= 380 && one < 780, `one delay of 200 ms, twice: ${one} ms`);
    await end(lab, 'NetworkChaos', 'second');
    const none = await fastest(ask);
    assert.ok(none < 380, `no delay is left: ${none} ms`);
    assert.ok(!lab.reasons('first').includes('NoEffect'));
  });

  test('a partition is a black hole, and what waited in it goes on when it ends', async (t) => {
    const { lab, ask, asked } = await open(t);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    assert.equal((await ask({ agent })).status, 200);
    lab.apply(experiment('NetworkChaos', 'hole', { action: 'partition', direction: 'both' }));
    await lab.condition('NetworkChaos', 'hole', 'AllInjected');
    let isAnswered = false;
    const waiting = ask({ agent }).finally(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual([isAnswered, asked()], [false, 1]);
    await end(lab, 'NetworkChaos', 'hole');
    assert.equal((await waiting).status, 200);
  });

  test('an HTTPFault fails the share it says, half cut and half 503, and lets the stand-down header pass', async (t) => {
    const { lab, ask, asked } = await open(t);
    lab.apply(
      experiment(
        'HTTPFault',
        'proxy',
        { port: 8080, after: { failPercent: 60 } },
        { 'chaos-workshop.io/seed': '7' },
      ),
    );
    await lab.condition('HTTPFault', 'proxy', 'AllInjected');
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask()));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    assert.equal(asked(), 200, 'the menu acts before an answer is lost');
    assert.ok(count(200) > 50 && count(200) < 110, `about 80 of 200 pass: ${count(200)}`);
    assert.ok(
      count(0) > 35 && count(503) > 35,
      `about 60 are cut, about 60 are 503: ${count(0)}, ${count(503)}`,
    );
    const headers = { 'Workshop-ChaosProxy-StandDown': 'true' };
    const spared = await Promise.all(Array.from({ length: 20 }, () => ask({ headers })));
    assert.ok(spared.every(({ status }) => status === 200));
    await end(lab, 'HTTPFault', 'proxy');
  });

  test('what was affected is written down, and nothing affected is told of', async (t) => {
    const { lab, ask } = await open(t);
    const pausedAs = (isPaused: boolean) =>
      lab.store.update({ kind: 'HTTPChaos', namespace: 'shop', name: 'abort' }, ({ metadata }) => {
        metadata.annotations = {
          ...metadata.annotations,
          'experiment.chaos-mesh.org/pause': String(isPaused),
        };
      });
    const spec = { target: 'Request', port: 8080, path: '/products/*', abort: true };
    lab.apply(experiment('HTTPChaos', 'abort', spec));
    lab.apply(experiment('HTTPChaos', 'idle', { ...spec, path: '/elsewhere' }));
    await lab.condition('HTTPChaos', 'abort', 'AllInjected');
    await lab.condition('HTTPChaos', 'idle', 'AllInjected');
    assert.equal((await ask()).status, 0);
    pausedAs(true);
    await lab.condition('HTTPChaos', 'abort', 'AllRecovered');
    assert.equal((await ask()).status, 200);
    const affected = await until(
      'the counts',
      () => lab.find('HTTPChaos', 'abort')?.metadata.annotations?.['chaos-workshop.io/affected'],
    );
    assert.equal((JSON.parse(affected) as { requests: number }).requests, 1);
    await end(lab, 'HTTPChaos', 'idle');
    assert.match(
      lab.events('idle').find(({ reason }) => reason === 'NoEffect')?.message ?? '',
      /no traffic crossed order-1->menu that the rule matches/,
    );
  });
});
