/** Work that a policy may run once, several times or not at all. It gives up when `signal` aborts. */
export type Operation<T> = (signal: AbortSignal) => Promise<T>;

/**
 * A rule about running an operation: how long, how often, whether at all. `Alternative` is what may come
 * instead of a result.
 */
export interface Policy<Alternative = never> {
  execute<T>(operation: Operation<T>, signal?: AbortSignal): Promise<T | Alternative>;
}

/**
 * One policy out of several, the outermost first, so that a list reads as the path of a call: `compose(retry,
 * circuitBreaker, timeout)` retries what the breaker lets through, and each attempt has its own time-out.
 */
export function compose<Alternative = never>(...policies: Policy<Alternative>[]): Policy<Alternative> {
  return {
    execute<T>(operation: Operation<T>, signal: AbortSignal = unlimited()): Promise<T | Alternative> {
      const path = policies.reduceRight<Operation<T | Alternative>>(
        (inner, policy) => (innerSignal) => policy.execute(inner, innerSignal),
        operation,
      );
      return path(signal);
    },
  };
}

/** A signal that never aborts, for callers who set no limit. */
export function unlimited(): AbortSignal {
  return new AbortController().signal;
}
