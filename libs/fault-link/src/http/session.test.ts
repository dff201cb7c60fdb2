import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { httpProxy, keepAliveClient, readAll, rule } from '../testing/http-peers.js';
import { dial, proxyTo, receive, serve, serveEcho, sha256, toxic } from '../testing/peers.js';

suite('an HTTP link without rules', () => {
  test('passes requests and responses byte for byte', async (t) => {
    const wire = 'HTTP/1.1 200  odd  Reason\r\nx-CASE: a\r\nX-Case:b\r\nContent-Length: 2\r\n\r\nhi';
    let got = '';
    const address = await serve(t, (socket) =>
      socket.on('data', (data) => {
        got += data.toString('latin1');
        if (got.endsWith('abc')) socket.write(wire);
      }),
    );
    const { proxy } = await proxyTo(t, [address], { protocol: 'http' });
    const client = await dial(t, proxy);
    const sent = 'POST /a?b=%20 HTTP/1.1\r\nhOST:x\r\nA:  1\r\nContent-Length:3\r\n\r\nabc';
    for (const byte of sent) client.write(byte);
    assert.equal((await receive(client, wire.length)).data.toString('latin1'), wire);
    assert.equal(got, sent);
  });

  test('streams chunked bodies both ways as they come', async (t) => {
    const { proxy } = await httpProxy(t, (incoming, response) => incoming.pipe(response));
    const outgoing = request({ ...at(proxy), method: 'POST' });
    outgoing.write('first');
    const [response] = await once(outgoing, 'response');
    assert.equal(String((await once(response, 'data'))[0]), 'first');
    outgoing.write('second');
    assert.equal(String((await once(response, 'data'))[0]), 'second');
    outgoing.end();
    await once(response.resume(), 'end');
  });

  test('carries large bodies whole', async (t) => {
    const { proxy } = await httpProxy(t, (incoming, response) => {
      response.setHeader('content-length', incoming.headers['content-length'] ?? 0);
      incoming.pipe(response);
    });
    const sent = randomBytes(2_000_000);
    const response = await fetch(`http://${proxy.settings.listen}/`, { method: 'POST', body: sent });
    assert.equal(sha256(Buffer.from(await response.arrayBuffer())), sha256(sent));
  });

  test('answers pipelined requests in order', async (t) => {
    const { proxy } = await httpProxy(t, (incoming, response) => response.end(incoming.url));
    const client = await dial(t, proxy);
    client.end('GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const { data } = await receive(client, Infinity);
    assert.match(data.toString(), /\/1[^]*\/2/);
  });

  test('passes interim answers, HEAD and 304 without waiting for a body', async (t) => {
    const { proxy } = await httpProxy(t, (incoming, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.statusCode = incoming.method === 'HEAD' ? 200 : 304;
      response.setHeader('content-length', 10);
      response.end();
    });
    const call = keepAliveClient(t, proxy);
    assert.equal((await call('/', { method: 'HEAD' })).status, 200);
    assert.equal((await call('/')).status, 304);
    assert.equal((await call('/', { method: 'HEAD' })).status, 200);
  });

  test('waits for 100-continue where the client does', async (t) => {
    const { proxy } = await httpProxy(t);
    const outgoing = request({
      ...at(proxy),
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': 2 },
    });
    outgoing.flushHeaders();
    await once(outgoing, 'continue');
    outgoing.end('ok');
    const [response] = await once(outgoing, 'response');
    assert.equal(JSON.parse(await readAll(response)).body, 'ok');
  });

  test('becomes a tunnel after an upgrade', async (t) => {
    const address = await serve(t, (socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
        socket.pipe(socket);
      });
    });
    const { proxy } = await proxyTo(t, [address], { protocol: 'http' });
    const outgoing = request({ ...at(proxy), headers: { connection: 'Upgrade', upgrade: 'echo' } });
    outgoing.end();
    const [, socket] = await once(outgoing, 'upgrade');
    socket.write('\u0000binary');
    assert.equal(String((await once(socket, 'data'))[0]), '\u0000binary');
    socket.destroy();
  });

  test('lets other protocols through, whoever speaks first', async (t) => {
    const echoing = await proxyTo(t, [await serveEcho(t)], { protocol: 'http' });
    const client = await dial(t, echoing.proxy);
    client.write('\u0010\u0000\u0000 not http');
    assert.equal((await receive(client, 12)).data.length, 12);

    const greeting = await proxyTo(t, [await serve(t, (socket) => socket.write('J\0\0\0mysql'))], {
      protocol: 'http',
    });
    assert.equal((await receive(await dial(t, greeting.proxy), 9)).data.toString(), 'J\0\0\0mysql');
  });

  test('passes an answer that is not HTTP, and its end', async (t) => {
    const { proxy } = await proxyTo(
      t,
      [await serve(t, (socket) => socket.once('data', () => socket.end('what?')))],
      {
        protocol: 'http',
      },
    );
    const client = await dial(t, proxy);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.equal((await receive(client, Infinity)).data.toString(), 'what?');
  });

  test('ends the connection when the upstream is gone, with no answer of its own', async (t) => {
    const { proxy } = await proxyTo(t, ['127.0.0.1:1'], { protocol: 'http' });
    await assert.rejects(keepAliveClient(t, proxy)('/'), { code: 'ECONNRESET' });
  });

  test('tells the upstream when the client leaves before its answer', async (t) => {
    const left = Promise.withResolvers<void>();
    const { proxy } = await httpProxy(t, (incoming) => incoming.on('close', left.resolve));
    const client = await dial(t, proxy);
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    setTimeout(() => client.destroy(), 20);
    await left.promise;
  });

  test('is also subject to the TCP toxics of its proxy', async (t) => {
    const { proxy } = await httpProxy(t);
    proxy.setToxics([toxic({ type: 'latency', attributes: { latency: 80 } })]);
    const call = keepAliveClient(t, proxy);
    await call('/');
    const { ms } = await call('/');
    assert.ok(ms >= 79 && ms < 400, `${ms} ms`);
  });
});

