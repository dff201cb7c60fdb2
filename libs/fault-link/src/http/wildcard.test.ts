import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fitsWildcard } from './wildcard.js';

suite('wildcards', () => {
  test('fit any run and any one character, and nothing else', () => {
    const cases: [pattern: string, text: string, fits: boolean][] = [
      ['/orders', '/orders', true],
      ['/orders', '/orders/1', false],
      ['/orders/*', '/orders/1/items', true],
      ['/orders/*', '/orders', false],
      ['*', '', true],
      ['', 'x', false],
      ['/?', '/a', true],
      ['/?', '/', false],
      ['/a.c', '/abc', false],
      ['*/items/*', '/orders/1/items/2', true],
      ['/a*b*c', '/a-b-b-c', true],
      ['/a*b*c', '/a-b-b-d', false],
      ['/*', '/*', true],
      ['**', 'x', true],
    ];
    for (const [pattern, text, fits] of cases)
      assert.equal(fitsWildcard(pattern, text), fits, `${pattern} ${text}`);
  });

  test('take no longer for patterns on which regular expressions hang', () => {
    const startedAt = performance.now();
    assert.equal(fitsWildcard('*a'.repeat(20) + '*b', 'a'.repeat(10_000)), false);
    assert.ok(performance.now() - startedAt < 1000);
  });
});
