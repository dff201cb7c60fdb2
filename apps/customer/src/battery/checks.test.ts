import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testsOf } from './batteries.js';
import { checkNextDiscount, checkOrders } from './checks.js';

const second = testsOf('complete')[1]!;
const first = { id: 'a', discountPercent: 0, amountCents: 2500 };
const right = { id: 'b', discountPercent: 1, amountCents: 1980 };

test('an order that is as expected passes every check', () => {
  assert.deepEqual(failed(checkOrders(second, 'b', [right, first])), []);
});

test('a doubled order shows in the number of orders', () => {
  const [only, ...others] = failed(checkOrders(second, 'b', [right, { ...right, id: 'c' }, first]));
  assert.deepEqual(only, { name: 'number of orders', passed: false, expected: '2', actual: '3' });
  assert.deepEqual(others, []);
});

test('wrong money is told with both amounts', () => {
  assert.deepEqual(
    failed(checkOrders(second, 'b', [{ ...right, amountCents: 2000, discountPercent: 0 }, first])),
    [
      { name: 'discount', passed: false, expected: '0.01', actual: '0.00' },
      { name: 'amount', passed: false, expected: '19.80', actual: '20.00' },
    ],
  );
});

test('a lost order fails all that depends on it', () => {
  assert.deepEqual(
    failed(checkOrders(second, 'b', [first])).map(({ name, actual }) => `${name}: ${actual}`),
    ['order found: orders a', 'discount: no such order', 'amount: no such order', 'number of orders: 1'],
  );
});

test('the next discount may come late', async () => {
  const asked = await askUntilSettled([1, 1, 2]);
  assert.equal(asked.finding.passed, true);
  assert.equal(asked.times, 3);
});

test('a discount that is too high already is not waited for', async () => {
  const asked = await askUntilSettled([3, 3, 3]);
  assert.deepEqual(asked.finding, { name: 'next discount', passed: false, expected: '0.02', actual: '0.03' });
  assert.equal(asked.times, 1);
});

test('a discount that never comes fails when the time is over', async () => {
  const asked = await askUntilSettled([1, 1, 1, 1]);
  assert.equal(asked.finding.actual, '0.01');
  assert.equal(asked.times, 4);
});

async function askUntilSettled(answers: number[]) {
  let times = 0;
  const ask = async () => answers[times++] ?? Number.NaN;
  const patience = { withinMs: 4, everyMs: 1, now: () => times };
  const finding = await checkNextDiscount(second, ask, patience, new AbortController().signal);
  return { finding, times };
}

function failed(findings: ReturnType<typeof checkOrders>) {
  return findings.filter(({ passed }) => !passed);
}
