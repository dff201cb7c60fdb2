import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { noResults, observe } from './probe-state.js';

function verdicts(results: string, thresholds = { successThreshold: 1, failureThreshold: 3 }): string[] {
  let state = noResults;
  return results.split('').map((result) => (state = observe(state, result === '+', thresholds)).verdict);
}

test('one success makes a probe pass', () => {
  deepEqual(verdicts('+'), ['passing']);
});

test('a probe fails only after failureThreshold failures in a row', () => {
  deepEqual(verdicts('+--+---').slice(-3), ['passing', 'passing', 'failing']);
});

test('a probe that never succeeded is unknown until it has failed often enough', () => {
  deepEqual(verdicts('---'), ['unknown', 'unknown', 'failing']);
});

test('a higher successThreshold asks for successes in a row', () => {
  deepEqual(verdicts('-+-++', { successThreshold: 2, failureThreshold: 1 }), [
    'failing',
    'failing',
    'failing',
    'failing',
    'passing',
  ]);
});
