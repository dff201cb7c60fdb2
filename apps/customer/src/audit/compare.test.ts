import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerIds, testsOf } from '../battery/batteries.js';
import { compare, type OrderRow, type SentOrder } from './compare.js';

const [first, second] = testsOf('complete');
const customerId = customerIds[1];

const burgers: OrderRow = {
  id: 'a',
  customerId,
  discountPercent: 0,
  amountCents: 2500,
  items: [
    { id: 'fries', quantity: 1, unitPriceCents: 500 },
    { id: 'burger', quantity: 2, unitPriceCents: 1000 },
  ],
};
const fries: OrderRow = {
  id: 'b',
  customerId,
  discountPercent: 1,
  amountCents: 1980,
  items: [{ id: 'fries', quantity: 4, unitPriceCents: 500 }],
};
const told: SentOrder[] = [
  { order: first!, orderId: 'a' },
  { order: second!, orderId: 'b' },
];

test('every order once, with its items and money, counted once: clean', () => {
  const found = compare(told, { orders: [burgers, fries], counted: ['a', 'b'] });
  assert.deepEqual(found, {
    clean: true,
    lost: 0,
    doubled: 0,
    wrong: 0,
    uncounted: 0,
    overcounted: 0,
    findings: [],
  });
});

test('a told order that is not there is lost', () => {
  const found = compare(told, { orders: [burgers], counted: ['a'] });
  assert.deepEqual(numbers(found), { lost: 1, doubled: 0, wrong: 0, uncounted: 0, overcounted: 0 });
  assert.match(found.findings[0] ?? '', /order b of test 2 is not in the store/);
});

test('the same order once more is doubled, whatever discount it got', () => {
  const again = { ...fries, id: 'c', discountPercent: 2, amountCents: 1960 };
  const found = compare(told, { orders: [burgers, fries, again], counted: ['a', 'b', 'c'] });
  assert.deepEqual(numbers(found), { lost: 0, doubled: 1, wrong: 0, uncounted: 0, overcounted: 0 });
});

test('a told order with other money, discount or items is wrong', () => {
  for (const change of [
    { amountCents: 2000 },
    { amountCents: 1960, discountPercent: 2 },
    { items: [{ id: 'fries', quantity: 3, unitPriceCents: 500 }] },
    { items: [] },
  ]) {
    const found = compare(told, { orders: [burgers, { ...fries, ...change }], counted: ['a', 'b'] });
    assert.equal(found.wrong, 1, JSON.stringify(change));
  }
});

test('an order that nobody was told about may exist once', () => {
  const sent: SentOrder[] = [told[0]!, { order: second! }];
  assert.equal(compare(sent, { orders: [burgers], counted: ['a'] }).clean, true);
  assert.equal(compare(sent, { orders: [burgers, fries], counted: ['a'] }).clean, true);
  const twice = [burgers, fries, { ...fries, id: 'c' }];
  assert.equal(compare(sent, { orders: twice, counted: ['a'] }).doubled, 1);
});

test('an order that nobody sent is wrong', () => {
  const stranger = { ...fries, id: 'c', customerId: customerIds[3] };
  assert.equal(compare(told, { orders: [burgers, fries, stranger], counted: ['a', 'b', 'c'] }).wrong, 1);
});

test('an order that says nothing of its own money is wrong even if nobody was told', () => {
  const half = { ...fries, items: [] };
  assert.equal(compare([told[0]!, { order: second! }], { orders: [burgers, half], counted: ['a'] }).wrong, 1);
});

test('loyalty counts each order once, and only orders that exist', () => {
  const orders = [burgers, fries];
  assert.equal(compare(told, { orders, counted: ['a'] }).uncounted, 1);
  assert.equal(compare(told, { orders, counted: ['a', 'b', 'b'] }).overcounted, 1);
  assert.equal(compare(told, { orders, counted: ['a', 'b', 'x'] }).overcounted, 1);
});

function numbers({ clean: _clean, findings: _findings, ...rest }: ReturnType<typeof compare>) {
  return rest;
}
