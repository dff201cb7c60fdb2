// Everything that a run tells, in the order in which it happens; `--json` prints one event a line.
import type { AuditFindings } from './audit/compare.js';
import type { BatteryName, CustomerNumber, Item } from './battery/batteries.js';

export type CheckName = 'order found' | 'discount' | 'amount' | 'number of orders' | 'next discount';

export interface Finding {
  name: CheckName;
  passed: boolean;
  expected: string;
  actual: string;
}

export type TestStatus = 'passed' | 'failed' | 'skipped';

export interface TestResult {
  test: number;
  customer: CustomerNumber;
  items: Item[];
  status: TestStatus;
  /** How often the order was sent. */
  attempts: number;
  tookMs: number;
  traceId?: string;
  link?: string;
  orderId?: string;
  findings: Finding[];
  /** Why the test failed or was skipped, where that is not in the findings. */
  reason?: string;
}

export interface Summary {
  battery: BatteryName;
  passed: boolean;
  tests: Record<TestStatus, number>;
  attempts: number;
  tookMs: number;
  audit?: AuditFindings;
  /** Why there is no audit although one was asked for; the run has not passed then. */
  auditFailure?: string;
}

type Happening =
  | { event: 'battery'; battery: BatteryName; tests: number; customers: number; orders: string; seed: number }
  | { event: 'reset'; tookMs: number }
  | { event: 'test-started'; test: number; customer: CustomerNumber; items: Item[]; traceId: string }
  | {
      event: 'attempt';
      test: number;
      attempt: number;
      tookMs: number;
      /** HTTP status, absent when no answer came. */
      status?: number;
      error?: string;
      /** When the order will be sent again; absent when it will not. */
      againInMs?: number;
    }
  | { event: 'placed'; test: number; orderId: string; attempts: number; tookMs: number }
  | ({ event: 'check'; test: number } & Finding)
  | ({ event: 'test' } & TestResult)
  | ({ event: 'audit' } & AuditFindings)
  | { event: 'audit-failed'; reason: string }
  | ({ event: 'summary' } & Summary);

/** `at` is an ISO time. */
export type CustomerEvent = Happening & { at: string };
export type Tell = (happening: Happening) => void;

/** One stream of events for many listeners; each event is stamped with its time once. */
export function tellAll(listeners: ((event: CustomerEvent) => void)[], now: () => number = Date.now): Tell {
  return (happening) => {
    const event = { ...happening, at: new Date(now()).toISOString() };
    for (const listener of listeners) listener(event);
  };
}
