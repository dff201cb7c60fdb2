import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimedOutError } from './errors.js';
import { timeout } from './timeout.js';

const never = () => new Promise<never>(() => {});

test('an operation that answers in time is left alone', async () => {
  assert.equal(await timeout(1000).execute(() => Promise.resolve('soup')), 'soup');
});

test('an operation that is late gets its signal aborted and the caller a TimedOutError', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let seen: AbortSignal | undefined;
  const call = timeout(250).execute((signal) => {
    seen = signal;
    return never();
  });
  t.mock.timers.tick(249);
  assert.equal(seen?.aborted, false);
  t.mock.timers.tick(1);
  await assert.rejects(call, new TimedOutError(250));
  assert.equal(seen?.aborted, true);
});

test("the caller's own signal ends the operation with the caller's reason", async () => {
  const caller = new AbortController();
  const call = timeout(1000).execute(never, caller.signal);
  caller.abort(new Error('the guest has left'));
  await assert.rejects(call, /the guest has left/);
});

test('an operation whose caller has already given up is not begun', async () => {
  const begun = timeout(1000).execute(() => assert.fail('begun'), AbortSignal.abort(new Error('too late')));
  await assert.rejects(begun, /too late/);
});
