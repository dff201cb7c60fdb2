import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from './duration.js';

const durations: [string, number][] = [
  ['0', 0],
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['-1.5h', -5_400_000],
  ['+2ms', 2],
  ['.5s', 500],
  ['1.s', 1000],
  ['100us', 0.1],
  ['3µs', 0.003],
];

const refusals: [string, string][] = [
  ['', 'time: invalid duration ""'],
  ['.', 'time: invalid duration "."'],
  ['-', 'time: invalid duration "-"'],
  ['x', 'time: invalid duration "x"'],
  ['10', 'time: missing unit in duration "10"'],
  ['10x', 'time: unknown unit "x" in duration "10x"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['10 s', 'time: unknown unit " s" in duration "10 s"'],
  ['1m30x', 'time: unknown unit "x" in duration "1m30x"'],
  ['99999999999999999999h', 'time: invalid duration "99999999999999999999h"'],
];

for (const [text, ms] of durations)
  test(`the duration ${text} is ${ms} ms`, () => assert.equal(parseDuration(text), ms));

for (const [text, message] of refusals)
  test(`the duration ${JSON.stringify(text)} is refused in Go's words`, () =>
    assert.throws(() => parseDuration(text), { message }));
