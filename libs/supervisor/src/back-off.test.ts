import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { type BackOffState, crashLoop, decideRestart } from './back-off.js';

const second = 1000;

test('the first restart is immediate', () => {
  equal(decideRestart(undefined, { finishedAt: 0, now: 0 }).restart, 'now');
});

test('a process that keeps ending at once waits 10 s, doubling to 5 min', () => {
  let state: BackOffState | undefined;
  let now = 0;
  const waits: number[] = [];
  for (let restart = 0; restart < 8; restart++) {
    const finishedAt = now;
    let decision = decideRestart(state, { finishedAt, now });
    if (decision.restart === 'later') {
      now = decision.at;
      decision = decideRestart(state, { finishedAt, now });
    }
    waits.push((now - finishedAt) / second);
    if (decision.restart === 'now') state = decision.state;
  }
  equal(waits.join(' '), '0 10 20 40 80 160 300 300');
});

test('the wait counts from the end of the process, not from the question', () => {
  const state = { delayMs: 10 * second, updatedAt: 0 };
  const decision = decideRestart(state, { finishedAt: 5 * second, now: 9 * second });
  equal(decision.restart === 'later' && decision.at, 15 * second);
});

test('ten minutes without an end reset the wait', () => {
  const state = { delayMs: 300 * second, updatedAt: 0 };
  const finishedAt = crashLoop.resetAfterMs + 1;
  equal(decideRestart(state, { finishedAt, now: finishedAt }).restart, 'now');
});
