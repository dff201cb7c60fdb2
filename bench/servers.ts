// The programs that the bench compares, each driven through the HTTP API of Toxiproxy that both of them speak.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Upstream {
  /** Ports on 127.0.0.1. */
  echo: number;
  source: number;
  stop(): void;
}

export async function startUpstream(): Promise<Upstream> {
  const child = fork(new URL('echo-server.ts', import.meta.url));
  const [ports] = (await once(child, 'message')) as [{ echo: number; source: number }];
  return { ...ports, stop: () => child.kill() };
}

/** A running fault proxy. */
export class Server {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #api: string;

  private constructor(name: string, child: ChildProcess, api: string) {
    this.name = name;
    this.#child = child;
    this.#api = api;
  }

  /** `command` gets `-host` and `-port` behind it. @throws when its API does not answer within 10 s. */
  static async start(name: string, command: string[]): Promise<Server> {
    const port = await freePort();
    const [program = '', ...words] = command;
    const child = spawn(program, [...words, '-host', '127.0.0.1', '-port', String(port)], {
      stdio: 'ignore',
    });
    const server = new Server(name, child, `http://127.0.0.1:${port}`);
    for (let wait = 0; wait < 100; wait += 1) {
      if (await fetch(`${server.#api}/version`).catch(() => undefined)) return server;
      await sleep(100);
    }
    child.kill();
    throw new Error(`${name} (${command.join(' ')}) did not answer on port ${port} within 10 s`);
  }

  /** Returns the port on 127.0.0.1 that leads to that port. */
  async proxy(name: string, upstreamPort: number): Promise<number> {
    const body = { name, listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstreamPort}` };
    const { listen } = (await this.#call('POST', '/proxies', body)) as { listen: string };
    return Number(listen.split(':').at(-1));
  }

  toxic(proxy: string, type: string, attributes: Record<string, number>): Promise<unknown> {
    return this.#call('POST', `/proxies/${proxy}/toxics`, { type, attributes });
  }

  removeToxic(proxy: string, type: string): Promise<unknown> {
    return this.#call('DELETE', `/proxies/${proxy}/toxics/${type}_downstream`);
  }

  /** Resident memory in MiB, as /proc has it. */
  residentMiB(): number {
    const [, kB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')) ?? [];
    return Number(kB) / 1024;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.#api + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${this.name}: ${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
