/** Someone we call did not answer, or answered that it cannot. Worth another try. */
export class UpstreamError extends Error {
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`${url} ${reason}`, options);
    this.name = 'UpstreamError';
  }
}

/** fetch, with one kind of error for all the ways in which an answer may fail to come. `also`: a status that is an answer. */
export async function ask(
  url: string,
  init: RequestInit & { signal: AbortSignal },
  also?: number,
): Promise<Response> {
  const response = await fetch(url, init).catch((error: Error) => {
    init.signal.throwIfAborted();
    throw new UpstreamError(url, 'did not answer', { cause: error.cause ?? error });
  });
  if (response.ok || response.status === also) return response;
  await response.body?.cancel();
  throw new UpstreamError(url, `answered ${response.status}`);
}
