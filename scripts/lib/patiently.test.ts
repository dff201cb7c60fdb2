import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patiently, reasonOf } from './patiently.ts';

test('no answer, or one that may change, is asked for again', async () => {
  const refused = fetch('http://127.0.0.1:1').catch((error: unknown) => error);
  const answers = [await refused, status(503), status(429)];
  assert.equal(await patiently(() => from(answers), 1), 'at last');
  assert.deepEqual(answers, []);
});

test('an answer that stays the same is told at once', async () => {
  const answers = [status(404), status(503)];
  await assert.rejects(
    patiently(() => from(answers), 1),
    /answered with 404/,
  );
  assert.equal(answers.length, 1);
});

test('somebody who never answers is given up', async () => {
  const answers = Array.from({ length: 9 }, () => status(500));
  await assert.rejects(
    patiently(() => from(answers), 1),
    /answered with 500/,
  );
  assert.equal(answers.length, 4);
});

test('what failed is found behind what only says that something did', () => {
  const cause = new Error('connect ECONNREFUSED 127.0.0.1:1');
  assert.equal(reasonOf(new TypeError('fetch failed', { cause })), cause.message);
});

function status(code: number): Error {
  return Object.assign(new Error(`answered with ${code}`), { code });
}

async function from(answers: unknown[]): Promise<string> {
  if (answers.length > 0) throw answers.shift();
  return 'at last';
}
