import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AffectedCount } from './affected.js';

const affected = (connections: number, requests = 0, bytes = 0) => ({ connections, requests, bytes });

test('the newest count is the total', () => {
  const count = new AffectedCount();
  count.note(affected(1, 2, 3));
  count.note(affected(4, 5, 6));
  assert.deepEqual(count.total(), affected(4, 5, 6));
});

test('a data plane that came back adds to what its predecessor had counted', () => {
  const count = new AffectedCount();
  count.note(affected(4, 5, 6));
  count.note(affected(1, 0, 2));
  assert.deepEqual(count.total(), affected(5, 5, 8));
});
