// Events as lines for people.
import { styleText } from 'node:util';
import { describeItems, testsOf } from '../battery/batteries.js';
import { decimal } from '../decimal.js';
import type { CustomerEvent, TestResult } from '../events.js';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** The lines that an event deserves, often none. */
export function linesOf(event: CustomerEvent, paint: Paint): string[] {
  switch (event.event) {
    case 'battery':
      return [
        `${event.battery} battery: ${counted(event.tests, 'order')} of ${counted(event.customers, 'customer')} at ${event.orders} (seed ${event.seed})`,
      ];
    case 'test':
      return testLines(event, paint);
    case 'audit':
      return [
        `${mark(event.clean, paint)} audit of the stores: ${event.lost} lost, ${event.doubled} doubled, ${event.wrong} wrong; loyalty: ${event.uncounted} uncounted, ${event.overcounted} overcounted`,
        ...event.findings.map((finding) => `    ${finding}`),
      ];
    case 'audit-failed':
      return [`${mark(false, paint)} ${event.reason}`];
    case 'summary': {
      const { passed, failed, skipped } = event.tests;
      const verdict = event.passed ? paint('green', 'all passed') : paint('red', 'some failed');
      return [
        `${mark(event.passed, paint)} ${verdict}: ${passed} passed, ${failed} failed, ${skipped} skipped; ${counted(event.attempts, 'attempt')} in ${seconds(event.tookMs)}`,
      ];
    }
    case 'reset':
    case 'test-started':
    case 'attempt':
    case 'placed':
    case 'check':
      return [];
    default:
      return event satisfies never;
  }
}

function testLines(result: TestResult, paint: Paint): string[] {
  const what = `test ${result.test}, customer ${result.customer}: ${describeItems(result.items)}`;
  if (result.status === 'skipped')
    return [`${paint('yellow', '-')} ${what} ${paint('dim', result.reason ?? 'skipped')}`];
  const price = decimal(
    testsOf('complete').find(({ number }) => number === result.test)?.amountCents ?? Number.NaN,
  );
  const attempts = counted(result.attempts, 'attempt');
  return [
    `${mark(result.status === 'passed', paint)} ${what} for ${price}, ${attempts} in ${seconds(result.tookMs)}`,
    ...result.findings
      .filter(({ passed }) => !passed)
      .map(({ name, expected, actual }) => `    ${name}: expected ${expected}, found ${actual}`),
    ...(result.reason ? [`    ${result.reason}`] : []),
    ...(result.traceId ? [paint('dim', `    trace ${result.traceId} ${result.link ?? ''}`.trimEnd())] : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function mark(passed: boolean, paint: Paint): string {
  return passed ? paint('green', '✓') : paint('red', '✗');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
