import { type Sleep, sleep } from './abort.js';
import type { Backoff } from './backoff.js';
import { BulkheadFullError, CircuitOpenError } from './errors.js';
import { type Operation, type Policy, unlimited } from './policy.js';
import type { RetryBudget } from './retry-budget.js';

export interface RetryOptions {
  /** How often to try in all, the first time included. */
  attempts: number;
  backoff: Backoff;
  budget?: RetryBudget;
  /**
   * Whether another attempt may help; by default always. An open circuit or a full bulkhead is never asked
   * again.
   */
  retryable?: (error: unknown) => boolean;
  onRetry?: (retry: { attempt: number; delayMs: number; error: unknown }) => void;
}

/**
 * Tries again after a failure, as long as attempts, budget and the caller's signal allow; then the last
 * failure stands.
 */
export function retry(options: RetryOptions, pause: Sleep = sleep): Policy {
  const { attempts, backoff, budget, retryable = () => true, onRetry } = options;
  return {
    async execute<T>(operation: Operation<T>, signal: AbortSignal = unlimited()): Promise<T> {
      budget?.deposit();
      for (let attempt = 1; ; attempt++) {
        try {
          return await operation(signal);
        } catch (error) {
          signal.throwIfAborted();
          const isFinal = attempt >= attempts || isRefusal(error) || !retryable(error);
          if (isFinal || budget?.withdraw() === false) throw error;
          const delayMs = Math.round(backoff(attempt));
          onRetry?.({ attempt, delayMs, error });
          await pause(delayMs, signal);
        }
      }
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof CircuitOpenError || error instanceof BulkheadFullError;
}
