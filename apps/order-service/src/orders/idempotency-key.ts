import { badRequest } from '@chaos-workshop/service-kit';

/** The same order asked for again, after an answer that got lost, carries the same key. */
export const idempotencyKeyHeader = 'workshop-idempotency-key';

export function checkedKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw badRequest(
    'invalid-idempotency-key',
    `${idempotencyKeyHeader} is "${key}": it must be 1 to 128 printable ASCII characters without spaces, such as a UUID.`,
  );
}
