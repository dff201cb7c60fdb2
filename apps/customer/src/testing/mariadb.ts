// A real MariaDB of its own for a test: an empty data directory, a free port, gone with the test.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const programs = ['/usr/sbin/mariadbd', '/opt/homebrew/bin/mariadbd', '/usr/local/bin/mariadbd'];

export const mariadbd = programs.find((program) => existsSync(program));

export class MariaDb implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #directory: string;

  private constructor(process: ChildProcess, port: number, directory: string) {
    this.#process = process;
    this.port = port;
    this.#directory = directory;
  }

  /** @param sql run by the server at its start, a statement a line. */
  static async start(sql: string): Promise<MariaDb> {
    const directory = await mkdtemp(join(tmpdir(), 'customer-mariadb-'));
    const port = await freePort();
    await writeFile(join(directory, 'init.sql'), sql);
    const where = [`--datadir=${directory}/data`, `--user=${userInfo().username}`];
    execFileSync(
      'mariadb-install-db',
      ['--no-defaults', ...where, '--auth-root-authentication-method=normal'],
      {
        stdio: 'ignore',
      },
    );
    const server = spawn(
      mariadbd!,
      [
        '--no-defaults',
        ...where,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        `--socket=${directory}/socket`,
        `--pid-file=${directory}/pid`,
        `--init-file=${directory}/init.sql`,
        '--skip-name-resolve',
        '--innodb-buffer-pool-size=16M',
      ],
      { stdio: 'ignore' },
    );
    const database = new MariaDb(server, port, directory);
    await database.#untilItAnswers();
    return database;
  }

  async connect(): Promise<Socket> {
    const socket = net.connect(this.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.kill('SIGKILL')) await once(this.#process, 'exit');
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #untilItAnswers(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const socket = await this.connect().catch(() => undefined);
      socket?.destroy();
      if (socket) return;
      await sleep(50);
    }
    throw new Error(`mariadbd did not open port ${this.port} within 15 s`);
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
