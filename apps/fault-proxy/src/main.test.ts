import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { portHolder } from './port-holder.js';
import { serveEcho } from './testing/echo.js';
import { FaultProxy, mainFile } from './testing/fault-proxy.js';

suite('the process', () => {
  test('lifts all faults and exits 0 within a second when its parent is gone', async (t) => {
    const api = await FaultProxy.start(t, '--exit-with-stdin');
    const upstream = await serveEcho(t);
    const { body } = await api.call('PUT', '/proxies/e', { upstreams: [{ name: 'u', address: upstream }] });
    await api.call('PUT', '/faults/f', { toxics: [{ proxy: 'e', type: 'blackhole', stream: 'upstream' }] });
    const client = connect(Number(body.listen.split(':')[1]), '127.0.0.1', () => client.write('held'));
    const flowed = once(client, 'data');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = performance.now();
    api.child.stdin?.end();
    const [code] = await once(api.child, 'exit');
    assert.equal(code, 0);
    assert.ok(performance.now() - startedAt < 1000);
    assert.equal(String((await flowed)[0]), 'held');
    client.destroy();
  });

  test('stays when nobody asked it to go with its parent, and exits 0 on SIGTERM', async (t) => {
    const api = await FaultProxy.start(t);
    api.child.stdin?.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal((await api.call('GET', '/version')).status, 200);
    api.child.kill('SIGTERM');
    assert.deepEqual(await once(api.child, 'exit'), [0, null]);
  });

  test('names the port that is in use, and who uses it where that can be told, and exits 1', async (t) => {
    const { url, child } = await FaultProxy.start(t);
    const { port } = new URL(url);
    const { code, stderr } = await run('--port', port);
    assert.equal(code, 1);
    const holder = portHolder(Number(port));
    assert.ok(holder === undefined || holder.pid === String(child.pid));
    const by = holder ? ` by process ${holder.pid} (${holder.command})` : '';
    assert.equal(
      stderr,
      `[fault-proxy] port ${port} on 127.0.0.1 is in use${by}: ` +
        'stop what listens there, or choose another port with --port\n',
    );
  });

  test('says what is wrong with its command line, and exits 1', async () => {
    const { code, stderr } = await run('--port', 'http');
    assert.deepEqual(
      [code, stderr.split('\n')[0]],
      [1, '[fault-proxy] --port http: give a whole number from 0 to 65535'],
    );
  });

  test('stands in front of the HTTP servers that its command line names', async (t) => {
    const server = createServer((_request, response) => response.end('app')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const api = await FaultProxy.start(t, '--http-proxy', `http=127.0.0.1:0,127.0.0.1:${port}`);
    const { body } = await api.call('GET', '/proxies/http');
    assert.equal(await (await fetch(`http://${body.listen}`)).text(), 'app');
    const http = [{ proxy: 'http', target: 'Request', respond: { status: 503 } }];
    assert.equal((await api.call('PUT', '/faults/f', { http })).status, 200);
    assert.equal((await fetch(`http://${body.listen}`)).status, 503);
    const { code, stderr } = await run('--http-proxy', 'http=8080');
    assert.equal(code, 1);
    assert.match(stderr, /^\[fault-proxy\] --http-proxy http=8080: give NAME=LISTEN,UPSTREAM/);
  });

  test('starts with the proxies of its config file', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'fault-proxy-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'proxies.json');
    await writeFile(file, JSON.stringify([{ name: 'a', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' }]));
    const api = await FaultProxy.start(t, '-config', file);
    assert.equal((await api.call('GET', '/proxies/a')).status, 200);
    await writeFile(file, '[{"name":"a"}]');
    const { code, stderr } = await run('--port', '0', '--config', file);
    assert.equal(code, 1);
    assert.match(stderr, /proxies\.json: missing required field: upstream at proxy 1/);
  });
});

async function run(...args: string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, [mainFile, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stderr };
}
