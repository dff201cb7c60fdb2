import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { FakeClock } from './clock.js';
import { Prober } from './prober.js';

const timing = { initialDelayMs: 3000, periodMs: 1000, successThreshold: 1, failureThreshold: 2 };

test('a probe waits initialDelay, then asks every period until it is stopped', async () => {
  const clock = new FakeClock();
  let checks = 0;
  const check = async () => ({ ok: ++checks < 3, message: '' });
  const verdicts: string[] = [];
  const prober = new Prober({ timing, check, clock, onResult: (_, state) => verdicts.push(state.verdict) });
  await clock.advance(2999);
  equal(checks, 0);
  await clock.advance(3001);
  deepEqual(verdicts, ['passing', 'passing', 'passing', 'failing']);
  prober.stop();
  await clock.advance(10_000);
  equal(checks, 4);
});

test('the result of a check that was under way when the probe stopped is dropped', async () => {
  const clock = new FakeClock();
  let answer: (result: { ok: boolean; message: string }) => void = () => {};
  const check = () => new Promise<{ ok: boolean; message: string }>((resolve) => (answer = resolve));
  let results = 0;
  const prober = new Prober({ timing, check, clock, onResult: () => results++ });
  await clock.advance(3000);
  prober.stop();
  answer({ ok: true, message: '' });
  await clock.advance(5000);
  equal(results, 0);
});
