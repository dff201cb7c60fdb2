import { untilAborted } from './abort.js';
import { TimedOutError } from './errors.js';
import { type Operation, type Policy, unlimited } from './policy.js';

/**
 * Gives an operation so many milliseconds: then its signal aborts and the call rejects with a TimedOutError.
 */
export function timeout(ms: number): Policy {
  return {
    async execute<T>(operation: Operation<T>, signal: AbortSignal = unlimited()): Promise<T> {
      const expiry = new AbortController();
      const timer = setTimeout(() => expiry.abort(new TimedOutError(ms)), ms);
      const limit = AbortSignal.any([signal, expiry.signal]);
      try {
        limit.throwIfAborted();
        return await untilAborted(operation(limit), limit);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
