import { type Sample } from './request-log.js';

export interface Stats {
  requests: number;
  errors: number;
  /** Requests a second, over the time that is known. */
  rate: number;
  /** 0 to 1. */
  errorShare: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** The window in equal parts, oldest first. */
  buckets: Bucket[];
}

export interface Bucket {
  requests: number;
  errors: number;
}

export interface ServiceStats extends Stats {
  service: string;
  /** The busiest first. */
  routes: (Stats & { route: string })[];
}

export interface Window {
  samples: Sample[];
  fromMs: number;
  toMs: number;
  /** How much of it is known; less than all when there was more traffic than could be kept. */
  coveredMs: number;
}

const bucketCount = 30;

/** Rate, errors and latencies of what each service was asked, by name. */
export function serviceStats(window: Window): ServiceStats[] {
  return [...groupBy(window.samples, ({ service }) => service)]
    .map(([service, samples]) => ({
      service,
      ...statsOf(samples, window),
      routes: [...groupBy(samples, ({ route }) => route)]
        .map(([route, own]) => ({ route, ...statsOf(own, window) }))
        .sort((a, b) => b.requests - a.requests || a.route.localeCompare(b.route)),
    }))
    .sort((a, b) => a.service.localeCompare(b.service));
}

/** The smallest value that at least this share of all is not above (nearest rank). `sorted` ascends; 0 without values. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function statsOf(samples: Sample[], window: Window): Stats {
  const durations = samples.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const errors = samples.filter(({ isError }) => isError).length;
  return {
    requests: samples.length,
    errors,
    rate: rateOf(samples, window),
    errorShare: samples.length === 0 ? 0 : errors / samples.length,
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    p99Ms: percentile(durations, 0.99),
    buckets: bucketsOf(samples, window),
  };
}

function rateOf(samples: Sample[], { toMs, coveredMs }: Window): number {
  const known = samples.filter(({ endMs }) => endMs >= toMs - coveredMs);
  return known.length / (coveredMs / 1000);
}

function bucketsOf(samples: Sample[], { fromMs, toMs }: Window): Bucket[] {
  const buckets = Array.from({ length: bucketCount }, (): Bucket => ({ requests: 0, errors: 0 }));
  for (const { endMs, isError } of samples) {
    const bucket = buckets[Math.floor(((endMs - fromMs) / (toMs - fromMs)) * bucketCount)];
    if (!bucket) continue;
    bucket.requests += 1;
    if (isError) bucket.errors += 1;
  }
  return buckets;
}

function groupBy(samples: Sample[], key: (sample: Sample) => string): Map<string, Sample[]> {
  return Map.groupBy(samples, key);
}
