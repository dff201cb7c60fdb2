import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { FaultError } from '@chaos-workshop/fault-link';
import type { Faults, Proxies, Random } from '@chaos-workshop/fault-link';
import { failure, text } from './answers.js';
import type { Answer } from './answers.js';
import { refusal } from './guard.js';
import { log } from './log.js';
import { findRoute } from './route.js';
import type { Found, Route } from './route.js';
import type { OwnToxics } from './own-toxics.js';
import { faultRoutes } from './routes/faults.js';
import { metricsRoutes } from './routes/metrics.js';
import { populateRoutes } from './routes/populate.js';
import { proxyRoutes } from './routes/proxies.js';
import { serverRoutes } from './routes/server.js';
import { toxicRoutes } from './routes/toxics.js';

export interface Parts {
  readonly proxies: Proxies;
  readonly faults: Faults;
  readonly toxics: OwnToxics;
  /** Fixes every random choice. */
  readonly random: Random;
  readonly metrics: { readonly proxy: boolean; readonly runtime: boolean };
}

const largestBody = 16 * 1024 * 1024;

/** A request that is not all there after 15 s is given up, within the second. */
const limits = { keepAliveTimeout: 60_000, requestTimeout: 15_000, connectionsCheckingInterval: 1000 };

/** Toxiproxy's HTTP API (2.12), and ours for links with several upstreams and for faults. */
export function createApi(parts: Parts): Server {
  const routes: readonly Route[] = [
    ...proxyRoutes(parts),
    ...toxicRoutes(parts),
    ...populateRoutes(parts),
    ...serverRoutes(parts),
    ...metricsRoutes(parts),
    ...faultRoutes(parts),
  ];
  const isProxy = (name: string) => parts.proxies.find(name) !== undefined;
  const server = createServer(limits, (request, response) => {
    const { method = '', url = '/' } = request;
    // Behind a request that wanted an upgrade Node leaves malformed ones without an answer.
    if (request.headers.upgrade !== undefined) response.setHeader('Connection', 'close');
    answer(findRoute(routes, { method, url }, isProxy), request)
      .catch((error: unknown) => failure(error))
      .then((result) => reply(response, result))
      .catch((error: unknown) => log('error', 'answer not sent', { error: String(error) }));
  });
  // Without a listener Node hangs up on CONNECT and says nothing.
  return server.on('connect', (_request, socket) => {
    socket
      .on('error', () => {})
      .end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
}

async function answer(found: Found, request: IncomingMessage): Promise<Answer> {
  if (found === 'no-path') return text(404, '404 page not found');
  if (found === 'no-method') return { status: 405 };
  if ('movedTo' in found) return { status: 301, headers: { Location: found.movedTo } };
  const { route, names } = found;
  const result = refusal(request) ?? (await handle(route, names, request));
  return { ...result, headers: { ...result.headers, 'X-Toxiproxy-Request-Id': randomUUID() } };
}

async function handle(
  route: Route,
  names: Record<string, string>,
  request: IncomingMessage,
): Promise<Answer> {
  try {
    return await route.handle({ names, body: await readBody(request) });
  } catch (error) {
    return failure(error);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= largestBody) chunks.push(chunk);
  }
  if (length > largestBody)
    throw new FaultError('invalid', `bad request body: ${length} bytes are more than ${largestBody}`);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, { status, body = '', headers = {} }: Answer): void {
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && { 'Content-Length': Buffer.byteLength(body) }),
  });
  response.end(body);
}
