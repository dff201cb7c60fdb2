import { type Operation, type Policy, unlimited } from './policy.js';

/**
 * Answers with something else when the operation fails; `alternative` may rethrow when there is nothing else.
 */
export function fallback<Alternative>(
  alternative: (error: unknown, signal: AbortSignal) => Alternative | Promise<Alternative>,
): Policy<Alternative> {
  return {
    async execute<T>(operation: Operation<T>, signal: AbortSignal = unlimited()): Promise<T | Alternative> {
      try {
        return await operation(signal);
      } catch (error) {
        return await alternative(error, signal);
      }
    },
  };
}
