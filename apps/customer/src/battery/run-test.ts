// One test: place the order until it is answered, then ask whether what must be true is true.
import type { Finding, Tell, TestResult } from '../events.js';
import type { Restaurant } from '../http/restaurant.js';
import { startTrace } from '../http/trace.js';
import { randomBytesOf, uuidFrom } from '../random.js';
import { customerIds, type OrderTest } from './batteries.js';
import { checkNextDiscount, checkOrders, type Patience } from './checks.js';

export interface TestSetting {
  restaurant: Restaurant;
  tell: Tell;
  seed: number;
  linkTo: (traceId: string) => string | undefined;
  /** Stop at the first finding that fails. */
  bail: boolean;
  signal: AbortSignal;
  patience?: Patience;
  now?: () => number;
}

/** 30 s, as ten questions three seconds apart, asked more often so that nobody waits for nothing. */
const seedPatience: Patience = { withinMs: 30_000, everyMs: 500 };

/** Never throws: what went wrong is in the result; a test that `signal` cut short carries its reason. */
export async function runTest(test: OrderTest, setting: TestSetting): Promise<TestResult> {
  const { tell, now = Date.now } = setting;
  const trace = startTrace(randomBytesOf(setting.seed, `trace of test ${test.number}`));
  const link = setting.linkTo(trace.id);
  const begun = { test: test.number, customer: test.customer, items: test.items };
  const start = now();
  const result: TestResult = {
    ...begun,
    status: 'failed',
    attempts: 0,
    tookMs: 0,
    traceId: trace.id,
    ...(link && { link }),
    findings: [],
  };
  tell({ event: 'test-started', ...begun, traceId: trace.id });
  try {
    const orderId = await place();
    for await (const found of findings(test, orderId, setting)) {
      tell({ event: 'check', test: test.number, ...found });
      result.findings.push(found);
      if (!found.passed && setting.bail) break;
    }
    result.status = result.findings.every(({ passed }) => passed) ? 'passed' : 'failed';
  } catch (error) {
    result.reason = error instanceof Error ? error.message : String(error);
  }
  return { ...result, tookMs: now() - start };

  async function place(): Promise<string> {
    const idempotencyKey = uuidFrom(randomBytesOf(setting.seed, `key of test ${test.number}`));
    const order = { customerId: customerIds[test.customer], items: test.items, idempotencyKey, trace };
    const orderId = await setting.restaurant.place(order, setting.signal, ({ number, ...attempt }) => {
      result.attempts = number;
      tell({ event: 'attempt', test: test.number, attempt: number, ...attempt });
    });
    result.orderId = orderId;
    tell({ event: 'placed', test: test.number, orderId, attempts: result.attempts, tookMs: now() - start });
    return orderId;
  }
}

async function* findings(test: OrderTest, orderId: string, setting: TestSetting): AsyncGenerator<Finding> {
  const { restaurant, signal, patience = seedPatience } = setting;
  const customerId = customerIds[test.customer];
  yield* checkOrders(test, orderId, await restaurant.ordersOf(customerId, signal));
  yield checkNextDiscount(test, () => restaurant.nextDiscount(customerId, signal), patience, signal);
}
