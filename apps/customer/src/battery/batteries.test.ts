import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerIds, testsOf } from './batteries.js';

const prices: Record<string, number> = { burger: 1000, fries: 500, coke: 250 };

test('single is the first order, half the first three, complete all six', () => {
  assert.deepEqual(numbersOf('single'), [1]);
  assert.deepEqual(numbersOf('half'), [1, 2, 3]);
  assert.deepEqual(numbersOf('complete'), [1, 2, 3, 4, 5, 6]);
});

test('every expected amount is the sum of the prices less the discount', () => {
  for (const { number, items, discountPercent, amountCents } of testsOf('complete')) {
    const full = items.reduce((sum, { id, quantity }) => sum + (prices[id] ?? Number.NaN) * quantity, 0);
    assert.equal((full * (100 - discountPercent)) / 100, amountCents, `test ${number}`);
  }
});

test('the expected numbers of orders and discounts follow from the orders before', () => {
  const placed = new Map<number, number>();
  for (const { customer, discountPercent, ordersAfter, nextDiscountPercent } of testsOf('complete')) {
    const before = placed.get(customer) ?? 0;
    assert.deepEqual([discountPercent, ordersAfter, nextDiscountPercent], [before, before + 1, before + 1]);
    placed.set(customer, before + 1);
  }
});

test('customers have UUIDs that a strict validation accepts', () => {
  for (const id of Object.values(customerIds))
    assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

function numbersOf(battery: 'single' | 'half' | 'complete'): number[] {
  return testsOf(battery).map(({ number }) => number);
}