suite('HTTP rules', () => {
  test('act on requests of connections that are open already, and stop when lifted', async (t) => {
    const { proxy } = await httpProxy(t);
    const call = keepAliveClient(t, proxy);
    assert.equal((await call('/')).status, 200);
    proxy.setRules([
      rule({ target: 'Request', respond: { status: 503, headers: { 'retry-after': '1' }, body: 'no' } }),
    ]);
    const failed = await call('/', { method: 'POST', body: 'order' });
    assert.deepEqual([failed.status, failed.body, failed.headers['retry-after']], [503, 'no', '1']);
    proxy.setRules([]);
    assert.equal((await call('/')).status, 200);
  });

  test('abort a request before the upstream sees it', async (t) => {
    const { proxy, seen } = await httpProxy(t);
    proxy.setRules([rule({ target: 'Request', abort: true })]);
    await assert.rejects(keepAliveClient(t, proxy)('/'), { code: 'ECONNRESET' });
    assert.equal(seen.length, 0);
  });

  test('abort a response after the upstream has acted', async (t) => {
    const { proxy, seen } = await httpProxy(t);
    proxy.setRules([rule({ target: 'Response', abort: true })]);
    await assert.rejects(keepAliveClient(t, proxy)('/'), { code: 'ECONNRESET' });
    assert.equal(seen.length, 1);
  });

  test('answer in place of the upstream after it has acted', async (t) => {
    const { proxy, seen } = await httpProxy(t);
    proxy.setRules([rule({ target: 'Response', respond: { status: 503 } })]);
    const call = keepAliveClient(t, proxy);
    assert.equal((await call('/')).status, 503);
    assert.equal((await call('/')).status, 503);
    assert.equal(seen.length, 2);
  });

  test('delay, and let go at once what they delay when they are lifted', async (t) => {
    const { proxy } = await httpProxy(t);
    const call = keepAliveClient(t, proxy);
    proxy.setRules([rule({ target: 'Request', delay: { minMs: 100, maxMs: 150 } })]);
    const { ms } = await call('/');
    assert.ok(ms >= 99 && ms < 500, `${ms} ms`);
    const forever = rule({ target: 'Response', delay: { minMs: 60_000, maxMs: 60_000 } });
    proxy.setRules([forever]);
    setTimeout(() => {
      proxy.setRules([]);
      forever.lift();
    }, 50);
    assert.ok((await call('/')).ms < 5000);
  });

  test('pass untouched what carries the stand-down header', async (t) => {
    const { proxy } = await httpProxy(t);
    proxy.setRules([rule({ target: 'Request', respond: { status: 500 }, standDownHeader: 'Stand-Down' })]);
    const call = keepAliveClient(t, proxy);
    assert.equal((await call('/', { headers: { 'stand-down': 'true' } })).status, 200);
    assert.equal((await call('/', { headers: { 'stand-down': 'false' } })).status, 500);
  });

  test('match by path, method, headers and code', async (t) => {
    const { proxy } = await httpProxy(t, (incoming, response) => {
      response.statusCode = incoming.url === '/missing' ? 404 : 200;
      response.end();
    });
    const call = keepAliveClient(t, proxy);
    const statusWith = async (
      match: Parameters<typeof rule>[0]['match'],
      target: 'Request' | 'Response',
      path: string,
    ) => {
      proxy.setRules([rule({ target, match, respond: { status: 418 } })]);
      return (await call(path, { headers: { 'X-Who': 'me' } })).status;
    };
    assert.equal(await statusWith({ path: '/orders/*' }, 'Request', '/orders/1?x=1'), 418);
    assert.equal(await statusWith({ path: '/orders/?' }, 'Request', '/orders/12'), 200);
    assert.equal(await statusWith({ path: '/a.c' }, 'Request', '/abc'), 200);
    assert.equal(await statusWith({ method: 'POST' }, 'Request', '/'), 200);
    assert.equal(await statusWith({ requestHeaders: { 'x-who': 'me' } }, 'Request', '/'), 418);
    assert.equal(await statusWith({ requestHeaders: { 'x-who': 'Me' } }, 'Request', '/'), 200);
    assert.equal(await statusWith({ code: 404 }, 'Response', '/missing'), 418);
    assert.equal(await statusWith({ code: 404 }, 'Response', '/there'), 200);
  });

  test('replace parts of a request', async (t) => {
    const { proxy, seen } = await httpProxy(t);
    const body = Buffer.from('other').toString('base64');
    proxy.setRules([
      rule({
        target: 'Request',
        replace: { path: '/new', method: 'PUT', body, queries: { a: '9' }, headers: { 'x-one': '2' } },
      }),
    ]);
    await keepAliveClient(t, proxy)('/old?a=1&b=2', {
      method: 'POST',
      body: 'mine',
      headers: { 'X-One': '1' },
    });
    const [got] = seen;
    assert.deepEqual([got?.method, got?.url, got?.body], ['PUT', '/new?a=9&b=2', 'other']);
    assert.deepEqual([got?.headers['x-one'], got?.headers['content-length']], ['2', '5']);
  });

  test('patch a request and a response', async (t) => {
    const { proxy, seen } = await httpProxy(t, undefined);
    const value = '{"body":null,"added":1}';
    proxy.setRules([
      rule({
        target: 'Request',
        patch: { body: { type: 'JSON', value: '{"b":2}' }, queries: [['q', 'a b']], headers: [['x', '1']] },
      }),
      rule({
        target: 'Response',
        patch: { body: { type: 'JSON', value }, headers: [['set-cookie', 'a=b']] },
      }),
    ]);
    const got = await keepAliveClient(t, proxy)('/p', { method: 'POST', body: '{"a":1}' });
    assert.deepEqual(
      [seen[0]?.url, seen[0]?.body, seen[0]?.headers['x']],
      ['/p?q=a%20b', '{"a":1,"b":2}', '1'],
    );
    assert.deepEqual(got.headers['set-cookie'], ['a=b']);
    assert.deepEqual(Object.keys(JSON.parse(got.body)).sort(), ['added', 'headers', 'method', 'url']);
  });

  test('replace the code of a response, also by one without a body', async (t) => {
    const { proxy } = await httpProxy(t);
    const call = keepAliveClient(t, proxy);
    proxy.setRules([rule({ target: 'Response', replace: { code: 500 } })]);
    assert.equal((await call('/')).status, 500);
    proxy.setRules([rule({ target: 'Response', replace: { code: 204 } })]);
    assert.deepEqual(await call('/').then(({ status, body }) => [status, body]), [204, '']);
    proxy.setRules([]);
    assert.equal((await call('/')).status, 200);
  });

  test('fail the exchange when a body to patch is not JSON', async (t) => {
    const { proxy } = await httpProxy(t);
    proxy.setRules([rule({ target: 'Request', patch: { body: { type: 'JSON', value: '{}' } } })]);
    await assert.rejects(keepAliveClient(t, proxy)('/', { method: 'POST', body: 'text' }), {
      code: 'ECONNRESET',
    });
  });

  test('act on their share of requests, the same ones with the same seed', async (t) => {
    const failures = async () => {
      const { proxy } = await httpProxy(t);
      const installed = rule({ target: 'Request', percent: 25, respond: { status: 503 } }, 7);
      proxy.setRules([installed]);
      const call = keepAliveClient(t, proxy);
      const failed: number[] = [];
      for (let index = 0; index < 200; index += 1) if ((await call('/')).status === 503) failed.push(index);
      assert.equal(installed.tally.read().requests, failed.length);
      return failed;
    };
    const first = await failures();
    assert.ok(first.length > 30 && first.length < 70, `${first.length} of 200`);
    assert.deepEqual(await failures(), first);
  });
});

