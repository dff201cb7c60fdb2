import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { Logger } from '@nestjs/common';
import { eventually, MysqlServer } from '../testing/index.js';
import { Database } from './database.js';
import { DatabaseUnavailableError, isDuplicate } from './errors.js';
import { SchemaKeeper } from './schema-keeper.js';

const timeoutMs = 400;
const schema = ['CREATE TABLE IF NOT EXISTS dishes (id INT PRIMARY KEY, price DECIMAL(10, 2))'];

Logger.overrideLogger(false);

let mysql: MysqlServer;
let link: Link;
let database: Database;

before(async () => {
  mysql = await MysqlServer.start('menu');
  link = await Link.to(mysql.port);
  database = new Database(link.url(mysql.url('menu')), schema, { connections: 2, timeoutMs });
  await database.applySchema(new AbortController().signal);
});
after(async () => {
  await database[Symbol.asyncDispose]();
  link.close();
  await mysql[Symbol.asyncDispose]();
});
beforeEach(() => database.change('DELETE FROM dishes'));

const count = async () => (await database.rows<{ n: number }>('SELECT COUNT(*) AS n FROM dishes'))[0]?.n;

test('decimals come back as they were written', async () => {
  await database.change('INSERT INTO dishes VALUES (?, ?)', [1, '19.80']);
  assert.deepEqual(await database.rows('SELECT * FROM dishes'), [{ id: 1, price: '19.80' }]);
});

test('a transaction that fails leaves nothing behind', async () => {
  const failing = database.transaction(async (statements) => {
    await statements.change('INSERT INTO dishes VALUES (1, 1)');
    await statements.change('INSERT INTO dishes VALUES (1, 2)');
  });
  await assert.rejects(failing, isDuplicate);
  assert.equal(await count(), 0);
});

test('on a stalled link every call ends at its deadline, also those that queue for a connection', async () => {
  await Promise.all([database.rows('SELECT 1'), database.rows('SELECT 1')]);
  link.stall();
  const start = performance.now();
  const calls = await Promise.allSettled(Array.from({ length: 10 }, () => database.rows('SELECT 1')));
  assert.ok(performance.now() - start < timeoutMs * 5, 'all ended together, not one after the other');
  for (const call of calls)
    assert.ok(call.status === 'rejected' && call.reason instanceof DatabaseUnavailableError);
  link.flow();
  assert.deepEqual(await eventually(() => database.rows('SELECT 1 AS one')), [{ one: 1 }]);
});

test('a statement that runs too long is ended by the server too', async () => {
  await assert.rejects(database.rows('SELECT SLEEP(60)'), DatabaseUnavailableError);
  await eventually(async () => {
    const running = await database.rows(
      "SELECT 1 FROM information_schema.processlist WHERE info = 'SELECT SLEEP(60)'",
    );
    assert.deepEqual(running, []);
  });
});

test('a caller who gives up gets the reason at once', async () => {
  const reason = new Error('the guest has left');
  const call = database.rows('SELECT SLEEP(60)', [], AbortSignal.abort(reason));
  await assert.rejects(call, reason);
});

test('a server that was killed is missed and found again', async () => {
  await mysql.kill();
  await assert.rejects(database.rows('SELECT 1'), DatabaseUnavailableError);
  const restarted = mysql.restart();
  await eventually(() => database.change('INSERT INTO dishes VALUES (1, 1)'));
  await restarted;
});

test('until the schema is there, every call fails, and then it is kept: also when the tables are lost', async (t) => {
  const early = new Database(mysql.url('menu'), ['CREATE TABLE IF NOT EXISTS guests (id INT PRIMARY KEY)']);
  const keeper = new SchemaKeeper(early, 20);
  t.after(() => {
    keeper.stop();
    return early[Symbol.asyncDispose]();
  });
  await mysql.kill();
  await assert.rejects(early.rows('SELECT * FROM guests'), /tables are not there yet/);
  void keeper.start();
  await mysql.restart();
  assert.deepEqual(await eventually(() => early.rows('SELECT * FROM guests')), []);
  await early.change('DROP TABLE guests');
  await assert.rejects(early.rows('SELECT * FROM guests'), DatabaseUnavailableError);
  assert.deepEqual(await eventually(() => early.rows('SELECT * FROM guests')), []);
});

/** A TCP link to the server that can stall: nothing passes, nothing closes. */
class Link {
  readonly #sockets = new Set<Socket>();
  #isStalled = false;
  readonly #server;

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      this.#pipe(client, server);
      this.#pipe(server, client);
    });
  }

  static async to(port: number): Promise<Link> {
    const link = new Link(port);
    await new Promise<void>((listening) => link.#server.listen(0, '127.0.0.1', listening));
    return link;
  }

  url(direct: string): string {
    return direct.replace(/:\d+\//, `:${(this.#server.address() as AddressInfo).port}/`);
  }

  stall(): void {
    this.#isStalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  flow(): void {
    this.#isStalled = false;
    for (const socket of this.#sockets) socket.resume();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #pipe(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (data) => to.write(data));
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    if (this.#isStalled) from.pause();
  }
}
