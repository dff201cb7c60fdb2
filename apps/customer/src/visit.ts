// One visit to the restaurant: find it, empty it, order, check, and audit when asked to.
import { audit } from './audit/audit.js';
import type { SentOrder } from './audit/compare.js';
import { testsOf } from './battery/batteries.js';
import { runBattery } from './battery/run-battery.js';
import type { Summary, Tell, TestResult } from './events.js';
import type { Options } from './options.js';
import { openPlace, type Place } from './place.js';
import { type Audited, summarize } from './report/summary.js';

export interface Visit {
  summary: Summary;
  results: TestResult[];
}

/**
 * Whatever happens to the orders is in the result; `interrupted` ends the orders early and leaves the audit out.
 * @throws when there is no restaurant to visit.
 */
export async function visit(options: Options, tell: Tell, interrupted: AbortSignal): Promise<Visit> {
  const { battery, seed, bail } = options;
  const signal = AbortSignal.any([interrupted, deadline(options.deadlineMs)]);
  const start = Date.now();
  using place = await openPlace(options);
  await place.requirePlayground();
  const { restaurant, linkTo } = place;
  const tests = testsOf(battery);
  const customers = new Set(tests.map(({ customer }) => customer)).size;
  tell({
    event: 'battery',
    battery,
    tests: tests.length,
    customers,
    orders: restaurant.addresses.orders,
    seed,
  });
  await restaurant.reset(signal);
  tell({ event: 'reset', tookMs: Date.now() - start });
  const results = await runBattery(battery, { restaurant, tell, seed, linkTo, bail, signal });
  const tookMs = Date.now() - start;
  const isAudited = options.audit && !interrupted.aborted;
  const audited = isAudited ? await auditOf(results, place, { tell, signal: interrupted }) : {};
  const summary = summarize(battery, results, { tookMs, ...audited });
  tell({ event: 'summary', ...summary });
  return { summary, results };
}

/** Never aborts when there is no deadline; does not keep the process alive either. */
function deadline(ms: number | undefined): AbortSignal {
  const controller = new AbortController();
  if (ms !== undefined)
    setTimeout(() => controller.abort(new Error(`the deadline of ${ms / 1000} s passed`)), ms).unref();
  return controller.signal;
}

async function auditOf(
  results: TestResult[],
  { stores }: Place,
  { tell, signal }: { tell: Tell; signal: AbortSignal },
): Promise<Audited> {
  try {
    const findings = await audit(sentOrders(results), stores, { signal });
    tell({ event: 'audit', ...findings });
    return { audit: findings };
  } catch (error) {
    const reason = (error as Error).message;
    tell({ event: 'audit-failed', reason });
    return { auditFailure: reason };
  }
}

/** A test has a trace once its order was sent. */
function sentOrders(results: TestResult[]): SentOrder[] {
  const tests = new Map(testsOf('complete').map((test) => [test.number, test]));
  return results
    .filter(({ traceId }) => traceId !== undefined)
    .map(({ test, orderId }) => ({ order: tests.get(test)!, ...(orderId !== undefined && { orderId }) }));
}
