// What a run came to.
import type { AuditFindings } from '../audit/compare.js';
import type { BatteryName } from '../battery/batteries.js';
import type { Summary, TestResult, TestStatus } from '../events.js';

export function summarize(
  battery: BatteryName,
  results: TestResult[],
  { tookMs, audit }: { tookMs: number; audit?: AuditFindings },
): Summary {
  const count = (status: TestStatus) => results.filter((result) => result.status === status).length;
  const tests = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  return {
    battery,
    passed: tests.passed === results.length && audit?.clean !== false,
    tests,
    attempts: results.reduce((sum, { attempts }) => sum + attempts, 0),
    tookMs,
    ...(audit && { audit }),
  };
}
