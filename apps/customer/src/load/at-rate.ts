// Arrivals at a constant rate.
import { setTimeout as sleep } from 'node:timers/promises';

export interface Arrivals {
  /** Infinity: until `signal`. */
  count: number;
  perSecond: number;
  /** Ends the arrivals; what has begun goes on. */
  signal: AbortSignal;
}

/** Begins each when it is due (`Date.now()`), whatever becomes of the ones before. All that have begun. */
export async function atRate<T>(
  { count, perSecond, signal }: Arrivals,
  begin: (number: number, dueAt: number) => Promise<T>,
): Promise<Promise<T>[]> {
  const start = Date.now();
  const underWay: Promise<T>[] = [];
  for (let number = 0; number < count && !signal.aborted; number += 1) {
    const dueAt = start + (number * 1_000) / perSecond;
    await sleep(Math.max(0, dueAt - Date.now()), undefined, { signal }).catch(() => {});
    if (!signal.aborted) underWay.push(begin(number, dueAt));
  }
  return underWay;
}
