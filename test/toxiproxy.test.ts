// Our fault proxy and the real Toxiproxy, asked the same. Without the real one these tests say so and are skipped.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, promisify } from 'node:util';
import { findToxiproxy, findToxiproxyCli } from '../bench/toxiproxy.ts';
import { ToxiproxyServer } from './lib/toxiproxy-api.ts';
import { toxiproxyRequests } from './lib/toxiproxy-requests.ts';

const ours = [process.execPath, 'apps/fault-proxy/dist/main.js'];
const theirs = await findToxiproxy().catch(() => undefined);
const cli = await findToxiproxyCli().catch(() => undefined);
const skip = theirs && cli ? false : 'no Toxiproxy 2.12 on PATH, and none could be built with Go';

const somebody = createServer().listen(0, '127.0.0.1');
await once(somebody, 'listening');
after(() => somebody.close());
const taken = `127.0.0.1:${(somebody.address() as AddressInfo).port}`;

test('answers what Toxiproxy answers', { skip }, async (t) => {
  const { real, own } = await startBoth(t);
  const differences: unknown[] = [];
  for (const request of toxiproxyRequests(taken)) {
    const answers = { expected: await real.ask(request), actual: await own.ask(request) };
    if (!isDeepStrictEqual(answers.actual, answers.expected)) differences.push({ request, ...answers });
  }
  assert.deepEqual(differences, []);
});

test('counts the same bytes in /metrics', { skip }, async (t) => {
  const { real, own } = await startBoth(t, '-proxy-metrics');
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  t.after(() => echo.close());
  const upstream = `127.0.0.1:${(echo.address() as AddressInfo).port}`;
  assert.deepEqual(await bytesCounted(own, upstream), await bytesCounted(real, upstream));
});

test('toxiproxy-cli prints the same for both', { skip }, async (t) => {
  const { real, own } = await startBoth(t);
  const lines = [
    'create -l 127.0.0.1:0 -u 127.0.0.1:9 m',
    'create -l 127.0.0.1:0 -u 127.0.0.1:9 m',
    'list',
    'toxic add -t latency -a latency=100 -a jitter=5 -tox 0.5 m',
    'toxic add -t bandwidth -n thin -a rate=10 -u m',
    'toxic add -t nope m',
    'toxic update -n thin -a rate=20 m',
    'inspect m',
    'toxic remove -n thin m',
    'toxic remove -n thin m',
    'toggle m',
    'list',
    'toggle m',
    'delete m',
    'inspect m',
  ];
  for (const line of lines)
    assert.deepEqual(await runCli(own, line), await runCli(real, line), `toxiproxy-cli ${line}`);
});

/** The samples of a proxy that has carried five bytes there and back. */
async function bytesCounted(server: ToxiproxyServer, upstream: string): Promise<string[]> {
  const { listen } = await server.create({ name: 'e', listen: '127.0.0.1:0', upstream });
  const client = connect(Number(listen.split(':')[1]), '127.0.0.1');
  client.write('12345');
  await once(client, 'data');
  client.end();
  for (;;) {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const samples = text.split('\n').filter((line) => /^toxiproxy_proxy_.* [1-9]/.test(line));
    if (samples.length === 4) return samples.map((line) => line.replace(listen, 'LISTEN')).toSorted();
    await sleep(20);
  }
}

async function startBoth(
  t: TestContext,
  ...options: string[]
): Promise<{ real: ToxiproxyServer; own: ToxiproxyServer }> {
  const start = async (command: string[]) => {
    const server = await ToxiproxyServer.start([...command, ...options]);
    t.after(() => server.stop());
    return server;
  };
  return { real: await start([theirs ?? '']), own: await start(ours) };
}

/** What it prints and how it exits; ports and addresses of the servers differ. */
async function runCli(server: ToxiproxyServer, line: string): Promise<unknown> {
  const run = promisify(execFile)(cli ?? '', ['--host', server.url, ...line.split(' ')]);
  const { stdout, stderr, code } = await run.then(
    (output) => ({ ...output, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  const plain = (text: string) => text.replace(/127\.0\.0\.1:\d{4,5}\b/g, '127.0.0.1:PORT');
  return { stdout: plain(stdout), stderr: plain(stderr), code };
}
