import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { suite, test } from 'node:test';
import { FaultProxy } from './testing/fault-proxy.js';
import { serveEcho } from './testing/echo.js';

const upstream = '127.0.0.1:9';

suite("Toxiproxy's API", () => {
  test('creates, shows, changes and deletes a proxy', async (t) => {
    const api = await FaultProxy.start(t);
    const created = await api.call('POST', '/proxies', { name: 'db', listen: 'localhost:0', upstream });
    const { listen } = created.body;
    assert.match(listen, /^127\.0\.0\.1:\d+$/);
    const shown = {
      name: 'db',
      listen,
      upstream,
      enabled: true,
      toxics: [],
      protocol: 'tcp',
      upstreams: [{ name: upstream, address: upstream }],
    };
    assert.deepEqual([created.status, created.type, created.body], [201, 'application/json', shown]);
    assert.deepEqual((await api.call('GET', '/proxies')).body, { db: shown });
    assert.deepEqual((await api.call('GET', '/proxies/db')).body, shown);
    const disabled = await api.call('PATCH', '/proxies/db', { enabled: false });
    assert.deepEqual([disabled.status, disabled.body], [200, { ...shown, enabled: false }]);
    assert.deepEqual((await api.call('POST', '/proxies/db', { enabled: true })).body, shown);
    const deleted = await api.call('DELETE', '/proxies/db');
    assert.deepEqual([deleted.status, deleted.text], [204, '']);
  });

  test('creates, shows, changes and deletes toxics, upstream ones first', async (t) => {
    const api = await FaultProxy.start(t);
    await api.call('POST', '/proxies', { name: 'db', listen: '127.0.0.1:0', upstream });
    const latency = { type: 'latency', attributes: { latency: 10 } };
    const shown = {
      attributes: { latency: 10, jitter: 0 },
      name: 'latency_downstream',
      type: 'latency',
      stream: 'downstream',
      toxicity: 1,
    };
    const created = await api.call('POST', '/proxies/db/toxics', latency);
    assert.deepEqual([created.status, created.body], [200, shown]);
    await api.call('POST', '/proxies/db/toxics', {
      type: 'noop',
      stream: 'upstream',
      name: 'n',
      toxicity: 0.5,
    });
    const names = (await api.call('GET', '/proxies/db/toxics')).body as unknown as { name: string }[];
    assert.deepEqual(
      names.map(({ name }) => name),
      ['n', 'latency_downstream'],
    );
    const changed = await api.call('PATCH', '/proxies/db/toxics/latency_downstream', {
      attributes: { jitter: 3 },
    });
    assert.deepEqual(changed.body, { ...shown, attributes: { latency: 10, jitter: 3 } });
    assert.equal((await api.call('DELETE', '/proxies/db/toxics/n')).status, 204);
    assert.equal((await api.call('GET', '/proxies/db/toxics/n')).status, 404);
    assert.equal((await api.call('POST', '/reset')).status, 204);
    assert.deepEqual((await api.call('GET', '/proxies/db')).body.toxics, []);
  });

  test('answers errors as Toxiproxy does', async (t) => {
    const api = await FaultProxy.start(t);
    const { body } = await api.call('POST', '/proxies', { name: 'db', listen: '127.0.0.1:0', upstream });
    const { listen } = body;
    await api.call('POST', '/proxies/db/toxics', { type: 'noop' });
    const cases: [method: string, path: string, body: unknown, status: number, message: string | RegExp][] = [
      ['POST', '/proxies', '', 400, 'bad request body: EOF'],
      ['POST', '/proxies', '{', 400, /^bad request body: /],
      ['POST', '/proxies', { name: 1 }, 400, /^bad request body: name/],
      ['POST', '/proxies', { upstream }, 400, 'missing required field: name'],
      ['POST', '/proxies', { name: 'x' }, 400, 'missing required field: upstream'],
      ['POST', '/proxies', { name: 'db', upstream }, 409, 'proxy already exists'],
      [
        'POST',
        '/proxies',
        { name: 'x', upstream, listen },
        500,
        `listen tcp ${listen}: bind: address already in use`,
      ],
      [
        'POST',
        '/proxies',
        { name: 'x', upstream, listen: 'nope' },
        500,
        /address nope: missing port in address/,
      ],
      ['GET', '/proxies/none', undefined, 404, 'proxy not found'],
      ['GET', '/proxies/db/toxics/none', undefined, 404, 'toxic not found'],
      ['POST', '/proxies/db/toxics', { type: 'noop' }, 409, 'toxic already exists'],
      ['POST', '/proxies/db/toxics', { type: 'nope' }, 400, 'invalid toxic type'],
      ['POST', '/proxies/db/toxics', { type: 'noop', stream: '' }, 400, /^stream was invalid/],
    ];
    for (const [method, path, sent, status, message] of cases) {
      const answer = await api.call(method, path, sent);
      const title = `${method} ${path} ${JSON.stringify(sent)}`;
      assert.deepEqual([answer.status, answer.body.status], [status, status], title);
      assert.equal(answer.type, 'text/plain; charset=utf-8', title);
      if (typeof message === 'string') assert.equal(answer.body.error, message, title);
      else assert.match(answer.body.error, message, title);
    }
    assert.deepEqual((await api.call('GET', '/proxies/db/')).text, '404 page not found\n');
    assert.deepEqual(await api.call('PUT', '/version').then(({ status, text }) => [status, text]), [405, '']);
  });

  test('refuses attributes that take the original down, with what is wrong', async (t) => {
    const api = await FaultProxy.start(t);
    await api.call('POST', '/proxies', { name: 'db', listen: '127.0.0.1:0', upstream });
    const crashers = [
      { type: 'slicer', attributes: { average_size: 0 } },
      { type: 'slicer', attributes: { average_size: 5, size_variation: 6 } },
      { type: 'bandwidth', attributes: { rate: -1 } },
      { type: 'latency', attributes: { jitter: 2 ** 62 } },
      { type: 'latency', attributes: { latency: 10.5 } },
      { type: 'latency', attributes: { latency: '10' } },
    ];
    for (const toxic of crashers) {
      const { status, body } = await api.call('POST', '/proxies/db/toxics', toxic);
      assert.deepEqual([status, body.status], [400, 400], JSON.stringify(toxic));
    }
  });

  test('populates, leaves alone what is there already, and says where an entry is incomplete', async (t) => {
    const api = await FaultProxy.start(t);
    const entries = [
      { name: 'a', listen: '127.0.0.1:0', upstream },
      { name: 'b', listen: '127.0.0.1:0', upstream, enabled: false },
    ];
    const first = await api.call('POST', '/populate', entries);
    assert.deepEqual([first.status, first.body.proxies?.length], [201, 2]);
    await api.call('POST', '/proxies/a/toxics', { type: 'noop' });
    await api.call('POST', '/populate', entries);
    assert.equal((await api.call('GET', '/proxies/a/toxics')).body.length, 1);
    const incomplete = await api.call('POST', '/populate', [{ name: 'c', upstream }, { name: 'd' }]);
    assert.equal(incomplete.type, 'application/json');
    assert.deepEqual(incomplete.body, {
      error: 'missing required field: upstream at proxy 2',
      status: 400,
      proxies: null,
    });
    assert.equal((await api.call('GET', '/proxies/c')).status, 404);
    assert.deepEqual((await api.call('POST', '/populate', [])).body, { proxies: null });
    assert.equal((await api.call('POST', '/populate', {})).body.proxies, null);
  });

  test('is not for web pages', async (t) => {
    const api = await FaultProxy.start(t);
    const browser = await api.call('GET', '/proxies', undefined, { 'user-agent': 'Mozilla/5.0' });
    assert.deepEqual([browser.status, browser.text], [403, 'User agent not allowed\n']);
    assert.equal(
      (await api.call('GET', '/proxies', undefined, { origin: 'http://evil.example' })).status,
      403,
    );
  });

  test('tells its version, and bytes of open connections on /metrics when asked to', async (t) => {
    const api = await FaultProxy.start(t, '-proxy-metrics');
    assert.match((await api.call('GET', '/version')).text, /^\{"version": "[^"]+"\}\n$/);
    const address = await serveEcho(t);
    const { body } = await api.call('POST', '/proxies', {
      name: 'e',
      listen: '127.0.0.1:0',
      upstream: address,
    });
    const client = connect(Number(body.listen.split(':')[1]), '127.0.0.1', () => client.write('12345'));
    t.after(() => client.destroy());
    await new Promise((resolve) => client.once('data', resolve));
    const { text } = await api.call('GET', '/metrics');
    const labels = `direction="upstream",listener="${body.listen}",proxy="e",upstream="${address}"`;
    assert.ok(text.includes(`toxiproxy_proxy_received_bytes_total{${labels}} 5\n`), text);
    assert.equal((await (await FaultProxy.start(t)).call('GET', '/metrics')).status, 404);
  });
});
