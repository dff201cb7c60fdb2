// `mysql`: a local MariaDB or MySQL server, initialised as the official image does it: root's password, MYSQL_USER,
// MYSQL_DATABASE, then the *.sql files of /docker-entrypoint-initdb.d.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { findProgram } from './find-program.js';
import { type Command, type Image, type ImageContext, portOf } from './image.js';
import { quote, splitStatements } from './sql.js';

const run = promisify(execFile);

export function mysql(): Image {
  return {
    runs: (repository) => ['mysql', 'mariadb'].includes(repository),
    exposes: [3306],
    command: async (context, signal) => {
      const server = findProgram('mariadbd', 'mysqld');
      const dataDirectory = context.mounts.get('/var/lib/mysql') ?? join(context.directory, 'data');
      if (!existsSync(join(dataDirectory, 'mysql'))) await initialise(server, dataDirectory, context, signal);
      return serve(server, dataDirectory, context);
    },
  };
}

/** Works beside the data directory and moves into place at the end: what was interrupted begins again. */
async function initialise(
  server: string,
  target: string,
  context: ImageContext,
  signal: AbortSignal,
): Promise<void> {
  const directory = `${target}.new`;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const script = join(context.directory, 'init.sql');
  writeFileSync(script, `${initStatements(context).join('\n')}\n`, { mode: 0o600 });
  const { file, args } = initCommand(server, directory, script);
  try {
    await run(file, args, { env: context.env, cwd: context.directory, signal });
  } catch (error) {
    const { message, stderr = '', stdout = '' } = error as Error & { stderr?: string; stdout?: string };
    const said = (stderr.trim() || stdout.trim()).slice(-500);
    throw new Error(`initialising the database failed: ${said || message}`, {
      cause: error,
    });
  } finally {
    rmSync(script, { force: true });
  }
  renameSync(directory, target);
}

function initCommand(server: string, directory: string, script: string): { file: string; args: string[] } {
  const common = ['--no-defaults', `--datadir=${directory}`, ...asUser()];
  if (isMySql(server)) {
    return { file: server, args: [...common, '--initialize-insecure', `--init-file=${script}`] };
  }
  const file = findProgram('mariadb-install-db', 'mysql_install_db');
  const quick = [
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
    smallLog,
  ];
  return { file, args: [...common, ...quick, `--extra-file=${script}`] };
}

/** One statement a line, as the servers' init files ask for. */
function initStatements({ env, mounts }: ImageContext): string[] {
  const {
    MYSQL_ROOT_PASSWORD: root = '',
    MYSQL_USER: user,
    MYSQL_PASSWORD: password = '',
    MYSQL_DATABASE: database,
  } = env;
  const directory = mounts.get('/docker-entrypoint-initdb.d');
  const scripts = directory
    ? readdirSync(directory)
        .filter((name) => name.endsWith('.sql'))
        .sort()
    : [];
  return [
    'FLUSH PRIVILEGES;',
    ...(database ? [`CREATE DATABASE IF NOT EXISTS \`${database}\`;`] : []),
    ...(user ? [`CREATE USER IF NOT EXISTS ${quote(user)}@'%' IDENTIFIED BY ${quote(password)};`] : []),
    ...(user && database ? [`GRANT ALL ON \`${database}\`.* TO ${quote(user)}@'%';`] : []),
    ...scripts.flatMap((name) => splitStatements(readFileSync(join(directory ?? '', name), 'utf8'))),
    `CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY ${quote(root)};`,
    "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;",
    `ALTER USER 'root'@'localhost' IDENTIFIED BY ${quote(root)};`,
    'FLUSH PRIVILEGES;',
  ];
}

const smallLog = '--innodb-log-file-size=16M';
/** A TCP probe is a connection that never logs in: no word about each. */
const quietAboutProbes = '--log-warnings=1';

function serve(server: string, dataDirectory: string, context: ImageContext): Command {
  const temporary = context.mounts.get('/tmp') ?? context.directory;
  return {
    file: server,
    args: [
      '--no-defaults',
      `--datadir=${dataDirectory}`,
      `--port=${portOf(context)}`,
      '--bind-address=127.0.0.1',
      // Relative to the data directory: an absolute path can be too long for a socket.
      '--socket=mysql.sock',
      '--pid-file=mysql.pid',
      `--tmpdir=${temporary}`,
      '--skip-name-resolve',
      '--innodb-buffer-pool-size=64M',
      // A commit survives the end of the process; only a crash of the machine could take the last second.
      '--innodb-flush-log-at-trx-commit=2',
      ...(isMySql(server) ? ['--mysqlx=OFF'] : [smallLog, quietAboutProbes]),
      ...asUser(),
      ...(context.container.args ?? []),
    ],
    cwd: context.directory,
    // `kubectl exec` of a client finds this server.
    env: { MYSQL_TCP_PORT: `${portOf(context)}`, MYSQL_UNIX_PORT: join(dataDirectory, 'mysql.sock') },
  };
}

function isMySql(server: string): boolean {
  return basename(server) === 'mysqld';
}

/** Both servers refuse to run as root unless they are told so. */
function asUser(): string[] {
  return process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : [];
}
