import { execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { eventually, findProgram, freePort, startServer, stopServer } from './processes.js';

const account = 'workshop';

/** A real MariaDB or MySQL of its own, on a free port, with its data in a temporary folder. */
export class MysqlServer implements AsyncDisposable {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly program: string,
  ) {}

  static async start(...databases: string[]): Promise<MysqlServer> {
    const folder = mkdtempSync(join(tmpdir(), 'workshop-mysql-'));
    const server = new MysqlServer(await freePort(), folder, findProgram('mariadbd', 'mysqld'));
    server.#install(databases);
    await server.restart();
    return server;
  }

  url(database: string): string {
    return `mysql://${account}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts it again on the same data and port. */
  async restart(): Promise<void> {
    this.#process = startServer(this.program, this.#serverArguments());
    await eventually(async () => {
      const connection = await createConnection({ host: '127.0.0.1', port: this.port, user: account });
      await connection.end();
    });
  }

  /** At once, as when a machine fails: nothing is written or said. */
  kill(): Promise<void> {
    return stopServer(this.#process, 'SIGKILL');
  }

  /** Stops answering without closing anything, as behind a broken network. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #install(databases: readonly string[]): void {
    const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'ignore' });
    if (basename(this.program) === 'mysqld')
      run(this.program, '--initialize-insecure', ...this.#commonArguments());
    else
      run(
        findProgram('mariadb-install-db'),
        '--auth-root-authentication-method=normal',
        ...this.#commonArguments(),
      );
    const grants = databases.flatMap((name) => [
      `CREATE DATABASE IF NOT EXISTS ${name};`,
      `GRANT ALL ON ${name}.* TO '${account}'@'%';`,
    ]);
    const oneStatementALine = [`CREATE USER IF NOT EXISTS '${account}'@'%';`, ...grants].join('\n');
    writeFileSync(this.#initFile, oneStatementALine);
  }

  get #initFile(): string {
    return join(this.folder, 'init.sql');
  }

  #commonArguments(): string[] {
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    return ['--no-defaults', `--datadir=${join(this.folder, 'data')}`, ...asRoot];
  }

  #serverArguments(): string[] {
    return [
      ...this.#commonArguments(),
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--socket=${join(this.folder, 'mysql.sock')}`,
      `--pid-file=${join(this.folder, 'mysql.pid')}`,
      `--tmpdir=${this.folder}`,
      `--init-file=${this.#initFile}`,
      '--innodb-buffer-pool-size=16M',
      '--innodb-flush-log-at-trx-commit=1',
    ];
  }
}
