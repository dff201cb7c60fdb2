// Why an attempt failed, in the words of the table.
import type { Attempt } from '../http/retry.js';

const classes: Record<string, readonly string[]> = {
  refused: ['ECONNREFUSED'],
  reset: ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'],
  'time-out': [
    'no answer in time',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ],
};

/** "refused", "reset", "time-out", "5xx"; what is none of these is told as it is. Undefined: it did not fail. */
export function failureOf({ status, error }: Pick<Attempt, 'status' | 'error'>): string | undefined {
  if (error !== undefined)
    return Object.keys(classes).find((name) => classes[name]!.includes(error)) ?? error;
  if (status === undefined || status < 400) return undefined;
  return status >= 500 ? '5xx' : String(status);
}
