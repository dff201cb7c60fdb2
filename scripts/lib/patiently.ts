// A cluster under load sometimes does not answer, or answers that it cannot just now: asked again, it does.
import { setTimeout as sleep } from 'node:timers/promises';

const tries = 5;

/** For requests that may be made twice. @throws the complaint of the last try, or at once one that no other try would change. */
export async function patiently<T>(request: () => Promise<T>, pauseMs = 1_000): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await request();
    } catch (error) {
      if (left === 0 || !isPassing(error)) throw error;
      await sleep(pauseMs);
    }
  }
}

/** `fetch failed` says nothing; what failed is its cause. */
export function reasonOf(error: Error): string {
  return error.message === 'fetch failed' && error.cause instanceof Error
    ? error.cause.message
    : error.message;
}

/** No answer at all is a TypeError of `fetch`; an answer has its status as `code`. */
function isPassing(error: unknown): boolean {
  if (error instanceof TypeError) return error.message === 'fetch failed';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 429 || (typeof code === 'number' && code >= 500);
}
