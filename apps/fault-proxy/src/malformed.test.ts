import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { suite, test } from 'node:test';
import { Random } from '@chaos-workshop/fault-link';
import { serveEcho } from './testing/echo.js';
import { FaultProxy } from './testing/fault-proxy.js';
import { brokenRequest, malformedRequest } from './testing/malformed.js';
import { Wire } from './testing/wire.js';

const requests = 20_000;
const lanes = 8;
/** Then a broken request, and the connection with it, ends them. */
const requestsOfOneConnection = 25;

suite('malformed requests', () => {
  test(`${requests} of them each get an HTTP answer, and the process lives on`, async (t) => {
    const api = await FaultProxy.start(t, '--seed', '1', '--proxy-metrics');
    const upstream = await serveEcho(t);
    const port = Number(new URL(api.url).port);
    const statuses = new Map<number, number>();
    const work = Array.from({ length: lanes }, async (_lane, index) => {
      const random = new Random(2026 + index);
      for (let sent = 0; sent < requests / lanes; sent += requestsOfOneConnection) {
        for (const status of await batch(port, random)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        await useProxyA(api, upstream);
      }
    });
    await Promise.all(work);
    const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    assert.equal(total, requests);
    assert.equal((await api.call('GET', '/version')).status, 200);
    assert.equal(api.child.exitCode, null);
    t.diagnostic(
      [...statuses]
        .toSorted()
        .map((pair) => pair.join(' × '))
        .join(', '),
    );
  });
});

/** The statuses of one connection's requests; a 5xx is for addresses that cannot be listened on, and nothing else. */
async function batch(port: number, random: Random): Promise<number[]> {
  const statuses: number[] = [];
  let wire = await Wire.open(port);
  for (let count = 1; count <= requestsOfOneConnection; count += 1) {
    const isLast = count === requestsOfOneConnection;
    const { bytes, isHead } = isLast ? brokenRequest(random) : malformedRequest(random);
    if (!wire.isOpen) wire = await Wire.open(port);
    const { status, body } = await wire.ask(bytes, { isHead, isLast });
    if (status >= 500)
      assert.match(body, /listen tcp|address .*: |lookup /, `${bytes.toString('latin1')}: ${body}`);
    statuses.push(status);
  }
  wire.close();
  return statuses;
}

/** Sends bytes through whatever toxics proxy `a` has by now; what becomes of them is not asked. */
async function useProxyA(api: FaultProxy, upstream: string): Promise<void> {
  await api.call('POST', '/proxies', { name: 'a', listen: '127.0.0.1:0', upstream });
  const { body } = await api.call('PATCH', '/proxies/a', { upstream, enabled: true });
  const port = Number(body?.listen?.split(':').at(-1) ?? 0);
  if (!port) return;
  const client = connect(port, '127.0.0.1', () => client.end(Buffer.alloc(20_000, 'x')));
  client.on('error', () => {}).resume();
  client.setTimeout(200, () => client.destroy());
}
