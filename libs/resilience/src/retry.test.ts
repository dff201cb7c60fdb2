import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullJitter } from './backoff.js';
import { CircuitOpenError } from './errors.js';
import { retry } from './retry.js';
import { RetryBudget } from './retry-budget.js';

const noWait = () => Promise.resolve();

function failing(times: number) {
  let calls = 0;
  return {
    calls: () => calls,
    operation: () => {
      calls += 1;
      return calls <= times ? Promise.reject(new Error(`failure ${calls}`)) : Promise.resolve('served');
    },
  };
}

test('tries until an attempt succeeds', async () => {
  const kitchen = failing(2);
  assert.equal(await retry({ attempts: 3, backoff: () => 0 }, noWait).execute(kitchen.operation), 'served');
  assert.equal(kitchen.calls(), 3);
});

test('the last failure stands when all attempts fail', async () => {
  const kitchen = failing(9);
  await assert.rejects(
    retry({ attempts: 3, backoff: () => 0 }, noWait).execute(kitchen.operation),
    /failure 3/,
  );
});

test('waits up to twice as long after each failure, but never longer than the maximum', async () => {
  const waits: number[] = [];
  const longest = fullJitter({ baseMs: 50, maxMs: 300 }, () => 1);
  const pause = (ms: number) => Promise.resolve(void waits.push(ms));
  await retry({ attempts: 6, backoff: longest }, pause).execute(failing(5).operation);
  assert.deepEqual(waits, [50, 100, 200, 300, 300]);
});

test('jitter is full: the wait may be anything down to nothing', () => {
  const backoff = fullJitter({ baseMs: 50, maxMs: 300 }, () => 0);
  assert.equal(backoff(4), 0);
});

test('an open circuit is not asked again', async () => {
  let calls = 0;
  const refused = retry({ attempts: 5, backoff: () => 0 }, noWait).execute(() => {
    calls += 1;
    return Promise.reject(new CircuitOpenError('menu', 500));
  });
  await assert.rejects(refused, CircuitOpenError);
  assert.equal(calls, 1);
});

test('a caller who gives up during the wait ends the retrying with the reason', async () => {
  const caller = new AbortController();
  const call = retry({ attempts: 5, backoff: () => 60_000 }).execute(failing(9).operation, caller.signal);
  setImmediate(() => caller.abort(new Error('closing time')));
  await assert.rejects(call, /closing time/);
});

test('once the reserve is spent, a budget of 1 per call at most doubles the calls to something that is down', async () => {
  const budget = new RetryBudget({ perCall: 1, reserve: 10 });
  const policy = retry({ attempts: 6, backoff: () => 0, budget }, noWait);
  const down = failing(Infinity);
  for (let call = 0; call < 100; call++) await policy.execute(down.operation).catch(() => {});
  assert.ok(down.calls() <= 2 * 100 + 10, `${down.calls()} calls`);
});

test('a budget of 1 per call is enough for six attempts at 44 % failures', async () => {
  const budget = new RetryBudget({ perCall: 1, reserve: 20 });
  const policy = retry({ attempts: 6, backoff: () => 0, budget }, noWait);
  const chance = lehmer(42);
  const flaky = () => (chance() < 0.44 ? Promise.reject(new Error('503')) : Promise.resolve());
  let failed = 0;
  for (let call = 0; call < 1000; call++) await policy.execute(flaky).catch(() => (failed += 1));
  assert.ok(failed < 40, `${failed} of 1000 calls failed`);
});

/** A small generator of repeatable chance. https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
