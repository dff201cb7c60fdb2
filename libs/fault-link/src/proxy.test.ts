import assert from 'node:assert/strict';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { suite, test } from 'node:test';
import {
  dial,
  ending,
  proxyTo,
  receive,
  serve,
  serveEcho,
  sha256,
  staysSilent,
  toxic,
} from './testing/peers.js';

suite('a link without toxics', () => {
  test('carries bytes both ways, unchanged', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    const client = await dial(t, proxy);
    const sent = randomBytes(3_000_000);
    client.end(sent);
    const { data } = await receive(client, sent.length);
    assert.equal(sha256(data), sha256(sent));
  });

  test('lets a client that closed its half read the answer', async (t) => {
    const address = await serve(t, (socket) => {
      socket.resume();
      socket.on('end', () => socket.end('late answer'));
    });
    const { proxy } = await proxyTo(t, [address]);
    const client = await dial(t, proxy);
    client.end('question');
    assert.equal((await receive(client, 11)).data.toString(), 'late answer');
  });

  test('counts its bytes while it is open', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    const client = await dial(t, proxy);
    client.write('12345');
    await receive(client, 5);
    assert.deepEqual(proxy.traffic, { fromClient: 5, toUpstream: 5, fromUpstream: 5, toClient: 5 });
  });

  test('passes a reset on as a reset', async (t) => {
    const address = await serve(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const { proxy } = await proxyTo(t, [address]);
    const client = await dial(t, proxy);
    client.write('hello');
    assert.equal((await ending(client)).how, 'ECONNRESET');
  });

  test('goes to its upstreams in turn', async (t) => {
    const one = await serve(t, (socket) => socket.end('1'));
    const two = await serve(t, (socket) => socket.end('2'));
    const { proxy } = await proxyTo(t, [one, two]);
    const answers: string[] = [];
    for (let turn = 0; turn < 4; turn += 1)
      answers.push((await receive(await dial(t, proxy), 1)).data.toString());
    assert.deepEqual(answers, ['1', '2', '1', '2']);
  });

  test('resets a connection for which there is no upstream', async (t) => {
    const { proxy } = await proxyTo(t, []);
    const how = dial(t, proxy).then(async (client) => (await ending(client)).how);
    assert.equal(await how.catch((error: NodeJS.ErrnoException) => error.code), 'ECONNRESET');
  });

  test('closes a connection whose upstream refuses, when asked to do as Toxiproxy does', async (t) => {
    const { proxy } = await proxyTo(t, ['127.0.0.1:1'], { whenUnreachable: 'close' });
    assert.equal((await ending(await dial(t, proxy))).how, 'end');
  });

  test('keeps connections when its upstreams change', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    const client = await dial(t, proxy);
    client.write('a');
    await receive(client, 1);
    await proxy.configure({ listen: '127.0.0.1:0', upstreams: [] });
    client.write('b');
    assert.equal((await receive(client, 1)).data.toString(), 'b');
  });

  test('refuses and closes connections when it is stopped, and listens at the same place again', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    const client = await dial(t, proxy);
    const { listen } = proxy.settings;
    await proxy.stop();
    assert.equal((await ending(client)).how, 'end');
    await assert.rejects(dial(t, proxy), { code: 'ECONNREFUSED' });
    await proxy.configure({ enabled: true });
    assert.equal(proxy.settings.listen, listen);
    await dial(t, proxy);
  });
});

suite('toxics on living connections', () => {
  test('come, change and go under load without losing or reordering a byte', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    const client = await dial(t, proxy);
    const sent = randomBytes(4_000_000);
    const progress = { isDone: false };
    const received = receive(client, sent.length).finally(() => (progress.isDone = true));
    void (async () => {
      for (let at = 0; at < sent.length; at += 40_000) {
        if (!client.write(sent.subarray(at, at + 40_000))) await once(client, 'drain');
        if (at % 120_000 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    const mixes = [
      ['latency', { latency: 15, jitter: 15 }],
      ['bandwidth', { rate: 20_000 }],
      ['slicer', { average_size: 5000, size_variation: 2000, delay: 10 }],
      ['loss', { percent: 5 }],
      ['blackhole', {}],
      ['noop', {}],
    ] as const;
    for (let round = 0; !progress.isDone; round += 1) {
      const chosen = mixes.filter((_mix, index) => ((round * 7) >> index) % 2 === 1);
      const toxics = chosen.flatMap(([type, attributes]) => [
        toxic({ type, attributes, stream: 'upstream' }),
        toxic({ type, attributes, stream: 'downstream' }),
      ]);
      proxy.setToxics(toxics);
      await new Promise((resolve) => setTimeout(resolve, 8));
      toxics.find(({ name }) => name === 'latency')?.update({ attributes: { latency: 3 } });
      proxy.refresh();
      await new Promise((resolve) => setTimeout(resolve, 8));
      if (round % 3 === 2) proxy.setToxics([]);
    }
    const { data } = await received;
    assert.equal(data.length, sent.length);
    assert.equal(sha256(data), sha256(sent));
  });

  test('act only on connections to their upstream', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t), await serveEcho(t)]);
    proxy.setToxics([toxic({ type: 'blackhole', upstream: 'u2' })]);
    const [first, second] = [await dial(t, proxy), await dial(t, proxy)];
    first.write('x');
    second.write('y');
    assert.equal((await receive(first, 1)).data.toString(), 'x');
    assert.equal(await staysSilent(second, 100), true);
  });

  test('act on the first connections only, when told how many', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    proxy.setToxics([toxic({ type: 'limit_data', first: 2 })]);
    const lengths: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      const client = await dial(t, proxy);
      client.write('x');
      lengths.push((await receive(client, 1)).data.length);
    }
    assert.deepEqual(lengths, [0, 0, 1, 1]);
  });

  test('act on the share of connections that their toxicity says, the same with the same seed', async (t) => {
    const touched = async (): Promise<number[]> => {
      const { proxy } = await proxyTo(t, [await serveEcho(t)]);
      proxy.setToxics([toxic({ type: 'limit_data', toxicity: 0.5 }, 42)]);
      const hit: number[] = [];
      for (let index = 0; index < 30; index += 1) {
        const client = await dial(t, proxy);
        client.write('x');
        if ((await receive(client, 1)).data.length === 0) hit.push(index);
      }
      return hit;
    };
    const hit = await touched();
    assert.ok(hit.length > 6 && hit.length < 24, `${hit.length} of 30`);
    assert.deepEqual(await touched(), hit);
  });
});
