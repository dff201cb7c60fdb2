/** How long to wait after the first, second, … failed attempt, in milliseconds. */
export type Backoff = (failedAttempts: number) => number;

/**
 * Anything from nothing to twice as much as the time before, so that callers who failed together do not
 * return together. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function fullJitter(range: { baseMs: number; maxMs: number }, random = Math.random): Backoff {
  return (failedAttempts) => random() * Math.min(range.maxMs, range.baseMs * 2 ** (failedAttempts - 1));
}
