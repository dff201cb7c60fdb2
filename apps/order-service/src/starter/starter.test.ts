import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Customer, Restaurant } from '../testing/restaurant.js';

let restaurant: Restaurant;
let customer: Customer;

before(async () => {
  restaurant = await Restaurant.open();
  customer = await restaurant.serve({ VARIANT: 'starter' });
});
after(() => restaurant[Symbol.asyncDispose]());

const [one, two, three] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];
const battery: { customerId: string; items: Record<string, number>; discount: number; amount: number }[] = [
  { customerId: one, items: { burger: 2, fries: 1 }, discount: 0, amount: 25 },
  { customerId: one, items: { fries: 4 }, discount: 0.01, amount: 19.8 },
  { customerId: two, items: { coke: 2, fries: 1 }, discount: 0, amount: 10 },
  { customerId: two, items: { burger: 2, fries: 2 }, discount: 0.01, amount: 29.7 },
  { customerId: two, items: { fries: 2 }, discount: 0.02, amount: 9.8 },
  { customerId: three, items: { fries: 2 }, discount: 0, amount: 10 },
];

test('in fair weather the complete battery passes', async () => {
  for (const { customerId, items, discount, amount } of battery) {
    const list = Object.entries(items).map(([id, quantity]) => ({ id, quantity }));
    const { status, orderId } = await customer.place({ customerId, items: list }, crypto.randomUUID());
    assert.equal(status, 201);
    const [newest] = await customer.ordersOf(customerId);
    assert.partialDeepStrictEqual(newest, { id: orderId, customerId, discountPercentage: discount, amount });
    assert.deepEqual(
      newest?.items.map(({ id, quantity }) => ({ id, quantity })),
      list,
    );
  }
});

test('a product that is not on the menu is a 400 that names it', async () => {
  const { status, detail } = await customer.place({ customerId: one, items: [{ id: 'pizza', quantity: 1 }] });
  assert.equal(status, 400);
  assert.match(detail, /"pizza"/);
});

test('an order whose answer got lost is placed twice: what participants are here to repair', async () => {
  const customerId = crypto.randomUUID();
  restaurant.loyalty.failOnce('abort-after', 'POST');
  const order = { customerId, items: [{ id: 'fries', quantity: 2 }] };
  assert.equal((await customer.place(order, 'again')).status, 500);
  assert.equal((await customer.place(order, 'again')).status, 201);
  const amounts = (await customer.ordersOf(customerId)).map((placed) => placed.amount);
  assert.deepEqual(amounts, [9.9, 10]);
});

test('a reset leaves no order', async () => {
  assert.equal(await customer.reset(), 204);
  assert.deepEqual(await customer.ordersOf(one), []);
});
