import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@chaos-workshop/fault-link';
import { serveEcho } from './testing/echo.js';
import { FaultProxy } from './testing/fault-proxy.js';

const changes = 1000;
const connections = 6;

/** Toxics that by design lose nothing. */
const harmless: Readonly<Record<string, (random: Random) => Record<string, number>>> = {
  latency: (random) => ({ latency: upTo(random, 6), jitter: upTo(random, 4) }),
  bandwidth: (random) => ({ rate: 20_000 + upTo(random, 80_000) }),
  slicer: (random) => ({
    average_size: 2000 + upTo(random, 8000),
    size_variation: upTo(random, 2000),
    delay: 5,
  }),
  slow_close: (random) => ({ delay: upTo(random, 20) }),
  noop: () => ({}),
};

suite('toxics that change under load', () => {
  test(`${changes} times lose and reorder no byte of ${connections} connections, either way`, async (t) => {
    const api = await FaultProxy.start(t, '--seed', '7');
    const upstream = await serveEcho(t);
    const { body } = await api.call('POST', '/proxies', { name: 'e', listen: '127.0.0.1:0', upstream });
    const progress = { isDone: false };
    const port = Number(body.listen.split(':')[1]);
    const echoes = Array.from({ length: connections }, (_each, index) => echo(port, index, progress));
    const counts = await changeToxics(api).finally(() => (progress.isDone = true));
    for (const { sent, received } of await Promise.all(echoes)) {
      assert.ok(sent.bytes > 100_000, `only ${sent.bytes} bytes`);
      assert.deepEqual(received, sent);
    }
    t.diagnostic(JSON.stringify(counts));
  });
});

async function changeToxics(api: FaultProxy): Promise<Record<string, number>> {
  const random = new Random(7);
  const counts = { added: 0, updated: 0, removed: 0 };
  const there = new Map<string, string>();
  for (let change = 0; change < changes; change += 1) {
    const [name, type] = [...there][upTo(random, there.size)] ?? [];
    const kind = upTo(random, 3);
    if (name === undefined || type === undefined || (kind === 0 && there.size < 8)) {
      const toxic = newToxic(random, `t${change}`);
      assert.equal((await api.call('POST', '/proxies/e/toxics', toxic)).status, 200);
      there.set(toxic.name, toxic.type);
      counts.added += 1;
    } else if (kind === 1) {
      const attributes = harmless[type]?.(random);
      assert.equal((await api.call('PATCH', `/proxies/e/toxics/${name}`, { attributes })).status, 200);
      counts.updated += 1;
    } else {
      assert.equal((await api.call('DELETE', `/proxies/e/toxics/${name}`)).status, 204);
      there.delete(name);
      counts.removed += 1;
    }
  }
  return counts;
}

function newToxic(random: Random, name: string) {
  const types = Object.keys(harmless);
  const type = types[upTo(random, types.length)] ?? 'noop';
  const stream = random.next() < 0.5 ? 'upstream' : 'downstream';
  return { name, type, stream, attributes: harmless[type]?.(random) };
}

interface Bytes {
  readonly bytes: number;
  readonly sha256: string;
}

/** Sends until the work is done, then ends; what came back must be the same, in the same order. */
async function echo(
  port: number,
  seed: number,
  progress: { readonly isDone: boolean },
): Promise<{ sent: Bytes; received: Bytes }> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  await once(socket, 'connect');
  const received = readAll(socket);
  const random = new Random(seed);
  const hash = createHash('sha256');
  let bytes = 0;
  while (!progress.isDone) {
    const chunk = Buffer.alloc(1 + upTo(random, 30_000), `${seed} ${bytes} `);
    hash.update(chunk);
    bytes += chunk.length;
    if (!socket.write(chunk)) await once(socket, 'drain');
    await sleep(3);
  }
  socket.end();
  return { sent: { bytes, sha256: hash.digest('hex') }, received: await received };
}

async function readAll(socket: Socket): Promise<Bytes> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function upTo(random: Random, limit: number): number {
  return Math.floor(random.next() * limit);
}
