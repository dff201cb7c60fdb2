import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from './clock.js';

import { type Work, WorkQueue } from './work-queue.js';

function queueOf(work: Work) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const queue = new WorkQueue({ name: 'test', work, clock, log: (line) => lines.push(line) });
  return { clock, lines, queue };
}

test('a key that is added many times is looked at once', async () => {
  const seen: string[] = [];
  const { clock, queue } = queueOf((key) => void seen.push(key));
  ['a', 'b', 'a', 'a'].forEach((key) => queue.add(key));
  await clock.advance(0);
  deepEqual(seen, ['a', 'b']);
});

test('news while a key is looked at make it come up once more, never twice at a time', async () => {
  let running = 0;
  let most = 0;
  let looks = 0;
  let release = () => {};
  const { clock, queue } = queueOf(async () => {
    looks++;
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => (release = resolve));
    running--;
  });
  queue.add('a');
  await clock.advance(0);
  queue.add('a');
  queue.add('a');
  await clock.advance(0);
  release();
  await clock.advance(0);
  await clock.advance(0);
  release();
  await clock.advance(0);
  deepEqual([looks, most], [2, 1]);
});

test('a failure is logged and tried again, later each time', async () => {
  let tries = 0;
  const { clock, queue, lines } = queueOf(() => {
    if (++tries < 4) throw new Error('not yet');
  });
  queue.add('a');
  await clock.advance(0);
  equal(tries, 1);
  await clock.advance(20);
  await clock.advance(40);
  await clock.advance(79);
  equal(tries, 3);
  await clock.advance(1);
  equal(tries, 4);
  equal(lines[0], 'test a: not yet');
});

test('work can ask to be looked at again', async () => {
  let looks = 0;
  const { clock, queue } = queueOf(() => (++looks < 3 ? 1000 : undefined));
  queue.add('a');
  await clock.advance(0);
  await clock.advance(5000);
  equal(looks, 3);
});

test('a stopped queue does no more work', async () => {
  let looks = 0;
  const { clock, queue } = queueOf(() => void looks++);
  queue.addAfter('a', 100);
  queue.add('b');
  await queue.stop();
  queue.add('c');
  await clock.advance(1000);
  equal(looks, 0);
});
