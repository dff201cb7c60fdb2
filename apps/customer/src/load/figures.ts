// What a load came to, in numbers.
import type { AuditFindings } from '../audit/compare.js';
import type { Served } from './run-load.js';

export interface LoadFigures {
  orders: number;
  /** Orders that nobody said were placed. */
  failed: number;
  attempts: number;
  /** Attempts that failed, by status or error code. */
  failedAttempts: Record<string, number>;
  /** Of the orders that were placed, in milliseconds from the time at which each was due. */
  latencyMs: { p50: number; p95: number; p99: number; max: number };
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
  const latencies = placed.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
  const at = (share: number) => latencies[Math.max(0, Math.ceil(share * latencies.length) - 1)] ?? Number.NaN;
  const failures = served.flatMap((order) => order.failures);
  return {
    orders: served.length,
    failed: served.length - placed.length,
    attempts: served.reduce((sum, { attempts }) => sum + attempts, 0),
    failedAttempts: Object.fromEntries(
      [...Map.groupBy(failures, (why) => why)].map(([why, all]) => [why, all.length]),
    ),
    latencyMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) },
    longestGapMs: longestGap([startedAt, ...placed.map((order) => order.endedAt), endedAt]),
    tookMs: endedAt - startedAt,
  };
}

function longestGap(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.slice(1).map((time, index) => time - sorted[index]!));
}
