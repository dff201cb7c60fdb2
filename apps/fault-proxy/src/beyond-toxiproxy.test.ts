import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveEcho } from './testing/echo.js';
import { FaultProxy } from './testing/fault-proxy.js';

const listen = '127.0.0.1:0';
const upstream = '127.0.0.1:9';

suite('what Toxiproxy does not have', () => {
  test('a proxy is created and populated with its toxics, all or nothing', async (t) => {
    const api = await FaultProxy.start(t);
    const toxics = [
      { type: 'latency', attributes: { latency: 5 } },
      { type: 'noop', stream: 'upstream' },
    ];
    const created = await api.call('POST', '/proxies', { name: 'a', listen, upstream, toxics });
    const names = ['noop_upstream', 'latency_downstream'];
    assert.deepEqual(namesOf(created.body.toxics), names);
    const populated = await api.call('POST', '/populate', [{ name: 'b', listen, upstream, toxics }]);
    assert.equal(populated.status, 201);
    assert.deepEqual(namesOf((await api.call('GET', '/proxies/b')).body.toxics), names);
    const twice = { name: 'c', listen, upstream, toxics: [{ type: 'noop' }, { type: 'noop' }] };
    assert.equal((await api.call('POST', '/proxies', twice)).status, 409);
    const bad = { ...twice, toxics: [{ type: 'slicer' }] };
    assert.equal((await api.call('POST', '/populate', [{ name: 'd', listen, upstream }, bad])).status, 400);
    assert.deepEqual(Object.keys((await api.call('GET', '/proxies')).body), ['a', 'b']);
  });

  test('a toxic without its lease goes, and one whose lease is renewed stays', async (t) => {
    const api = await FaultProxy.start(t);
    await api.call('POST', '/proxies', { name: 'a', listen, upstream });
    const given = { type: 'noop', name: 'kept', ttl: 1000 };
    const added = (await api.call('POST', '/proxies/a/toxics', given)).body as unknown as { ttl: number };
    assert.equal(added.ttl, 1000);
    await api.call('POST', '/proxies/a/toxics', { type: 'noop', name: 'lost', ttl: 100 });
    for (let round = 0; round < 12; round += 1) {
      await sleep(100);
      assert.equal((await api.call('PATCH', '/proxies/a/toxics/kept', { ttl: 1000 })).status, 200);
    }
    assert.deepEqual(namesOf((await api.call('GET', '/proxies/a')).body.toxics), ['kept']);
    const refused = await api.call('POST', '/proxies/a/toxics', { type: 'noop', ttl: 0 });
    assert.deepEqual([refused.status, /ttl/.test(refused.body.error)], [400, true]);
  });

  test('a seed of its own fixes which connections a toxic meets', async (t) => {
    const address = await serveEcho(t);
    const spared = async (seed: number): Promise<number[]> => {
      const api = await FaultProxy.start(t);
      const toxics = [{ type: 'limit_data', toxicity: 0.5, seed }];
      const { body } = await api.call('POST', '/proxies', { name: 'a', listen, upstream: address, toxics });
      const lengths: number[] = [];
      for (let index = 0; index < 20; index += 1) lengths.push(await echoed(body.listen));
      return lengths;
    };
    const first = await spared(3);
    assert.deepEqual(await spared(3), first);
    assert.notDeepEqual(await spared(4), first);
  });

  test('a toxic acts on the first connections only, when told how many', async (t) => {
    const api = await FaultProxy.start(t);
    const toxics = [{ type: 'limit_data', first: 2 }];
    const proxy = { name: 'a', listen, upstream: await serveEcho(t), toxics };
    const { body } = await api.call('POST', '/proxies', proxy);
    const lengths = [await echoed(body.listen), await echoed(body.listen), await echoed(body.listen)];
    assert.deepEqual(lengths, [0, 0, 1]);
  });

  test('scope request is for http proxies', async (t) => {
    const api = await FaultProxy.start(t);
    const toxics = [{ type: 'latency', toxicity: 0.5, scope: 'request' }];
    const tcp = await api.call('POST', '/proxies', { name: 'a', listen, upstream, toxics });
    assert.deepEqual(
      [tcp.status, tcp.body.error],
      [400, 'proxy a is a tcp proxy: a toxic of scope request needs protocol "http"'],
    );
    const http = await api.call('POST', '/proxies', {
      name: 'a',
      listen,
      upstream,
      protocol: 'http',
      toxics,
    });
    assert.deepEqual([http.status, (http.body.toxics[0] as { scope: string }).scope], [201, 'request']);
  });

  test('nothing blocks the API: toxics and proxies go while bytes are stuck in them', async (t) => {
    const api = await FaultProxy.start(t);
    const stuck = ['bandwidth', 'timeout', 'blackhole', 'latency'].map((type) => ({
      type,
      attributes: { latency: 60_000 },
    }));
    const proxy = { name: 'a', listen, upstream: await serveEcho(t), toxics: stuck };
    const { body } = await api.call('POST', '/proxies', proxy);
    const clients = await Promise.all([dial(t, body.listen), dial(t, body.listen)]);
    for (const client of clients) client.on('error', () => {}).write(Buffer.alloc(500_000));
    await sleep(100);
    const startedAt = performance.now();
    for (const { type } of stuck) {
      const { status } = await api.call('DELETE', `/proxies/a/toxics/${type}_downstream`);
      assert.equal(status, 204);
    }
    assert.equal((await api.call('DELETE', '/proxies/a')).status, 204);
    assert.ok(performance.now() - startedAt < 2000);
  });

  test('the living connections of a proxy are listed, with their bytes', async (t) => {
    const api = await FaultProxy.start(t);
    const address = await serveEcho(t);
    const { body } = await api.call('POST', '/proxies', { name: 'a', listen, upstream: address });
    const client = await dial(t, body.listen);
    client.write('12345');
    await once(client, 'data');
    const connections = (await api.call('GET', '/proxies/a/connections')).body as unknown as {
      ageMs: number;
    }[];
    const bytes = { fromClient: 5, toUpstream: 5, fromUpstream: 5, toClient: 5 };
    const expected = { client: `127.0.0.1:${client.localPort}`, upstream: { name: address, address }, bytes };
    assert.deepEqual(connections, [{ ...expected, ageMs: connections[0]?.ageMs }]);
    client.destroy();
    const deadline = Date.now() + 5000;
    while ((await api.call('GET', '/proxies/a/connections')).body.length > 0)
      assert.ok(Date.now() < deadline, 'still listed');
    assert.equal((await api.call('GET', '/proxies/none/connections')).status, 404);
  });
});

function namesOf(toxics: readonly unknown[]): string[] {
  return (toxics as { name: string }[]).map(({ name }) => name);
}

async function dial(t: TestContext, address: string): Promise<Socket> {
  const socket = connect(Number(address.split(':').at(-1)), '127.0.0.1');
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** How many bytes of one come back over a new connection. */
async function echoed(address: string): Promise<number> {
  const socket = connect(Number(address.split(':').at(-1)), '127.0.0.1');
  socket.write('x');
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.once('data', (data: Buffer) => resolve(data.length)).once('close', () => resolve(0));
  const length = await promise;
  socket.destroy();
  return length;
}
