import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ago, duration, rate, share } from './format.js';

suite('numbers for people', () => {
  for (const [ms, text] of [
    [0.0004, '0 µs'],
    [0.84, '840 µs'],
    [0.9999, '1.00 ms'],
    [9.996, '10.0 ms'],
    [99.96, '100 ms'],
    [999.6, '1.00 s'],
    [59_994, '59.99 s'],
    [125_400, '2 m 05 s'],
  ] as const) {
    test(`${ms} ms reads ${text}`, () => assert.equal(duration(ms), text));
  }

  test('a few errors are never none, and not all is never all', () => {
    assert.deepEqual([0, 0.0001, 0.0312, 0.9999, 1].map(share), [
      '0 %',
      '< 0.1 %',
      '3.1 %',
      '> 99.9 %',
      '100 %',
    ]);
  });

  test('rates have the digits that matter', () => {
    assert.deepEqual([0.066, 0.996, 1.44, 9.96, 123.4].map(rate), ['0.07', '1.0', '1.4', '10', '123']);
  });

  test('time passes', () => {
    assert.deepEqual([-5, 59_999, 61_000, 7_200_000].map(ago), ['0 s ago', '59 s ago', '1 m ago', '2 h ago']);
  });
});
