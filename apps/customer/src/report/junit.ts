// Results as JUnit XML, the format that CI servers read.
import { describeItems } from '../battery/batteries.js';
import type { Summary, TestResult } from '../events.js';

export function junit(summary: Summary, results: TestResult[]): string {
  const { passed, failed, skipped } = summary.tests;
  const problems = summary.audit?.findings ?? (summary.auditFailure ? [summary.auditFailure] : undefined);
  const audited = problems ? 1 : 0;
  const auditFailed = problems && problems.length > 0 ? 1 : 0;
  const counts = `tests="${passed + failed + skipped + audited}" failures="${failed + auditFailed}" errors="0" skipped="${skipped}"`;
  const time = `time="${seconds(summary.tookMs)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts} ${time}>`,
    `  <testsuite name="customer ${summary.battery}" ${counts} ${time}>`,
    ...results.map((result) => testCase(result, `customer.${summary.battery}`)),
    ...(problems ? [auditCase(problems, `customer.${summary.battery}`)] : []),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(result: TestResult, suite: string): string {
  const name = `test ${result.test}: customer ${result.customer} orders ${describeItems(result.items)}`;
  const failures = result.findings
    .filter(({ passed }) => !passed)
    .map(({ name: check, expected, actual }) => `${check}: expected ${expected}, found ${actual}`);
  const reasons = [...failures, ...(result.reason ? [result.reason] : [])].join('; ');
  const body = {
    passed: '',
    failed: `<failure message="${escape(reasons)}"/>`,
    skipped: `<skipped message="${escape(reasons)}"/>`,
  }[result.status];
  const trace = result.link ?? result.traceId;
  return element(
    suite,
    name,
    result.tookMs,
    body + (trace ? `<system-out>${escape(trace)}</system-out>` : ''),
  );
}

function auditCase(findings: string[], suite: string): string {
  const body = findings.length > 0 ? `<failure message="${escape(findings.join('; '))}"/>` : '';
  return element(suite, 'audit of the stores', 0, body);
}

function element(suite: string, name: string, tookMs: number, body: string): string {
  const attributes = `classname="${suite}" name="${escape(name)}" time="${seconds(tookMs)}"`;
  return body ? `    <testcase ${attributes}>${body}</testcase>` : `    <testcase ${attributes}/>`;
}

/** XML 1.0 has no way to write most control characters, not even escaped: they become U+FFFD. */
function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
