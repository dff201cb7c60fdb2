// A server with Toxiproxy's API, whoever wrote it, and what it answers without what has to differ.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Request {
  method: string;
  path: string;
  /** Text as it is, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  type: string | null;
  nosniff: boolean;
  isRequestNumbered: boolean;
  location: string | null;
  body: unknown;
}

export class ToxiproxyServer {
  readonly url: string;
  readonly stop: () => Promise<void>;

  private constructor(url: string, stop: () => Promise<void>) {
    this.url = url;
    this.stop = stop;
  }

  /** @throws when it does not answer within 10 s. */
  static async start([program = '', ...words]: string[]): Promise<ToxiproxyServer> {
    const port = await freePort();
    const child = spawn(program, [...words, '-host', '127.0.0.1', '-port', String(port)], {
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const stop = async () => {
      child.kill();
      await ended;
    };
    const server = new ToxiproxyServer(`http://127.0.0.1:${port}`, stop);
    for (let wait = 0; wait < 100; wait += 1) {
      if (await fetch(`${server.url}/version`).catch(() => undefined)) return server;
      await sleep(100);
    }
    await stop();
    throw new Error(`${program} did not answer on port ${port} within 10 s`);
  }

  async create(proxy: { name: string; listen: string; upstream: string }): Promise<{ listen: string }> {
    const response = await fetch(`${this.url}/proxies`, { method: 'POST', body: JSON.stringify(proxy) });
    return (await response.json()) as { listen: string };
  }

  async ask({ method, path, body, headers = {} }: Request): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.url + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body: text }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      nosniff: response.headers.get('x-content-type-options') === 'nosniff',
      isRequestNumbered: response.headers.has('x-toxiproxy-request-id'),
      location: response.headers.get('location'),
      body: comparable(await response.text()),
    };
  }
}

/** Ports that the system chose, the words of a JSON decoder, and fields that only one of them has, are left out. */
function comparable(text: string): unknown {
  const plain = text
    .replace(/((?:127\.0\.0\.1|\[::\]):)\d{4,5}\b/g, '$1PORT')
    .replace(/(bad request body: )(?!EOF)[^\n]*?(?=","status)/, '$1…');
  try {
    return JSON.parse(plain, withoutExtras);
  } catch {
    return plain;
  }
}

function withoutExtras(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const {
    Logger: _logger,
    protocol: _protocol,
    upstreams: _upstreams,
    ...rest
  } = value as Record<string, unknown>;
  return rest;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
