import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { HttpRule } from '../http/rule.js';
import { InstalledRule } from '../http/installed-rule.js';
import type { Proxy } from '../proxy.js';
import { Random } from '../random.js';
import { Tally } from '../tally.js';
import { proxyTo } from './peers.js';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server behind an `http` proxy; it tells what it saw, and echoes it unless told otherwise. */
export async function httpProxy(
  t: TestContext,
  listener?: RequestListener,
): Promise<{ proxy: Proxy; seen: Seen[]; address: string }> {
  const seen: Seen[] = [];
  const server = createServer(
    listener ?? ((incoming, response) => void echo(incoming, seen).then((s) => response.end(s))),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { proxy } = await proxyTo(t, [address], { protocol: 'http' });
  return { proxy, seen, address };
}

export function rule(spec: HttpRule, seed = 1): InstalledRule {
  return new InstalledRule(spec, { random: new Random(seed), tally: new Tally(), owner: 'test' });
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly ms: number;
}

/** A client with one kept-alive connection. */
export function keepAliveClient(t: TestContext, { settings }: Proxy) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const [host, port] = settings.listen.split(':');
  return async (
    path: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) => {
    const startedAt = performance.now();
    const { body, ...rest } = options;
    const outgoing = request({ host, port, path, agent, ...rest });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const text = await readAll(response);
    const got: Got = {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: text,
      ms: performance.now() - startedAt,
    };
    return got;
  };
}

export async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function echo(incoming: IncomingMessage, seen: Seen[]): Promise<string> {
  const { method = '', url = '', headers } = incoming;
  const request = { method, url, headers, body: await readAll(incoming) };
  seen.push(request);
  return JSON.stringify(request);
}
