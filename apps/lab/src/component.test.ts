import { deepEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';

import { type Component, startAll } from './component.js';

function recorder(log: string[]) {
  return (name: string, fails = false): Component => ({
    name,
    start: async () => {
      log.push(`start ${name}`);
      if (fails) throw new Error(`${name} failed`);
    },
    stop: async () => void log.push(`stop ${name}`),
  });
}

test('components start in order and stop in reverse', async () => {
  const log: string[] = [];
  const component = recorder(log);
  const stop = await startAll([component('a'), component('b')], new AbortController().signal);
  await stop();
  await stop();
  deepEqual(log, ['start a', 'start b', 'stop b', 'stop a']);
});

test('when one fails, it and those before it are stopped', async () => {
  const log: string[] = [];
  const component = recorder(log);
  const parts = [component('a'), component('b', true), component('c')];
  await rejects(startAll(parts, new AbortController().signal), /b failed/);
  deepEqual(log, ['start a', 'start b', 'stop b', 'stop a']);
});
