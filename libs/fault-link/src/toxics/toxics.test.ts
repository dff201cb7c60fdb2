import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { InstalledToxic } from '../installed-toxic.js';
import type { Proxy } from '../proxy.js';
import { Pools } from '../pools.js';
import { Random } from '../random.js';
import { loss } from './loss.js';
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
} from '../testing/peers.js';

/** Timers never fire early; how late they fire on a busy machine is not what these tests are about. */
const lateMs = 400;

function assertTook(ms: number, expectedMs: number): void {
  assert.ok(ms >= expectedMs - 2 && ms < expectedMs + lateMs, `${ms} ms, expected about ${expectedMs}`);
}

async function echoThrough(
  t: TestContext,
  ...toxics: ReturnType<typeof toxic>[]
): Promise<{ proxy: Proxy; client: Socket }> {
  const { proxy } = await proxyTo(t, [await serveEcho(t)]);
  proxy.setToxics(toxics);
  return { proxy, client: await dial(t, proxy) };
}

async function roundTrip(client: Socket, bytes = 1): Promise<number> {
  client.write(Buffer.alloc(bytes, 'x'));
  return (await receive(client, bytes)).ms;
}

suite('latency', () => {
  test('delays each direction by itself, and two of them add up', async (t) => {
    const both = [toxic({ type: 'latency', attributes: { latency: 60 } })];
    both.push(toxic({ type: 'latency', stream: 'upstream', attributes: { latency: 60 } }));
    const { client, proxy } = await echoThrough(t, ...both);
    assertTook(await roundTrip(client), 120);
    proxy.setToxics([
      toxic({ type: 'latency', attributes: { latency: 70 } }),
      toxic({ type: 'latency', attributes: { latency: 70 } }),
    ]);
    assertTook(await roundTrip(client), 140);
  });

  test('does not delay what travels together one after the other', async (t) => {
    const { client } = await echoThrough(t, toxic({ type: 'latency', attributes: { latency: 100 } }));
    const received = receive(client, 20);
    for (let index = 0; index < 20; index += 1) {
      client.write('x');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    assertTook((await received).ms, 140);
  });

  test('stays within its jitter', async (t) => {
    const { client } = await echoThrough(
      t,
      toxic({ type: 'latency', attributes: { latency: 50, jitter: 30 } }),
    );
    for (let index = 0; index < 5; index += 1) {
      const ms = await roundTrip(client);
      assert.ok(ms >= 18 && ms < 80 + lateMs, `${ms} ms`);
    }
  });

  test('delays the set-up only with connect', async (t) => {
    const connect = toxic({ type: 'latency', attributes: { latency: 80, connect: 1 } });
    const { client, proxy } = await echoThrough(t, connect);
    assertTook(await roundTrip(client), 160);
    assertTook(await roundTrip(client), 80);
    connect.update({ attributes: { connect: 0 } });
    assertTook(await roundTrip(await dial(t, proxy)), 80);
  });

  test('lets throughput survive', async (t) => {
    const { client } = await echoThrough(t, toxic({ type: 'latency', attributes: { latency: 100 } }));
    const ms = await roundTrip(client, 10_000_000);
    assert.ok(ms < 1500, `10 MB in ${ms} ms`);
  });
});

suite('bandwidth', () => {
  test('limits the rate', async (t) => {
    const { client } = await echoThrough(t, toxic({ type: 'bandwidth', attributes: { rate: 1000 } }));
    assertTook(await roundTrip(client, 300_000), 300);
  });

  test('counts in bytes when asked to, and spends its burst first', async (t) => {
    const attributes = { bytesPerSecond: 100_000, burst: 80_000 };
    const { client } = await echoThrough(t, toxic({ type: 'bandwidth', attributes }));
    const ms = await roundTrip(client, 100_000);
    assert.ok(ms >= 150 && ms < 200 + lateMs, `${ms} ms`);
  });

  test('of one pool, connections share the rate', async (t) => {
    const pools = new Pools();
    const pooled = (pool: number) =>
      new InstalledToxic(
        { name: 'thin', type: 'bandwidth', stream: 'downstream', attributes: { rate: 500, pool } },
        { random: new Random(1), pools },
      );
    const thin = pooled(1);
    const [first, second] = [await echoThrough(t, thin), await echoThrough(t, thin)];
    const others = await echoThrough(t, pooled(2));
    const took = [first, second, others].map(({ client }) => roundTrip(client, 100_000));
    const [firstMs, secondMs, othersMs] = (await Promise.all(took)) as [number, number, number];
    assertTook(Math.max(firstMs, secondMs), 400);
    assertTook(othersMs, 200);
  });

  test('lets nothing through at rate 0, until the rate changes', async (t) => {
    const stall = toxic({ type: 'bandwidth' });
    const { client, proxy } = await echoThrough(t, stall);
    client.write('x');
    assert.equal(await staysSilent(client, 80), true);
    const received = receive(client, 1);
    stall.update({ attributes: { rate: 1000 } });
    proxy.refresh();
    assert.equal((await received).data.length, 1);
  });
});

suite('timeout', () => {
  test('drops data and closes after the last chunk', async (t) => {
    const { client } = await echoThrough(t, toxic({ type: 'timeout', attributes: { timeout: 100 } }));
    client.write('x');
    const { how, ms } = await ending(client);
    assert.equal(how, 'end');
    assertTook(ms, 100);
  });

  test('closes its connections when it is removed', async (t) => {
    const { client, proxy } = await echoThrough(t, toxic({ type: 'timeout' }));
    client.write('x');
    assert.equal(await staysSilent(client, 50), true);
    proxy.setToxics([]);
    assert.equal((await ending(client)).how, 'end');
  });
});

suite('reset_peer', () => {
  test('resets both sides, also of connections that were open before', async (t) => {
    const upstreamEnding = Promise.withResolvers<string>();
    const { proxy } = await proxyTo(t, [
      await serve(t, (socket) => void ending(socket).then((end) => upstreamEnding.resolve(end.how))),
    ]);
    const client = await dial(t, proxy);
    proxy.setToxics([toxic({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 60 } })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.write('x');
    const { how, ms } = await ending(client);
    assert.equal(how, 'ECONNRESET');
    assertTook(ms, 60);
    assert.equal(await upstreamEnding.promise, 'ECONNRESET');
  });
});

suite('slow_close', () => {
  test('delays the close and not the data', async (t) => {
    const { proxy } = await proxyTo(t, [await serve(t, (socket) => socket.end('bye'))]);
    proxy.setToxics([toxic({ type: 'slow_close', attributes: { delay: 400 } })]);
    const client = await dial(t, proxy);
    const startedAt = performance.now();
    await once(client, 'data');
    const dataMs = performance.now() - startedAt;
    assert.ok(dataMs < 350, `data after ${dataMs} ms`);
    await once(client, 'end');
    assertTook(performance.now() - startedAt, 400);
  });
});

suite('slicer', () => {
  test('cuts into pieces of about the size asked for, content intact', async (t) => {
    const { proxy } = await proxyTo(t, [await serveEcho(t)]);
    const attributes = { average_size: 1024, size_variation: 512, delay: 10 };
    proxy.setToxics([toxic({ type: 'slicer', attributes })]);
    const client = await dial(t, proxy);
    let reads = 0;
    client.on('data', () => (reads += 1));
    const sent = Buffer.alloc(300_000, 'abcdefg');
    client.write(sent);
    const { data } = await receive(client, sent.length);
    assert.equal(sha256(data), sha256(sent));
    assert.ok(reads > 100 && reads <= 600, `${reads} reads`);
  });
});

suite('limit_data', () => {
  test('passes exactly so many bytes, across chunks and changes of the limit, then closes', async (t) => {
    const limit = toxic({ type: 'limit_data', attributes: { bytes: 100 } });
    const { client, proxy } = await echoThrough(t, limit);
    await roundTrip(client, 60);
    limit.update({ attributes: { bytes: 75 } });
    proxy.refresh();
    client.write(Buffer.alloc(60));
    const received = receive(client, Infinity);
    assert.equal((await received).data.length, 15);
  });

  test('passes nothing at 0', async (t) => {
    const { client } = await echoThrough(t, toxic({ type: 'limit_data' }));
    client.write('x');
    assert.equal((await receive(client, Infinity)).data.length, 0);
  });
});

suite('loss', () => {
  test('makes its share of chunks late by retransmissions: 200 ms, then 400 more, then 800 more …', () => {
    const late = new Map<number, number>();
    const attributes = { percent: 50, correlation: 0, connect: 0 };
    const lossy = loss.start({ attributes, random: new Random(3), pools: new Pools(), previous: undefined });
    const pass = (_data: Buffer, dueAt: number) => late.set(dueAt, (late.get(dueAt) ?? 0) + 1);
    const out = { now: 0, arrivedAt: 0, pass, passSignal: () => {}, breakOff: () => {} };
    for (let chunk = 0; chunk < 1000; chunk += 1) lossy.data(Buffer.alloc(1), out);
    const about = (count: number, expected: number) => Math.abs(count - expected) < expected / 3;
    assert.ok(about(late.get(0) ?? 0, 500) && about(late.get(200) ?? 0, 250), String([...late]));
    assert.ok(about(late.get(600) ?? 0, 125) && late.has(1400), String([...late]));
  });

  test('ends its retransmissions when correlation lets no draw come out otherwise', () => {
    const late: number[] = [];
    const attributes = { percent: 99, correlation: 100, connect: 0 };
    const lossy = loss.start({ attributes, random: new Random(3), pools: new Pools(), previous: undefined });
    const pass = (_data: Buffer, dueAt: number) => late.push(dueAt);
    lossy.data(Buffer.alloc(1), { now: 0, arrivedAt: 0, pass, passSignal: () => {}, breakOff: () => {} });
    assert.ok(late[0]! > 10 * 60_000, `${late[0]} ms`);
  });

  test('holds everything at 100 percent, until it is lifted', async (t) => {
    const { client, proxy } = await echoThrough(
      t,
      toxic({ type: 'loss', attributes: { percent: 100, connect: 1 } }),
    );
    client.write('x');
    assert.equal(await staysSilent(client, 80), true);
    const received = receive(client, 1);
    proxy.setToxics([]);
    assert.equal((await received).data.toString(), 'x');
  });
});

suite('blackhole', () => {
  test('keeps bytes and closes of both directions, and lets them flow on when it is lifted', async (t) => {
    const { client, proxy } = await echoThrough(t);
    await roundTrip(client);
    proxy.setToxics([toxic({ type: 'blackhole' }), toxic({ type: 'blackhole', stream: 'upstream' })]);
    client.end('held back');
    assert.equal(await staysSilent(client, 80), true);
    const received = receive(client, Infinity);
    proxy.setToxics([]);
    assert.equal((await received).data.toString(), 'held back');
  });

  test('stops the sender once its buffer is full, and loses nothing', async (t) => {
    const { client, proxy } = await echoThrough(t, toxic({ type: 'blackhole', stream: 'upstream' }));
    const sent = Buffer.alloc(20_000_000, 'abcdefg');
    client.write(sent);
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.ok(proxy.traffic.fromClient < sent.length / 2, `${proxy.traffic.fromClient} bytes read`);
    proxy.setToxics([]);
    assert.equal(sha256((await receive(client, sent.length)).data), sha256(sent));
  });

  test('with connect leaves the upstream alone until it is lifted, and forgets clients that gave up', async (t) => {
    let connections = 0;
    const address = await serve(t, (socket) => {
      connections += 1;
      socket.pipe(socket);
    });
    const { proxy } = await proxyTo(t, [address]);
    proxy.setToxics([toxic({ type: 'blackhole', stream: 'upstream', attributes: { connect: 1 } })]);
    const [impatient, patient] = [await dial(t, proxy), await dial(t, proxy)];
    impatient.end('x');
    patient.write('x');
    assert.equal(await staysSilent(patient, 1100), true);
    assert.equal(connections, 0);
    const received = receive(patient, 1);
    proxy.setToxics([]);
    assert.equal((await received).data.toString(), 'x');
    assert.equal(connections, 1);
  });
});
