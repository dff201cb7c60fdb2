import { compose, fullJitter, type Policy, retry } from '@chaos-workshop/resilience';
import { DatabaseUnavailableError, isDuplicate } from '@chaos-workshop/service-kit';
import type { OrderConfig } from '../config.js';

/**
 * Tries again until the request's deadline: a database that restarts is back within seconds. Only for work
 * that may be repeated after a commit of which nobody knows. A duplicate is worth a second look: someone else
 * got there first.
 */
export function databasePolicy({ backoffBaseMs, backoffMaxMs }: OrderConfig): Policy {
  return compose(
    retry({
      attempts: Infinity,
      backoff: fullJitter({ baseMs: backoffBaseMs, maxMs: backoffMaxMs }),
      retryable: (error) => error instanceof DatabaseUnavailableError || isDuplicate(error),
    }),
  );
}
