// What a load came to, in numbers.
import type { AuditFindings } from '../audit/compare.js';
import { type Latency, latencyOf } from './latency.js';
import type { Served } from './run-load.js';

export interface LoadFigures {
  orders: number;
  /** Orders that nobody said were placed. */
  failed: number;
  attempts: number;
  /** Attempts that failed: how many refused, reset, without an answer in time, answered with 5xx. */
  failedAttempts: Record<string, number>;
  /** Of the orders that were placed, from the time at which each was due; absent when none was. */
  latencyMs?: Latency;
  /** The longest time in which no order was placed. */
  longestGapMs: number;
  tookMs: number;
}

export interface LoadSummary extends LoadFigures {
  /** No order failed, and the audit, when there was one, is clean. */
  passed: boolean;
  audit?: AuditFindings;
  auditFailure?: string;
}

export function figuresOf(served: Served[], startedAt: number, endedAt: number): LoadFigures {
  const placed = served.filter(({ orderId }) => orderId !== undefined);
  const latencyMs = latencyOf(placed.map((order) => order.latencyMs));
  const failures = served.flatMap((order) => order.failures);
  return {
    orders: served.length,
    failed: served.length - placed.length,
    attempts: served.reduce((sum, { attempts }) => sum + attempts, 0),
    failedAttempts: Object.fromEntries(
      [...Map.groupBy(failures, (why) => why)].map(([why, all]) => [why, all.length]),
    ),
    ...(latencyMs && { latencyMs }),
    longestGapMs: longestGap([startedAt, ...placed.map((order) => order.endedAt), endedAt]),
    tookMs: endedAt - startedAt,
  };
}

function longestGap(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.slice(1).map((time, index) => time - sorted[index]!));
}
