import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fallback } from './fallback.js';
import { compose, type Policy } from './policy.js';
import { retry } from './retry.js';
import { timeout } from './timeout.js';

test('policies apply from the outside in', async () => {
  const path: string[] = [];
  const named = (name: string): Policy => ({
    execute: (operation, signal = new AbortController().signal) => {
      path.push(name);
      return operation(signal);
    },
  });
  await compose(named('retry'), named('breaker'), named('timeout')).execute(() =>
    Promise.resolve(path.push('call')),
  );
  assert.deepEqual(path, ['retry', 'breaker', 'timeout', 'call']);
});

test('each attempt has a time-out of its own, and one around it all ends the retrying', async () => {
  const hang = () => new Promise<never>(() => {});
  const attempts: number[] = [];
  const policy = compose(
    timeout(200),
    retry({ attempts: 1000, backoff: () => 0, onRetry: ({ attempt }) => attempts.push(attempt) }),
    timeout(10),
  );
  await assert.rejects(policy.execute(hang), /no answer within 200 ms/);
  assert.ok(attempts.length > 1, 'retried inside the outer time-out');
});

test('a fallback answers when all else has failed', async () => {
  const policy = compose<string>(
    fallback((error) => `soup of the day, because ${(error as Error).message}`),
    retry({ attempts: 2, backoff: () => 0 }),
  );
  const answer = await policy.execute(() => Promise.reject(new Error('no burgers')));
  assert.equal(answer, 'soup of the day, because no burgers');
});
