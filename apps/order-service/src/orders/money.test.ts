import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basisPointsFrom, basisPointsText, centsFrom, centsText, orderAmount } from './money.js';

const amount = (items: [price: number, quantity: number][], discount: number) =>
  centsText(
    orderAmount(
      items.map(([price, quantity]) => ({ price: centsFrom(price), quantity })),
      basisPointsFrom(discount),
    ),
  );

test('the amounts of the complete battery', () => {
  const burger = 10;
  const fries = 5;
  const coke = 2.5;
  assert.equal(
    amount(
      [
        [burger, 2],
        [fries, 1],
      ],
      0,
    ),
    '25.00',
  );
  assert.equal(amount([[fries, 4]], 0.01), '19.80');
  assert.equal(
    amount(
      [
        [coke, 2],
        [fries, 1],
      ],
      0,
    ),
    '10.00',
  );
  assert.equal(
    amount(
      [
        [burger, 2],
        [fries, 2],
      ],
      0.01,
    ),
    '29.70',
  );
  assert.equal(amount([[fries, 2]], 0.02), '9.80');
});

test('half a cent is rounded up, less is dropped', () => {
  assert.equal(amount([[0.5, 1]], 0.01), '0.50', '0.495');
  assert.equal(amount([[1.5, 1]], 0.03), '1.46', '1.455, which is less than that in binary');
  assert.equal(amount([[0.49, 1]], 0.01), '0.49', '0.4851');
});

test('amounts beyond what binary floating point can count are exact', () => {
  assert.equal(
    amount(
      [
        [99_999_999.99, 100],
        [0.01, 1],
      ],
      0,
    ),
    '9999999999.01',
  );
});

test('every price of up to two decimals is taken as it is written', () => {
  for (let cents = 0n; cents < 20_000n; cents++) assert.equal(centsFrom(Number(centsText(cents))), cents);
});

test('a price that cents cannot express is refused', () => {
  for (const price of [0.001, -1, NaN, Infinity, 1e21]) assert.throws(() => centsFrom(price), RangeError);
});

test('a discount is kept to a hundredth of a percent', () => {
  assert.equal(basisPointsFrom(0.1), 1000n);
  assert.equal(basisPointsText(basisPointsFrom(0.01)), '0.0100');
});
