import { equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { isSameTemplate, templateHash } from './template-hash.js';

test('the order of fields does not matter, their values do', () => {
  equal(templateHash({ a: 1, b: [1, 2] }), templateHash({ b: [1, 2], a: 1 }));
  notEqual(templateHash({ a: [1, 2] }), templateHash({ a: [2, 1] }));
});

test('absent, null and empty fields are the same', () => {
  equal(isSameTemplate({ a: 1, labels: {}, time: null }, { a: 1 }), true);
});

test('another attempt gives another name', () => {
  notEqual(templateHash({ a: 1 }, 0), templateHash({ a: 1 }, 1));
});
