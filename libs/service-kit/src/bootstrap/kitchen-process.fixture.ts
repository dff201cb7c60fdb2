import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The kitchen as a process of its own. */
export class Kitchen implements AsyncDisposable {
  readonly log: Record<string, unknown>[] = [];
  readonly exited: Promise<unknown[]>;

  private constructor(
    readonly process: ChildProcess,
    private port: number,
  ) {
    this.exited = once(process, 'exit');
  }

  static async start(environment: Record<string, string> = {}, ...nodeArguments: string[]): Promise<Kitchen> {
    const main = fileURLToPath(new URL('kitchen.fixture.js', import.meta.url));
    const child = spawn(process.execPath, [...nodeArguments, main], {
      env: { PATH: process.env['PATH'], PORT: '0', DRAIN: '300ms', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const kitchen = new Kitchen(child, 0);
    const lines = createInterface(child.stdout);
    await new Promise<void>((listening) => {
      lines.on('line', (text) => {
        const line = JSON.parse(text) as Record<string, unknown>;
        kitchen.log.push(line);
        if (line['msg'] === 'listening') kitchen.port = Number(line['port']);
        if (kitchen.port > 0) listening();
      });
    });
    return kitchen;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exited;
  }
}
