import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimal, hundredths } from './decimal.js';

test('money is read exactly, from a JSON number as from a DECIMAL column', () => {
  assert.equal(hundredths(19.8), 1980);
  assert.equal(hundredths('19.80'), 1980);
  assert.equal(hundredths('19.8000'), 1980);
  assert.equal(hundredths(0.02), 2);
  assert.equal(hundredths(25), 2500);
});

test('money with a fraction of a cent is no money', () => {
  assert.equal(hundredths('19.801'), Number.NaN);
  assert.equal(hundredths(0.1 + 0.2), Number.NaN);
  assert.equal(hundredths('abc'), Number.NaN);
  assert.equal(decimal(hundredths('')), 'not a decimal');
});

test('cents are written with two decimals', () => {
  assert.equal(decimal(1980), '19.80');
  assert.equal(decimal(1), '0.01');
});
