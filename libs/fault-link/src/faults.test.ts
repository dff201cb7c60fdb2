import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Faults } from './faults.js';
import { FaultError } from './fault-error.js';
import { Random } from './random.js';
import { httpProxy, keepAliveClient } from './testing/http-peers.js';
import { dial, proxyTo, receive, serveEcho, staysSilent } from './testing/peers.js';

const random = () => new Random(5);

suite('faults', () => {
  test('are put in force, counted, reported with their seed, and lifted', async (t) => {
    const { proxy, proxies } = await proxyTo(t, [await serveEcho(t)]);
    const faults = new Faults(proxies, { random: random() });
    const toxics = [
      { proxy: 'p', type: 'latency', stream: 'downstream', attributes: { latency: 20 } },
      { proxy: 'p', type: 'latency', stream: 'upstream', attributes: { latency: 20 } },
    ] as const;
    const client = await dial(t, proxy);
    const { seed } = faults.put('slow', { toxics, http: [] });
    client.write('12345');
    await receive(client, 5);
    assert.deepEqual(faults.get('slow'), {
      id: 'slow',
      seed,
      toxics,
      http: [],
      affected: { connections: 1, requests: 0, bytes: 10 },
    });
    assert.equal(faults.delete('slow').affected.bytes, 10);
    assert.throws(() => faults.get('slow'), { code: 'not-found' });
    assert.deepEqual(proxy.toxics, []);
  });

  test('change nothing at all when something in them is wrong', async (t) => {
    const { proxy, proxies } = await proxyTo(t, [await serveEcho(t)]);
    const faults = new Faults(proxies, { random: random() });
    const good = { proxy: 'p', type: 'noop', stream: 'upstream' } as const;
    const wrong = [
      { proxy: 'ghost' },
      { type: 'ghost' },
      { type: 'slicer' },
      { attributes: { latency: 0.5 }, type: 'latency' },
    ];
    for (const change of wrong) {
      assert.throws(() => faults.put('f', { toxics: [good, { ...good, ...change }], http: [] }), FaultError);
    }
    assert.throws(
      () => faults.put('f', { toxics: [good], http: [{ proxy: 'p', target: 'Request' }] }),
      /protocol "http"/,
    );
    assert.deepEqual([proxy.toxics, faults.list()], [[], []]);
  });

  test('leave what did not change as it was, and change the rest on living connections', async (t) => {
    const { proxy, proxies } = await proxyTo(t, [await serveEcho(t)]);
    const faults = new Faults(proxies, { random: random() });
    const limit = { proxy: 'p', type: 'limit_data', stream: 'downstream', attributes: { bytes: 5 } } as const;
    const slow = {
      proxy: 'p',
      type: 'latency',
      stream: 'downstream',
      attributes: { latency: 60_000 },
    } as const;
    const client = await dial(t, proxy);
    faults.put('f', { toxics: [limit, slow], http: [] });
    const before = proxy.toxics[0];
    client.write('123');
    assert.equal(await staysSilent(client, 50), true);
    faults.put('f', { toxics: [{ ...slow, attributes: { latency: 1 } }, { ...limit }], http: [] });
    assert.equal((await receive(client, 3)).data.toString(), '123');
    assert.ok(proxy.toxics.includes(before!));
    client.write('4567');
    assert.equal((await receive(client, Infinity)).data.toString(), '45');
  });

  test('lift by themselves when their lease is not renewed', async (t) => {
    const { proxy, proxies } = await proxyTo(t, [await serveEcho(t)]);
    const faults = new Faults(proxies, { random: random() });
    const spec = { toxics: [{ proxy: 'p', type: 'blackhole', stream: 'upstream' }], http: [] } as const;
    const client = await dial(t, proxy);
    faults.put('f', { ...spec, ttlMs: 500 });
    client.write('x');
    await new Promise((resolve) => setTimeout(resolve, 300));
    faults.put('f', { ...spec, ttlMs: 500 });
    const { ms } = await receive(client, 1);
    assert.ok(ms >= 490 && ms < 2000, `${ms} ms`);
    assert.deepEqual(faults.list(), []);
  });

  test('let go of the requests that they delay when they are lifted', async (t) => {
    const { proxy } = await httpProxy(t);
    const proxies = { find: () => proxy, get: () => proxy } as never;
    const faults = new Faults(proxies, { random: random() });
    faults.put('f', {
      toxics: [],
      http: [{ proxy: 'p', target: 'Request', delay: { minMs: 60_000, maxMs: 60_000 } }],
    });
    const answer = keepAliveClient(t, proxy)('/');
    while (faults.get('f').affected.requests === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(faults.delete('f').affected.requests, 1);
    assert.equal((await answer).status, 200);
  });
});
