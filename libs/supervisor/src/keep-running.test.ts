import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { keepRunning } from './keep-running.js';
import { type RunningProcess, startProcess } from './process.js';

const limits = { initialMs: 10, maxMs: 20, resetAfterMs: 60_000 };

test('a process that is killed comes back, until it is stopped', async () => {
  const started: RunningProcess[] = [];
  let exits = 0;
  const stop = await keepRunning({
    start: async () => {
      const child = await startProcess({
        file: 'sleep',
        args: ['60'],
        env: { PATH: process.env['PATH'] ?? '' },
        cwd: '/',
      });
      started.push(child);
      return child;
    },
    onEnd: () => exits++,
    limits,
  });
  for (const round of [1, 2, 3]) {
    started.at(-1)?.signal('SIGKILL');
    while (started.length <= round) await delay(10);
  }
  await stop(1000);
  equal(exits, 3);
  equal(started.length, 4);
  equal(
    started.every((child) => child.exit),
    true,
  );
});
