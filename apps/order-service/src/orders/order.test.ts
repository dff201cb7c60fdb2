import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrder } from './order.js';

const customerId = '00000000-0000-0000-0000-000000000001';
const fries = { id: 'fries', quantity: 1 };

function problems(order: unknown): string[] {
  const result = newOrder.safeParse(order);
  return result.error?.issues.map((issue) => [...issue.path.map(String), issue.message].join(' ')) ?? [];
}

test('a plain order is taken', () => {
  assert.deepEqual(problems({ customerId, items: [fries] }), []);
});

test('quantities are whole numbers from 1 to 100', () => {
  for (const quantity of [1, 100])
    assert.deepEqual(problems({ customerId, items: [{ id: 'fries', quantity }] }), []);
  for (const quantity of [0, -1, 101, 1.5, '2', null, undefined]) {
    assert.match(
      problems({ customerId, items: [{ id: 'fries', quantity }] }).join(),
      /^items 0 quantity must be/,
    );
  }
});

test('1 to 50 items, each product once', () => {
  const items = Array.from({ length: 51 }, (_, index) => ({ id: `dish-${index}`, quantity: 1 }));
  assert.deepEqual(problems({ customerId, items: items.slice(1) }), []);
  assert.deepEqual(problems({ customerId, items: [] }), ['items must have at least one item']);
  assert.deepEqual(problems({ customerId, items }), ['items must have at most 50 items']);
  assert.deepEqual(problems({ customerId, items: [fries, fries] }), [
    'items 1 id must not be listed twice: add up the quantities',
  ]);
});

test('product ids that would lead elsewhere in a URL are refused', () => {
  for (const id of ['..', '.', 'a/b', '', 'a?b', 'é', 'x'.repeat(65)]) {
    assert.match(problems({ customerId, items: [{ id, quantity: 1 }] }).join(), /^items 0 id must be/);
  }
});

test('unknown fields are refused', () => {
  const coupon = newOrder.safeParse({ customerId, items: [fries], coupon: 1 });
  assert.partialDeepStrictEqual(coupon.error?.issues, [{ code: 'unrecognized_keys', keys: ['coupon'] }]);
});

test('a customer id is a UUID, in lower case from here on', () => {
  assert.equal(
    newOrder.parse({ customerId: customerId.replace('0001', 'ABCD'), items: [fries] }).customerId.slice(-4),
    'abcd',
  );
  assert.deepEqual(problems({ customerId: '1', items: [fries] }), ['customerId must be a UUID']);
});
