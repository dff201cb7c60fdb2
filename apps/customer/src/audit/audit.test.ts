import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { customerIds, testsOf } from '../battery/batteries.js';
import { MariaDb, mariadbd } from '../testing/mariadb.js';
import { audit } from './audit.js';
import type { SentOrder, Stores } from './compare.js';
import { readStores } from './read-stores.js';

const [first, second] = testsOf('complete');
const told: SentOrder[] = [
  { order: first!, orderId: '01900000-0000-7000-8000-000000000001' },
  { order: second!, orderId: '01900000-0000-7000-8000-000000000002' },
];

const stores = `
CREATE DATABASE orders;
CREATE DATABASE loyalty;
CREATE TABLE orders.orders (id CHAR(36) PRIMARY KEY, customer_id CHAR(36) NOT NULL, discount DECIMAL(5,4) NOT NULL, amount DECIMAL(10,2) NOT NULL);
CREATE TABLE orders.order_items (order_id CHAR(36) NOT NULL, product_id VARCHAR(64) NOT NULL, quantity INT NOT NULL, unit_price DECIMAL(10,2) NOT NULL);
CREATE TABLE loyalty.orders (order_id CHAR(36) PRIMARY KEY, customer_id CHAR(36) NOT NULL);
INSERT INTO orders.orders VALUES ('${told[0]!.orderId}', '${customerIds[1]}', 0.00, 25.00), ('${told[1]!.orderId}', '${customerIds[1]}', 0.01, 19.80);
INSERT INTO orders.order_items VALUES ('${told[0]!.orderId}', 'burger', 2, 10.00), ('${told[0]!.orderId}', 'fries', 1, 5.00), ('${told[1]!.orderId}', 'fries', 4, 5.00);
INSERT INTO loyalty.orders VALUES ('${told[0]!.orderId}', '${customerIds[1]}'), ('${told[1]!.orderId}', '${customerIds[1]}');
CREATE USER workshop IDENTIFIED BY 'secret';
GRANT ALL ON *.* TO workshop;
`;

suite('against a real MariaDB', { skip: mariadbd ? false : 'needs mariadbd' }, () => {
  let database: MariaDb;
  before(async () => void (database = await MariaDb.start(stores)));
  after(() => database[Symbol.asyncDispose]());

  const read = () => readStores({ open: () => database.connect(), user: 'workshop', password: 'secret' });

  test('the stores are read as they are, decimals exactly', async () => {
    const { orders, counted } = await read();
    assert.deepEqual(orders[1], {
      id: told[1]!.orderId,
      customerId: customerIds[1],
      discountPercent: 1,
      amountCents: 1980,
      items: [{ id: 'fries', quantity: 4, unitPriceCents: 500 }],
    });
    assert.deepEqual(counted.toSorted(), [told[0]!.orderId, told[1]!.orderId]);
  });

  test('what is in the stores as told is clean', async () => {
    assert.equal((await audit(told, read)).clean, true);
  });

  test('a wrong password fails the audit with the reason', async () => {
    const wrong = () => readStores({ open: () => database.connect(), user: 'workshop', password: 'guess' });
    await assert.rejects(
      audit(told, wrong, { withinMs: 20, everyMs: 10 }),
      /could not read the stores: Access denied/,
    );
  });
});

const empty: Stores = { orders: [], counted: [] };
const order = {
  id: 'a',
  customerId: customerIds[1],
  discountPercent: 0,
  amountCents: 2500,
  items: [
    { id: 'burger', quantity: 2, unitPriceCents: 1000 },
    { id: 'fries', quantity: 1, unitPriceCents: 500 },
  ],
};
const sent: SentOrder[] = [{ order: first!, orderId: 'a' }];

test('a database that comes back in time is waited for, and so is loyalty', async () => {
  const script = [new Error('gone'), { orders: [order], counted: [] }, { orders: [order], counted: ['a'] }];
  let reads = 0;
  const read = async () => {
    const step = script[reads++] ?? empty;
    if (step instanceof Error) throw step;
    return step;
  };
  assert.equal((await audit(sent, read, { everyMs: 1 })).clean, true);
  assert.equal(reads, 3);
});

test('where the database came back late, loyalty still has its time', async () => {
  let ms = 0;
  const now = () => (ms += 60);
  const read = async () => {
    if (ms < 90) throw new Error('gone');
    return { orders: [order], counted: ms < 150 ? [] : ['a'] };
  };
  assert.equal((await audit(sent, read, { withinMs: 100, everyMs: 1, now })).clean, true);
});

test('a lost order is not waited for', async () => {
  let reads = 0;
  const found = await audit(sent, async () => ((reads += 1), empty), { everyMs: 1 });
  assert.equal(found.lost, 1);
  assert.equal(reads, 1);
});

test('an order that loyalty never counts is found when the time is over', async () => {
  const found = await audit(sent, async () => ({ orders: [order], counted: [] }), {
    withinMs: 20,
    everyMs: 5,
  });
  assert.equal(found.uncounted, 1);
});
