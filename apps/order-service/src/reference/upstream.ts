/** Someone we call did not answer, or answered that it cannot. Worth another try. */
export class UpstreamError extends Error {
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`${url} ${reason}`, options);
    this.name = 'UpstreamError';
  }
}

/**
 * Someone we call refuses what we ask. It is well, and the same again will be refused again: a mistake of
 * ours.
 */
export class RefusedError extends Error {
  constructor(url: string, status: number) {
    super(`${url} refused with ${status}`);
    this.name = 'RefusedError';
  }
}

/** What retries and circuit breakers are about: everything but a refusal. */
export function isFailure(error: unknown): boolean {
  return !(error instanceof RefusedError);
}

/**
 * fetch, with a known error for each way in which an answer may fail to come. `also`: a status that is an
 * answer.
 */
export async function ask(
  url: string,
  init: RequestInit & { signal: AbortSignal },
  also?: number,
): Promise<Response> {
  const response = await fetch(url, init).catch((error: Error) => {
    init.signal.throwIfAborted();
    throw new UpstreamError(url, 'did not answer', { cause: error.cause ?? error });
  });
  const { ok, status } = response;
  if (ok || status === also) return response;
  await response.body?.cancel();
  const mayPass = status >= 500 || status === 408 || status === 429;
  throw mayPass ? new UpstreamError(url, `answered ${status}`) : new RefusedError(url, status);
}
