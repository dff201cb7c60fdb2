// The real servers, started as the lab starts them.
import { equal, match } from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningProcess, startProcess } from '@chaos-workshop/supervisor';

import { PortAllocator } from '../../network/free-ports.js';
import { type Image, type ImageContext } from './image.js';
import { mysql } from './mysql.js';
import { redis } from './redis.js';

const root = mkdtempSync(join(tmpdir(), 'images-'));
const started: RunningProcess[] = [];
after(async () => {
  await Promise.all(started.map((child) => child.terminate(0)));
  rmSync(root, { recursive: true, force: true });
});

async function contextOf(
  name: string,
  containerPort: number,
  mounts: Record<string, string>,
): Promise<ImageContext> {
  const directory = join(root, name);
  for (const path of [directory, ...Object.values(mounts)]) mkdirSync(path, { recursive: true });
  return {
    repository: name,
    container: { name, ports: [{ containerPort }] },
    env: {
      PATH: process.env['PATH'] ?? '',
      MYSQL_ROOT_PASSWORD: "r'oot",
      MYSQL_USER: 'workshop',
      MYSQL_PASSWORD: 'secret',
    },
    ports: new Map([[containerPort, await new PortAllocator().allocate()]]),
    mounts: new Map(Object.entries(mounts)),
    directory,
  };
}

async function start(image: Image, context: ImageContext): Promise<RunningProcess> {
  const command = await image.command(context, new AbortController().signal);
  const child = await startProcess({ ...command, env: context.env });
  started.push(child);
  return child;
}

/** What a server says to a new connection, or answers to `text`. Tries until it listens. */
async function ask(port: number, text = ''): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await new Promise<string>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (resolve(chunk.toString('latin1')), socket.destroy()));
      socket.on('error', () => resolve(''));
    });
    if (answer) return answer;
    await delay(50);
  }
  throw new Error(`nothing answers on port ${port} within 15 s`);
}

test('mysql: a server on a new data directory with the databases of the init scripts, kept over a restart', async () => {
  const scripts = join(root, 'scripts');
  const data = join(root, 'data');
  const mounts = { '/var/lib/mysql': data, '/docker-entrypoint-initdb.d': scripts };
  const context = await contextOf('mysql', 3306, mounts);
  writeFileSync(
    join(scripts, 'databases.sql'),
    "CREATE DATABASE orders\n  CHARACTER SET utf8mb4;\nGRANT ALL ON orders.* TO 'workshop'@'%';\n",
  );
  const port = context.ports.get(3306) ?? 0;
  const first = await start(mysql(), context);
  match(await ask(port), /MariaDB|mysql_native_password|caching_sha2_password/);
  equal(existsSync(join(data, 'orders')), true);
  const initialised = statSync(join(data, 'orders')).birthtimeMs;
  first.signal('SIGKILL');
  await first.exited;
  await start(mysql(), context);
  await ask(port);
  equal(statSync(join(data, 'orders')).birthtimeMs, initialised);
});

test('mysql: an init script with a mistake is an error with what the server said', async () => {
  const scripts = join(root, 'bad-scripts');
  const context = await contextOf('bad', 3306, { '/docker-entrypoint-initdb.d': scripts });
  writeFileSync(join(scripts, 'a.sql'), 'CREATE NONSENSE x;');
  const error = await start(mysql(), context).then(
    () => '',
    (problem: Error) => problem.message,
  );
  match(error, /initialising the database failed: [\s\S]*NONSENSE/);
  equal(existsSync(join(context.directory, 'data', 'mysql')), false);
});

test('redis: answers, and leaves its environment readable', async () => {
  const context = await contextOf('redis', 6379, {});
  const child = await start(redis(), context);
  equal(await ask(context.ports.get(6379) ?? 0, 'PING\r\n'), '+PONG\r\n');
  equal(child.exit, undefined);
});

test('redis: takes the arguments of the manifest, but listens where the lab says', async () => {
  const context = await contextOf('redis-with-arguments', 6379, {});
  context.container.args = ['redis-server', '--bind', '0.0.0.0', '--port', '1', '--maxmemory', '7mb'];
  await start(redis(), context);
  const port = context.ports.get(6379) ?? 0;
  match(await ask(port, 'CONFIG GET maxmemory\r\n'), /7340032/);
  match(await ask(port, 'CONFIG GET bind\r\n'), /127\.0\.0\.1/);
});
