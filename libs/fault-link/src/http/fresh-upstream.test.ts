import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxy } from '../proxy.js';
import { keepAliveClient, rule } from '../testing/http-peers.js';
import { dial, ending, proxyTo, toxic } from '../testing/peers.js';

suite(
  'an HTTP link with a fresh upstream connection for each request',
  { concurrency: true, timeout: 20_000 },
  () => {
    test('loses no request to a server that closes idle connections just then', async (t) => {
      const app = await serve(t, 5);
      const proxy = await linkTo(t, app);
      const clients = Array.from({ length: 20 }, () => keepAliveClient(t, proxy));
      const sent = await Promise.all(
        clients.map(async (post) => {
          for (let turn = 0; turn < 60; turn += 1) {
            assert.equal((await post('/', { method: 'POST', body: 'x' })).status, 200);
            await sleep(Math.random() * 12);
          }
          return 60;
        }),
      );
      assert.equal(app.requests, sent.length * 60, 'each request exactly once');
      assert.equal(app.closed > 0, true, 'the server did close idle connections');
    });

    test('keeps the client connection when the upstream closes its own, as long as it takes others', async (t) => {
      const app = await serve(t, 20);
      const proxy = await linkTo(t, app);
      const client = await dial(t, proxy);
      const answered = () => once(client, 'data');
      for (let turn = 0; turn < 3; turn += 1) {
        client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        await answered();
        await sleep(60);
      }
      assert.equal(app.requests, 3);
      assert.equal(client.destroyed, false);
    });

    test('ends an idle client connection when the upstream has stopped to listen', async (t) => {
      const app = await serve(t, 60_000);
      const proxy = await linkTo(t, app);
      const client = await dial(t, proxy);
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(client, 'data');
      app.server.close();
      assert.equal((await ending(client)).how, 'end');
    });

    test('ends the client connection after an answer that says so', async (t) => {
      const app = await serve(t, 60_000, { connection: 'close' });
      const client = await dial(t, await linkTo(t, app));
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      assert.equal((await ending(client)).how, 'end');
    });

    test('resets a client whose upstream is gone when its next request comes', async (t) => {
      const app = await serve(t, 60_000);
      const proxy = await linkTo(t, app);
      const client = await dial(t, proxy);
      const held = toxic({ type: 'blackhole' });
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(client, 'data');
      proxy.setToxics([held]); // the link does not hear that the upstream closes
      app.server.close();
      app.server.closeAllConnections();
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      assert.equal((await ending(client)).how, 'ECONNRESET');
    });

    test('spends no upstream connection on what a rule answers', async (t) => {
      const app = await serve(t, 60_000);
      const proxy = await linkTo(t, app);
      const call = keepAliveClient(t, proxy);
      await call('/');
      proxy.setRules([rule({ target: 'Request', respond: { status: 503 } })]);
      assert.equal((await call('/')).status, 503);
      proxy.setRules([]);
      assert.equal((await call('/')).status, 200);
      assert.deepEqual([app.requests, app.connections], [2, 2]);
    });

    test('acts with toxics on every connection to the upstream', async (t) => {
      const app = await serve(t, 60_000);
      const proxy = await linkTo(t, app);
      const call = keepAliveClient(t, proxy);
      await call('/');
      proxy.setToxics([toxic({ type: 'latency', attributes: { latency: 80 } })]);
      assert.ok((await call('/')).ms >= 79);
      assert.ok((await call('/')).ms >= 79);
    });
  },
);

interface App {
  readonly server: Server;
  readonly address: string;
  requests: number;
  connections: number;
  closed: number;
}

/** Says nothing of how long it keeps connections: a client that knows would not use one that is about to be closed. */
async function serve(
  t: TestContext,
  keepAliveMs: number,
  headers = { connection: 'keep-alive' },
): Promise<App> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, response) => {
    app.requests += 1;
    incoming.resume().on('end', () => response.writeHead(200, headers).end('ok'));
  });
  // Node keeps a connection for a second longer than it says; here it is the server that is impatient.
  server.keepAliveTimeoutBuffer = 0;
  server.on('connection', (socket) => {
    app.connections += 1;
    socket.on('close', () => (app.closed += 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app: App = { server, address, requests: 0, connections: 0, closed: 0 };
  return app;
}

async function linkTo(t: TestContext, { address }: App): Promise<Proxy> {
  return (await proxyTo(t, [address], { protocol: 'http', isFreshForEach: true })).proxy;
}
