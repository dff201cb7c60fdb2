// The data plane: the fault proxy in a process of its own, driven over its HTTP API. What it should hold is kept here,
// so that a proxy that dies comes back with all its links and faults.
import { setTimeout as sleep } from 'node:timers/promises';

import { type RunningProcess, keepRunning, startProcess } from '@chaos-workshop/supervisor';

import { type Component } from './component.js';
import { readListening, request, RequestError } from './data-plane-http.js';

export interface Upstream {
  name: string;
  address: string;
}

export interface Proxy {
  name: string;
  /** `127.0.0.1:0` for any free port; the answer has the real one. */
  listen: string;
  protocol: 'tcp' | 'http';
  upstreams: Upstream[];
}

/** As the fault proxy's `PUT /faults/{id}` takes it. */
export interface Fault {
  /** The fault lifts by itself unless it is put again within this time. */
  ttlMs?: number;
  seed?: number;
  toxics?: object[];
  http?: object[];
}

export interface FaultState extends Fault {
  seed: number;
  affected: { connections: number; requests: number; bytes: number };
}

export interface DataPlane {
  /** Creates or changes; the same again does nothing. */
  putProxy(proxy: Proxy): Promise<Proxy>;
  deleteProxy(name: string): Promise<void>;
  putFault(id: string, fault: Fault): Promise<void>;
  /** The last state of the fault; undefined when there was none. */
  deleteFault(id: string): Promise<FaultState | undefined>;
  fault(id: string): Promise<FaultState | undefined>;
}

export interface FaultProxyOptions {
  /** The fault proxy's main file. */
  program: string;
  env: Record<string, string>;
  seed: number;
  log: (line: string) => void;
}

const restarts = { initialMs: 100, maxMs: 5000, resetAfterMs: 60_000 };
/** How long a request waits for a data plane that is coming back, and for its answer. */
const patienceMs = 10_000;

export class FaultProxy implements DataPlane, Component {
  readonly name = 'data plane';
  readonly #options: FaultProxyOptions;
  readonly #proxies = new Map<string, Proxy>();
  readonly #faults = new Map<string, Fault>();
  /** The address of the running process; a new promise each time it has ended. */
  #server = Promise.withResolvers<string>();
  /** Kept when the process comes back, so that clients of Toxiproxy find it again. */
  #port = 0;
  #end: (graceMs: number) => Promise<void> = async () => {};

  constructor(options: FaultProxyOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const onEnd = (reason: string) =>
      this.#options.log(`the data plane ${reason}; starting it again with all its links and faults`);
    this.#end = await keepRunning({ start: () => this.#spawn(), onEnd, limits: restarts });
  }

  stop(): Promise<void> {
    return this.#end(2000);
  }

  /** Where clients of Toxiproxy reach the process that runs now. */
  address(): Promise<string> {
    return this.#server.promise;
  }

  async putProxy(proxy: Proxy): Promise<Proxy> {
    const known = this.#proxies.get(proxy.name);
    if (known && isSame(known, proxy)) return known;
    const made = (await this.#ask('PUT', proxyPath(proxy.name), proxy)) as Proxy;
    const kept = { ...proxy, listen: made.listen };
    this.#proxies.set(proxy.name, kept);
    return kept;
  }

  async deleteProxy(name: string): Promise<void> {
    this.#proxies.delete(name);
    await this.#ask('DELETE', proxyPath(name)).catch(unlessMissing);
  }

  async putFault(id: string, fault: Fault): Promise<void> {
    await this.#ask('PUT', faultPath(id), fault);
    this.#faults.set(id, fault);
  }

  async deleteFault(id: string): Promise<FaultState | undefined> {
    this.#faults.delete(id);
    return (await this.#ask('DELETE', faultPath(id)).catch(unlessMissing)) as FaultState | undefined;
  }

  async fault(id: string): Promise<FaultState | undefined> {
    return (await this.#ask('GET', faultPath(id)).catch(unlessMissing)) as FaultState | undefined;
  }

  /** Waits for a data plane that is coming back, and asks again when it died under the request: all requests are idempotent. */
  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const deadline = AbortSignal.timeout(patienceMs);
    for (;;) {
      const server = await orAbort(this.#server.promise, deadline);
      try {
        return await request(`${server}${path}`, { method, body, signal: deadline });
      } catch (error) {
        if (error instanceof RequestError || deadline.aborted) throw error;
      }
      // Its connections end a moment before its end is known.
      await sleep(50);
    }
  }

  /** Resolves when the process listens and holds everything that its predecessor held. */
  async #spawn(): Promise<RunningProcess> {
    const { program, env, seed, log } = this.#options;
    const listening = readListening(log);
    const port = String(this.#port);
    const child = await startProcess({
      file: process.execPath,
      args: [program, '--host', '127.0.0.1', '--port', port, '--seed', String(seed), '--exit-with-stdin'],
      env,
      cwd: '/',
      holdStdin: true,
      onOutput: listening.onOutput,
    });
    try {
      const ended = child.exited.then(() => Promise.reject(new Error('ended before it listened')));
      const server = await orAbort(Promise.race([listening.address, ended]), AbortSignal.timeout(patienceMs));
      void child.exited.then(() => (this.#server = Promise.withResolvers()));
      await this.#applyAll(server);
      if (child.exit) throw new Error('ended while it was set up');
      this.#port = Number(new URL(server).port);
      this.#server.resolve(server);
      return child;
    } catch (error) {
      this.#port = 0;
      await child.terminate(0);
      throw new Error(`cannot be used: ${(error as Error).message}`, { cause: error });
    }
  }

  async #applyAll(server: string): Promise<void> {
    const put = (path: string, body: unknown) => request(`${server}${path}`, { method: 'PUT', body });
    await Promise.all([...this.#proxies].map(([name, proxy]) => put(proxyPath(name), proxy)));
    await Promise.all([...this.#faults].map(([id, fault]) => put(faultPath(id), fault)));
  }
}

function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Error(`no answer from the data plane for ${patienceMs / 1000} s`)),
    );
  });
  return Promise.race([promise, aborted]);
}

function proxyPath(name: string): string {
  return `/proxies/${encodeURIComponent(name)}`;
}

function faultPath(id: string): string {
  return `/faults/${encodeURIComponent(id)}`;
}

function isSame(left: Proxy, right: Proxy): boolean {
  const listen = right.listen.endsWith(':0') ? left.listen : right.listen;
  return JSON.stringify(left) === JSON.stringify({ ...right, listen });
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof RequestError && error.status === 404) return undefined;
  throw error;
}
