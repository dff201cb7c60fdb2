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

export interface Answer {
  status: number;
  /** Parsed JSON; undefined when there is none. */
  body: unknown;
}

/**
 * fetch, with a known error for each way in which an answer may fail to come. `read` makes something of the
 * answer, or throws if it makes no sense; `also` is a status that is an answer too.
 */
export async function ask<T>(
  url: string,
  init: RequestInit & { signal: AbortSignal },
  { read, also }: { read: (answer: Answer) => T; also?: number },
): Promise<T> {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    if (!response.ok && response.status !== also) throw failure(url, response.status);
    return read({ status: response.status, body: text === '' ? undefined : JSON.parse(text) });
  } catch (error) {
    init.signal.throwIfAborted();
    if (error instanceof UpstreamError || error instanceof RefusedError) throw error;
    throw new UpstreamError(url, 'gave no answer that makes sense', { cause: error });
  }
}

function failure(url: string, status: number): Error {
  const mayPass = status >= 500 || status === 408 || status === 429;
  return mayPass ? new UpstreamError(url, `answered ${status}`) : new RefusedError(url, status);
}
