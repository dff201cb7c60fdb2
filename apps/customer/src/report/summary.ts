// What a run came to.
import type { BatteryName } from '../battery/batteries.js';
import type { Summary, TestResult, TestStatus } from '../events.js';

export type Audited = Pick<Summary, 'audit' | 'auditFailure'>;

export function summarize(
  battery: BatteryName,
  results: TestResult[],
  { tookMs, ...audited }: { tookMs: number } & Audited,
): Summary {
  const count = (status: TestStatus) => results.filter((result) => result.status === status).length;
  const tests = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  return {
    battery,
    passed:
      tests.passed === results.length && audited.audit?.clean !== false && audited.auditFailure === undefined,
    tests,
    attempts: results.reduce((sum, { attempts }) => sum + attempts, 0),
    tookMs,
    ...audited,
  };
}
