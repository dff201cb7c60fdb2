import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTrace } from './http/trace.js';
import { randomBytesOf, uuidFrom } from './random.js';

test('a seed gives the same key for the same purpose, and another for another', () => {
  const key = (seed: number, purpose: string) => uuidFrom(randomBytesOf(seed, purpose));
  assert.equal(key(1, 'key of test 1'), key(1, 'key of test 1'));
  assert.notEqual(key(1, 'key of test 1'), key(1, 'key of test 2'));
  assert.notEqual(key(1, 'key of test 1'), key(2, 'key of test 1'));
});

test('a key is a UUID of version 4', () => {
  assert.match(
    uuidFrom(randomBytesOf(7, 'any')),
    /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  );
});

test('a trace begins sampled, with a traceparent as W3C writes it', () => {
  const { id, traceparent } = startTrace(randomBytesOf(7, 'trace'));
  assert.match(traceparent, new RegExp(`^00-${id}-[\\da-f]{16}-01$`));
  assert.equal(id.length, 32);
});
