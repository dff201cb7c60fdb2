// What the calls came to, in numbers and in words.
import { type Latency, latencyOf } from '../load/latency.js';
import type { Call } from './call.js';

export interface FlightsSummary {
  /** There were calls, and each was answered with 200. */
  passed: boolean;
  calls: number;
  /** How often each status, and each reason why there was none. */
  outcomes: Record<string, number>;
  /** Absent when there were no calls. */
  latencyMs?: Latency;
  tookMs: number;
}

export function figuresOf(calls: readonly Call[], tookMs: number): FlightsSummary {
  const latencyMs = latencyOf(calls.map((call) => call.latencyMs));
  return {
    passed: calls.length > 0 && calls.every(({ outcome }) => outcome === '200'),
    calls: calls.length,
    outcomes: Object.fromEntries(
      [...Map.groupBy(calls, ({ outcome }) => outcome)].map(([outcome, all]) => [outcome, all.length]),
    ),
    ...(latencyMs && { latencyMs }),
    tookMs,
  };
}

export function wordsOf({ passed, calls, outcomes, latencyMs, tookMs }: FlightsSummary): string[] {
  return [
    `${passed ? '✓' : '✗'} ${calls} calls in ${(tookMs / 1_000).toFixed(1)} s`,
    ...(calls > 0 ? [`  outcomes  ${outcomeWords(outcomes)}`] : []),
    ...(latencyMs
      ? [
          `  latency   p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms, p99 ${latencyMs.p99} ms, max ${latencyMs.max} ms`,
        ]
      : []),
    ...(calls > 0 && !hasAnswer(outcomes)
      ? ['  flights-service never answered. Start it: kubectl scale deployment/flights-service --replicas=1']
      : []),
  ];
}

export function outcomeWords(outcomes: Record<string, number>): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `${count} × ${outcome}`)
    .join(', ');
}

function hasAnswer(outcomes: Record<string, number>): boolean {
  return Object.keys(outcomes).some((outcome) => /^\d+$/.test(outcome));
}
