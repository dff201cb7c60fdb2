import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { FaultProxy } from './testing/fault-proxy.js';

const name = 'ns/order-service-1->ns/menu-service:8080';
const path = `/proxies/${encodeURIComponent(name)}`;

suite('links and faults over the API', () => {
  test('a link is put again and again: it keeps its address, and takes new upstreams', async (t) => {
    const api = await FaultProxy.start(t);
    const link = {
      listen: '127.0.0.1:0',
      protocol: 'http',
      upstreams: [{ name: 'a', address: await serveHttp(t, 'a') }],
    };
    const [first] = await Promise.all([api.call('PUT', path, link), api.call('PUT', path, link)]);
    const upstreams = [{ name: 'b', address: await serveHttp(t, 'b') }];
    const second = await api.call('PUT', path, { ...link, upstreams });
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.deepEqual(second.body, { ...first.body, upstream: upstreams[0]!.address, upstreams });
    assert.equal(await (await fetch(`http://${first.body.listen}`)).text(), 'b');
    assert.equal((await api.call('GET', path)).body.name, name);
  });

  test('a bad link is refused with the reason', async (t) => {
    const api = await FaultProxy.start(t);
    const bad = await api.call('PUT', path, { upstreams: [{ name: 'a', address: 'nowhere' }] });
    assert.deepEqual(
      [bad.status, bad.body.error],
      [400, 'bad upstream: address nowhere: missing port in address'],
    );
    assert.match((await api.call('PUT', path, { upstream: 'x:1' })).body.error, /upstreams.*upstream/);
  });

  test('HTTP rules act, are counted, and are the same with the same seed', async (t) => {
    const address = await serveHttp(t, 'ok');
    const run = async (seed: string): Promise<string> => {
      const api = await FaultProxy.start(t, '--seed', seed);
      const { body } = await api.call('PUT', path, { protocol: 'http', upstreams: [{ name: 'a', address }] });
      const http = [{ proxy: name, target: 'Request', percent: 30, respond: { status: 503 } }];
      assert.equal((await api.call('PUT', '/faults/f', { http })).status, 200);
      const statuses: number[] = [];
      for (let call = 0; call < 40; call += 1) {
        const response = await fetch(`http://${body.listen}`);
        await response.arrayBuffer();
        statuses.push(response.status);
      }
      const { affected } = (await api.call('DELETE', '/faults/f')).body as unknown as {
        affected: { requests: number };
      };
      assert.equal(affected.requests, statuses.filter((status) => status === 503).length);
      assert.equal((await fetch(`http://${body.listen}`)).status, 200);
      return statuses.join(' ');
    };
    const first = await run('11');
    assert.equal(await run('11'), first);
    assert.notEqual(await run('12'), first);
  });

  test('a fault on an unknown proxy is refused by name, and one without its lease is gone', async (t) => {
    const api = await FaultProxy.start(t);
    await api.call('PUT', path, { upstreams: [] });
    const toxic = { proxy: name, type: 'blackhole', stream: 'upstream' };
    const unknown = await api.call('PUT', '/faults/f', { toxics: [toxic, { ...toxic, proxy: 'ghost' }] });
    assert.deepEqual([unknown.status, unknown.body.error], [404, 'proxy not found: ghost']);
    assert.deepEqual((await api.call('GET', '/faults')).body, []);
    assert.match((await api.call('PUT', '/faults/f', { toxic: [] })).body.error, /toxic/);
    await api.call('PUT', '/faults/f', { toxics: [toxic], ttlMs: 50 });
    const deadline = Date.now() + 5000;
    while ((await api.call('GET', '/faults/f')).status !== 404)
      assert.ok(Date.now() < deadline, 'still in force');
  });

  test('a fault tells the seed that fixes it, and the server the seed that fixes all', async (t) => {
    const api = await FaultProxy.start(t, '--seed', '77');
    assert.equal(api.seed, 77);
    assert.deepEqual((await api.call('GET', '/seed')).body, { seed: 77 });
    assert.equal((await api.call('PUT', '/faults/f', { seed: 5 })).body.seed, 5);
    const drawn = (await api.call('PUT', '/faults/g', {})).body.seed;
    assert.deepEqual((await api.call('GET', '/faults/g')).body.seed, drawn);
  });
});

async function serveHttp(t: TestContext, answer: string): Promise<string> {
  const server = createServer((_request, response) => response.end(answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
