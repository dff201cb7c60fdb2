/** Time as the engine sees it; tests put a fake in its place. */
export interface Clock {
  /** Milliseconds on a clock that never goes back, with fractions. */
  now(): number;
  /** Calls back once when about `ms` have passed, never twice; may be early by less than 1 ms. Returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
}

const longestTimerMs = 2 ** 31 - 1;

/** Timers of Node count whole milliseconds, so shorter waits take turns of the event loop instead. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    if (ms < 1) {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(callback, Math.min(Math.floor(ms), longestTimerMs));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or as soon as `signal` aborts; never rejects. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const cancel = clock.after(ms, wake);
  signal.addEventListener('abort', wake, { once: true });
  await promise;
  cancel();
  signal.removeEventListener('abort', wake);
}
