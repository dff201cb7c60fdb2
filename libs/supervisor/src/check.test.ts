import { equal, match } from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';

import { runCheck } from './check.js';

const server = http.createServer((request, response) => {
  if (request.url === '/slow') return;
  response.writeHead(Number(request.url?.slice(1))).end();
});
let port = 0;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

function get(path: string, timeoutMs = 5000) {
  return runCheck({ kind: 'http', host: '127.0.0.1', port, path, scheme: 'HTTP', headers: {} }, timeoutMs);
}

test('an HTTP check succeeds from 200 to 399', async () => {
  equal((await get('/200')).ok, true);
  equal((await get('/302')).ok, true);
});

test('an HTTP check that fails names the status', async () => {
  equal((await get('/503')).message, 'HTTP probe failed with statuscode: 503');
});

test('an HTTP check that is not answered in time says so', async () => {
  match((await get('/slow', 100)).message, /context deadline exceeded/);
});

test('a check of a closed port says connection refused', async () => {
  const closed = await closedPort();
  const result = await runCheck({ kind: 'tcp', host: '127.0.0.1', port: closed }, 5000);
  equal(result.message, `dial tcp 127.0.0.1:${closed}: connect: connection refused`);
});

test('a TCP check succeeds when the port opens', async () => {
  equal((await runCheck({ kind: 'tcp', host: '127.0.0.1', port }, 5000)).ok, true);
});

test('an exec check follows the exit code and repeats the output', async () => {
  const exec = (script: string) =>
    runCheck({ kind: 'exec', command: ['sh', '-c', script], env: {}, cwd: '/' }, 5000);
  equal((await exec('true')).ok, true);
  const failed = await exec('echo not yet; exit 3');
  equal(failed.ok, false);
  equal(failed.message, 'not yet');
});

async function closedPort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