suite('toxics of scope request on an HTTP link', () => {
  /** Which of so many requests over one connection were late. */
  async function lateOnes(t: TestContext, spec: { toxicity?: number; first?: number }): Promise<number[]> {
    const { proxy } = await httpProxy(t);
    const attributes = { latency: 50 };
    proxy.setToxics([toxic({ type: 'latency', scope: 'request', attributes, ...spec }, 5)]);
    const call = keepAliveClient(t, proxy);
    const late: number[] = [];
    for (let index = 0; index < 24; index += 1) if ((await call('/')).ms >= 48) late.push(index);
    return late;
  }

  test('act on their share of the requests of one connection, the same ones with the same seed', async (t) => {
    const late = await lateOnes(t, { toxicity: 0.5 });
    assert.ok(late.length > 4 && late.length < 20, `${late.length} of 24`);
    assert.deepEqual(await lateOnes(t, { toxicity: 0.5 }), late);
  });

  test('act on the first requests only, when told how many', async (t) => {
    assert.deepEqual(await lateOnes(t, { first: 3 }), [0, 1, 2]);
  });

  test('begin their count with each request', async (t) => {
    const { proxy } = await httpProxy(t, (_incoming, response) => response.end('0123456789'));
    proxy.setToxics([toxic({ type: 'limit_data', scope: 'request', attributes: { bytes: 200 } })]);
    const call = keepAliveClient(t, proxy);
    for (let index = 0; index < 3; index += 1) assert.equal((await call('/')).body, '0123456789');
  });
});

function at({ settings }: { settings: { listen: string } }): { host: string; port: string } {
  const [host = '', port = ''] = settings.listen.split(':');
  return { host, port };
}
