import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import { type Forward, forward } from './forward.js';

const servers: Server[] = [];
const forwards: Forward[] = [];

afterEach(() => {
  for (const forwarded of forwards.splice(0)) forwarded[Symbol.dispose]();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test('requests and answers pass, also large ones', async () => {
  const port = await listening(to(await pod((_request, response) => response.end('x'.repeat(1_000_000)))));
  assert.equal((await get(port)).length, 1_000_000);
});

test('a connection breaks with its pod, and the next one goes to another', async () => {
  let answering = await pod(() => process.nextTick(() => answering.closeAllConnections()));
  const port = await listening(() => to(answering)());
  await assert.rejects(get(port));
  answering = await pod((_request, response) => response.end('two'));
  assert.equal(await get(port), 'two');
});

test('a connection for which no pod is there is reset at once', async () => {
  const port = await listening(() => Promise.reject(new Error('no pod is ready')));
  await assert.rejects(get(port), ({ cause }: Error) => (cause as { code: string }).code === 'ECONNRESET');
});

test('a stream is let go when the client goes, also when it went before the stream was there', async () => {
  const streams: Socket[] = [];
  const server = await pod(() => {});
  const opened = Promise.withResolvers<void>();
  const port = await listening(async () => {
    await opened.promise;
    const stream = await to(server)();
    streams.push(stream);
    return stream;
  });
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  client.resetAndDestroy();
  await once(client, 'close');
  opened.resolve();
  while (streams.length === 0) await new Promise(setImmediate);
  if (!streams[0]!.destroyed) await once(streams[0]!, 'close');
});

test('an idle connection does not outlive its forward', async () => {
  const port = await listening(to(await pod((_request, response) => response.end('one'))));
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  forwards.pop()?.[Symbol.dispose]();
  await once(client.resume(), 'close');
  await assert.rejects(get(port), ({ cause }: Error) => (cause as { code: string }).code === 'ECONNREFUSED');
});

async function listening(open: () => Promise<Socket>): Promise<number> {
  const forwarded = await forward(open);
  forwards.push(forwarded);
  return forwarded.port;
}

async function pod(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<Server> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return server;
}

function to(server: Server): () => Promise<Socket> {
  return async () => connect((server.address() as AddressInfo).port, '127.0.0.1');
}

async function get(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5_000) });
  return answer.text();
}
