// A battery: the customers order at the same time, each of them one order after the other.
import type { TestResult } from '../events.js';
import { type BatteryName, type OrderTest, testsOf } from './batteries.js';
import { runTest, type TestSetting } from './run-test.js';

export interface BatterySetting extends Omit<TestSetting, 'signal'> {
  /** Ends the battery early; its reason's message becomes that of the tests that were under way. */
  signal: AbortSignal;
}

/** Results in the order of the tests, one for each, whatever happened. */
export async function runBattery(name: BatteryName, setting: BatterySetting): Promise<TestResult[]> {
  const bailing = new AbortController();
  const signal = AbortSignal.any([setting.signal, bailing.signal]);
  const customers = Map.groupBy(testsOf(name), ({ customer }) => customer);
  const results = await Promise.all([...customers.values()].map((tests) => inOrder(tests)));
  return results.flat().toSorted((one, other) => one.test - other.test);

  async function inOrder(tests: OrderTest[]): Promise<TestResult[]> {
    const results: TestResult[] = [];
    for (const test of tests) {
      const result = signal.aborted ? notStarted(test) : await underWay(test);
      setting.tell({ event: 'test', ...result });
      results.push(result);
      if (result.status === 'failed' && setting.bail && !signal.aborted)
        bailing.abort(new Error(`stopped because test ${test.number} failed`));
    }
    return results;
  }

  async function underWay(test: OrderTest): Promise<TestResult> {
    const result = await runTest(test, { ...setting, signal });
    const cutShort = bailing.signal.aborted && result.status === 'failed' && allPassed(result);
    return cutShort ? { ...result, status: 'skipped' } : result;
  }

  function notStarted({ number, customer, items }: OrderTest): TestResult {
    const reason = `not started: ${(signal.reason as Error).message}`;
    const test = { test: number, customer, items };
    return { ...test, status: 'skipped', attempts: 0, tookMs: 0, findings: [], reason };
  }
}

function allPassed({ findings }: TestResult): boolean {
  return findings.every(({ passed }) => passed);
}
