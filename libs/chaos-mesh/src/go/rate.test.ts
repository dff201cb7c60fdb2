import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRate } from './rate.js';

const rates: [string, number][] = [
  ['1bps', 1],
  ['1kbps', 1024],
  ['1mbps', 1024 ** 2],
  ['2gbps', 2 * 1024 ** 3],
  ['8bit', 1],
  ['8kbit', 1000],
  ['8mbit', 1_000_000],
  [' 1 MBPS ', 1024 ** 2],
];

const refusals: [string, string][] = [
  ['10', 'invalid unit'],
  ['1xbps', 'strconv.ParseUint: parsing "1x": invalid syntax'],
  ['-1kbps', 'strconv.ParseUint: parsing "-1": invalid syntax'],
  ['99999999999999999999kbps', 'strconv.ParseUint: parsing "99999999999999999999": value out of range'],
];

for (const [text, expected] of rates)
  test(`the rate ${JSON.stringify(text)} is ${expected} bytes per second`, () =>
    assert.equal(parseRate(text), expected));

for (const [text, message] of refusals)
  test(`the rate ${text} is refused in Chaos Mesh's words`, () =>
    assert.throws(() => parseRate(text), { message }));
