import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createService, loadConfig } from '@chaos-workshop/service-kit';
import { eventually, MysqlServer } from '@chaos-workshop/service-kit/testing';
import { AppModule } from '../app.module.js';
import { variables } from '../config.js';

let mysql: MysqlServer;
let url: string;
const stack = new AsyncDisposableStack();

before(async () => {
  mysql = stack.use(await MysqlServer.start('menu'));
  url = await serve();
});
after(() => stack.disposeAsync());

async function serve(): Promise<string> {
  const config = loadConfig(variables, {
    PORT: '0',
    LOG_LEVEL: 'error',
    DRAIN: '0ms',
    MYSQL_URL: mysql.url('menu'),
  });
  const app = await createService(AppModule.with(config), config);
  stack.defer(() => app.close());
  return app.getUrl();
}

/** Asks until the service is there. */
const product = (id: string, at = url) =>
  eventually(async () => {
    const response = await fetch(`${at}/products/${id}`);
    assert.notEqual(response.status, 503);
    return { status: response.status, body: (await response.json()) as { price?: number; detail?: string } };
  });

test('burger, fries and coke are on the menu at first', async () => {
  assert.deepEqual(await product('burger'), { status: 200, body: { id: 'burger', price: 10 } });
  assert.deepEqual(await product('fries'), { status: 200, body: { id: 'fries', price: 5 } });
  assert.deepEqual(await product('coke'), { status: 200, body: { id: 'coke', price: 2.5 } });
});

test('what is not on the menu is a 404 that names it', async () => {
  for (const id of ['pizza', 'BURGER', '%F0%9F%8D%95', "burger'--"]) {
    const { status, body } = await product(id);
    assert.equal(status, 404);
    assert.ok(body.detail?.includes(decodeURIComponent(id)), body.detail);
  }
});

test('with its database away it says 503 and when to come back, and then it is back', async () => {
  await mysql.kill();
  const response = await fetch(`${url}/products/burger`);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '1');
  assert.equal((await fetch(`${url}/health/ready`)).status, 503);
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
  await mysql.restart();
  assert.equal((await product('burger')).status, 200);
});

test('a service that is there before its database waits for it', async () => {
  await mysql.kill();
  const early = await serve();
  assert.equal((await fetch(`${early}/health/ready`)).status, 503);
  await mysql.restart();
  assert.equal((await product('burger', early)).status, 200);
});
