import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { testsOf } from '../battery/batteries.js';
import type { CustomerEvent, TestResult } from '../events.js';
import { junit } from './junit.js';
import { summarize } from './summary.js';
import { TerminalReport } from './terminal.js';

const [first, second, third] = testsOf('half').map(({ number, customer, items }) => ({
  test: number,
  customer,
  items,
  tookMs: 1234,
  attempts: 3,
  findings: [],
}));
const passed: TestResult = { ...first!, status: 'passed', traceId: 'abc', link: 'http://traces/abc?a=1&b=2' };
const failed: TestResult = {
  ...second!,
  status: 'failed',
  reason: 'answered <503> "soon" \u0000\u001B[31m & \uD800',
  findings: [{ name: 'number of orders', passed: false, expected: '2', actual: '3' }],
};
const skipped: TestResult = {
  ...third!,
  status: 'skipped',
  attempts: 0,
  reason: 'stopped because test 2 failed',
};
const results = [passed, failed, skipped];
const dirty = {
  clean: false,
  lost: 1,
  doubled: 2,
  wrong: 0,
  uncounted: 0,
  overcounted: 0,
  findings: ['order b is lost'],
};

test('a summary counts tests and attempts, and passes only when all of them did', () => {
  const summary = summarize('half', results, { tookMs: 5 });
  assert.deepEqual(summary.tests, { passed: 1, failed: 1, skipped: 1 });
  assert.equal(summary.attempts, 6);
  assert.equal(summary.passed, false);
  assert.equal(summarize('single', [passed], { tookMs: 5 }).passed, true);
});

test('a dirty audit fails a battery whose tests all passed', () => {
  assert.equal(summarize('single', [passed], { tookMs: 5, audit: dirty }).passed, false);
  assert.equal(summarize('single', [passed], { tookMs: 5, audit: { ...dirty, clean: true } }).passed, true);
});

test('an audit that was not possible fails a battery, in words and in JUnit', () => {
  const auditFailure = 'the audit could not read the stores: gone';
  const summary = summarize('single', [passed], { tookMs: 5, auditFailure });
  assert.equal(summary.passed, false);
  assert.match(
    junit(summary, [passed]),
    /tests="2" failures="1"[^]*<failure message="the audit could not read/,
  );
});

test('lines for people say what was expected and what was found, without colours in a pipe', () => {
  let written = '';
  const report = new TerminalReport({ write: (text) => ((written += String(text)), true) });
  for (const event of story()) report.tell(event);
  assert.equal(
    written,
    [
      'half battery: 3 orders of 2 customers at http://127.0.0.1:30080 (seed 7)',
      '✓ test 1, customer 1: 2 burger, 1 fries for 25.00, 3 attempts in 1.2 s',
      '    trace abc http://traces/abc?a=1&b=2',
      '✗ test 2, customer 1: 4 fries for 19.80, 3 attempts in 1.2 s',
      '    number of orders: expected 2, found 3',
      `    ${failed.reason}`,
      '- test 3, customer 2: 2 coke, 1 fries stopped because test 2 failed',
      '✗ audit of the stores: 1 lost, 2 doubled, 0 wrong; loyalty: 0 uncounted, 0 overcounted',
      '    order b is lost',
      '✗ some failed: 1 passed, 1 failed, 1 skipped; 6 attempts in 0.0 s',
      '',
    ].join('\n'),
  );
});

test('on a terminal a line at the bottom shows what is under way and goes away at the end', () => {
  let written = '';
  const report = new TerminalReport({
    isTTY: true,
    columns: 60,
    write: (text) => ((written += String(text)), true),
  });
  const at = '';
  report.tell({ event: 'test-started', test: 1, customer: 1, items: [], traceId: 'abc', at });
  report.tell({ event: 'attempt', test: 1, attempt: 1, status: 503, tookMs: 1, againInMs: 250, at });
  assert.match(written, /test 1: attempt 2 after 503/);
  report.tell({ event: 'summary', ...summarize('half', [passed], { tookMs: 5 }), at });
  assert.ok(written.endsWith('\r\u001B[2K'));
});

test('JUnit has every test, with what failed, as well-formed XML', (t) => {
  const xml = junit(summarize('half', results, { tookMs: 5, audit: dirty }), results);
  assert.match(
    xml,
    /<testsuite name="customer half" tests="4" failures="2" errors="0" skipped="1" time="0.005">/,
  );
  assert.match(xml, /number of orders: expected 2, found 3; answered &lt;503&gt; &quot;soon&quot; /);
  assert.ok(!xml.includes('\u0000') && !xml.includes('\u001B'));
  const python = spawnSync('python3', ['-c', 'import sys, xml.dom.minidom as d; d.parse(sys.stdin.buffer)'], {
    input: xml,
  });
  if (python.error) return t.skip('needs python3 for its XML parser');
  assert.equal(python.status, 0, python.stderr.toString());
});

function story(): CustomerEvent[] {
  const at = new Date(0).toISOString();
  return [
    {
      event: 'battery',
      battery: 'half',
      tests: 3,
      customers: 2,
      orders: 'http://127.0.0.1:30080',
      seed: 7,
      at,
    },
    ...results.map((result) => ({ event: 'test' as const, ...result, at })),
    { event: 'audit', ...dirty, at },
    { event: 'summary', ...summarize('half', results, { tookMs: 5 }), at },
  ];
}
