import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

/** What tests read from answers; each answer has some of it. */
export interface Body {
  readonly name: string;
  readonly listen: string;
  readonly toxics: readonly unknown[];
  readonly proxies: readonly unknown[] | null;
  readonly error: string;
  readonly status: number;
  readonly seed: number;
  readonly affected: { readonly connections: number; readonly requests: number; readonly bytes: number };
  /** Of a list. */
  readonly length: number;
}

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly body: Body;
}

/** The real process, on a free port, ended with the test. */
export class FaultProxy {
  readonly child: ChildProcess;
  readonly url: string;
  readonly seed: number;

  private constructor(child: ChildProcess, started: { port: number; seed: number }) {
    this.child = child;
    this.url = `http://127.0.0.1:${started.port}`;
    this.seed = started.seed;
  }

  static async start(t: TestContext, ...args: string[]): Promise<FaultProxy> {
    const child = spawn(process.execPath, [mainFile, '--port', '0', ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new FaultProxy(child, JSON.parse(line) as { port: number; seed: number });
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text,
      body: parsed(text) as Body,
    };
  }
}

export const mainFile = new URL('../main.js', import.meta.url).pathname;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
