import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, clean } from '../report/sample.ts';
import type { Act } from './acts.ts';
import { judge } from './show.ts';

const fair = battery('starter', 'passed');
const broken = battery('starter', 'failed');
const lucky = battery('starter', 'passed');
const repaired = battery('reference', 'passed');

test('the demo is as it should be when only the starter under chaos fails', () => {
  assert.equal(judge([fair, broken, repaired]), undefined);
  assert.equal(judge([fair, lucky, broken, repaired]), undefined);
});

test('anything else is a complaint', () => {
  assert.equal(judge([broken, broken, repaired]), 'the starter failed in fair weather');
  assert.equal(judge([fair, lucky, lucky, repaired]), 'the starter survived the chaos');
  assert.equal(
    judge([fair, broken, battery('reference', 'failed')]),
    'the reference did not survive the chaos',
  );
  assert.equal(judge([fair, broken]), 'the reference did not survive the chaos');
  assert.equal(judge([]), 'the starter failed in fair weather');
});

test('a reference without a clean audit is a complaint', () => {
  const { audit: _, ...unaudited } = repaired.summary;
  assert.equal(
    judge([fair, broken, { ...repaired, summary: unaudited }]),
    'the audit of the reference is not clean',
  );
  const dirty = { ...repaired.summary, audit: { ...clean, clean: false } };
  assert.equal(
    judge([fair, broken, { ...repaired, summary: dirty }]),
    'the audit of the reference is not clean',
  );
});

function battery(variant: Act['variant'], status: 'passed' | 'failed'): Act {
  return act(variant, variant, { status, faults: [], attempts: 1 });
}
