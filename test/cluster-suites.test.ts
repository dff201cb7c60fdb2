import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { test } from 'node:test';

const leftOut = process.env['SUITES_LEFT_OUT'];

test('the suites that run on any cluster ran on a lab', { skip: leftOut }, () => {
  const folders = ['test/conformance', 'test/operations'];
  for (const folder of folders) assert.notEqual(globSync(`${folder}/**/*.test.ts`).length, 0, folder);
});
