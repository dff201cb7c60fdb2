import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { eventually, findProgram, freePort, startServer, stopServer } from './processes.js';

/** A real Redis of its own, on a free port, without persistence. */
export class RedisServer implements AsyncDisposable {
  #process: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async restart(): Promise<void> {
    const program = findProgram('redis-server');
    this.#process = startServer(program, [
      '--port',
      `${this.port}`,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
    ]);
    await eventually(async () => {
      const socket = connect(this.port, '127.0.0.1');
      await once(socket, 'connect').finally(() => socket.destroy());
    });
  }

  /** Stops answering without closing anything, as behind a broken network. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  kill(): Promise<void> {
    return stopServer(this.#process, 'SIGKILL');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
