import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { Toxiproxy, ToxiproxyError } from 'toxiproxy-node-client';
import type { Latency, Proxy } from 'toxiproxy-node-client';
import { serveEcho } from './testing/echo.js';
import { FaultProxy } from './testing/fault-proxy.js';

suite('toxiproxy-node-client', () => {
  test('creates, reads, changes and removes proxies', async (t) => {
    const { client, upstream } = await start(t);
    const proxy = await client.createProxy({ name: 'echo', listen: '127.0.0.1:0', upstream });
    assert.deepEqual((await client.get('echo')).toJson(), proxy.toJson());
    await echoMs(proxy);
    const disabled = await proxy.update({ enabled: false, listen: proxy.listen, upstream });
    assert.equal(disabled.enabled, false);
    await assert.rejects(echoMs(proxy), { code: 'ECONNREFUSED' });
    await client.reset();
    assert.equal((await client.get('echo')).enabled, true);
    await proxy.remove();
    await assert.rejects(client.get('echo'), ToxiproxyError);
    await assert.rejects(client.createProxy({ name: '', listen: '', upstream }), /status code 400/);
  });

  test('populates, and lists what is there', async (t) => {
    const { client, upstream } = await start(t);
    const wanted = ['a', 'b'].map((name) => ({ name, listen: '127.0.0.1:0', upstream }));
    const populated = await client.populate(wanted);
    assert.deepEqual(Object.keys(populated), ['a', 'b']);
    assert.deepEqual(Object.keys(await client.getAll()), ['a', 'b']);
    assert.match(await client.getVersion(), /^\{"version": "[^"]+"\}\n$/);
  });

  test('adds, reads, updates and removes toxics, and they act', async (t) => {
    const { client, upstream } = await start(t);
    const proxy = await client.createProxy({ name: 'echo', listen: '127.0.0.1:0', upstream });
    const toxic = await proxy.addToxic<Latency>({
      name: 'slow',
      type: 'latency',
      stream: 'upstream',
      toxicity: 1,
      attributes: { latency: 300, jitter: 0 },
    });
    assert.deepEqual((await proxy.getToxic('slow')).toJson(), toxic.toJson());
    assert.ok((await echoMs(proxy)) >= 298);
    const faster = await toxic.update({ ...toxic.toJson(), attributes: { latency: 100, jitter: 0 } });
    assert.deepEqual(faster.attributes, { latency: 100, jitter: 0 });
    assert.ok((await echoMs(proxy)) >= 98);
    await toxic.remove();
    await assert.rejects(proxy.getToxic('slow'), ToxiproxyError);
  });

  test('reaches a link of the lab by its name, slashes and all', async (t) => {
    const { client, api, upstream } = await start(t);
    const name = 'shop/order-service-1->shop/menu-service:8080';
    const upstreams = [{ name: 'shop/menu-service-1', address: upstream }];
    await api.call('PUT', `/proxies/${encodeURIComponent(name)}`, { upstreams });
    const proxy = await client.get(name);
    assert.equal(proxy.name, name);
    const attributes = { latency: 100, jitter: 0 };
    const toxic = await proxy.addToxic<Latency>({
      name: '',
      type: 'latency',
      stream: 'downstream',
      toxicity: 1,
      attributes,
    });
    assert.ok((await echoMs(proxy)) >= 98);
    await toxic.remove();
  });
});

async function start(t: TestContext): Promise<{ api: FaultProxy; client: Toxiproxy; upstream: string }> {
  const api = await FaultProxy.start(t);
  return { api, client: new Toxiproxy(api.url), upstream: await serveEcho(t) };
}

/** How long a round trip takes. */
async function echoMs(proxy: Proxy): Promise<number> {
  const startedAt = performance.now();
  const socket = connect(Number(proxy.listen.split(':').at(-1)), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('x');
  await once(socket, 'data');
  socket.destroy();
  return performance.now() - startedAt;
}
