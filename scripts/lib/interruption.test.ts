import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessAborted } from './interruption.ts';

test('a promise that settles before the abort keeps its value', async () => {
  assert.equal(await unlessAborted(Promise.resolve(7), new AbortController().signal), 7);
});

test('an abort ends the wait with its reason, before it began and during it', async () => {
  const never = new Promise<never>(() => {});
  await assert.rejects(unlessAborted(never, AbortSignal.abort(new Error('enough'))), /enough/);
  const stop = new AbortController();
  const waiting = unlessAborted(never, stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(waiting, /enough/);
});
