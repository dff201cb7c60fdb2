import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import type { TestCluster } from './cluster.js';
import { leaseMs, renewMs } from './operate.js';

const program = new URL('../main.js', import.meta.url).pathname;

/** The operator as a process of its own, on a free port. */
export class OperatorProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(t: TestContext, { kubeconfig }: TestCluster): Promise<OperatorProcess> {
    const env = {
      PATH: process.env['PATH'],
      KUBECONFIG: kubeconfig,
      PORT: '0',
      FAULT_LEASE: `${leaseMs}ms`,
      FAULT_RENEWAL: `${renewMs}ms`,
      DRAIN: '0ms',
    };
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    for await (const line of createInterface({ input: child.stdout })) {
      const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
      if (msg === 'listening' && port !== undefined) return new OperatorProcess(child, port);
    }
    throw new Error('the operator ended before it listened');
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exit = once(this.#child, 'exit') as Promise<[number | null]>;
    this.#child.kill(signal);
    return (await exit)[0];
  }

  async isReady(): Promise<boolean> {
    return (await fetch(`${this.url}/health/ready`)).ok;
  }
}
