import { build } from 'hdr-histogram-js';

/** Milliseconds, to three digits. */
export interface Latency {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Undefined where there is nothing to measure. */
export function latencyOf(timesMs: readonly number[]): Latency | undefined {
  if (timesMs.length === 0) return undefined;
  const histogram = build();
  for (const ms of timesMs) histogram.recordValue(Math.max(0, Math.round(ms)));
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile);
  return { p50: at(50), p95: at(95), p99: at(99), max: histogram.maxValue };
}
