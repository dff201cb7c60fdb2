import { type Call, type Route, type Target, keyOfTarget } from '../server/call.js';
import { StatusError } from '../status-error.js';
import { containerOf } from '../streams/container.js';
import type { LogOptions } from '../streams/pod-streams.js';
import type { Pod } from '../types.js';

/** `/…/pods/NAME/log`: the log of one container as plain text, followed while the client listens. */
export const podLogRoute: Route = {
  matches: ({ method, target }) => method === 'GET' && target?.subresource === 'log',
  handle: async (call) => {
    const target = call.target as Target;
    const { api, response, url } = call;
    const pod = api.store.get<Pod>(keyOfTarget(target));
    if (pod === undefined) throw StatusError.notFound(target.resource, target.name ?? '');
    if (api.streams === undefined)
      throw new StatusError(501, 'NotImplemented', 'nothing runs the pods of this API server');
    const options = logOptions(url.searchParams);
    const container = containerOf(pod, options.container);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await send(call, api.streams.logs(pod, { ...options, container }, gone.signal));
  },
};

/** Refusals come before the first chunk; so the headers wait for it, or for the end. */
async function send({ response }: Call, chunks: AsyncIterable<Buffer>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = iterator.next();
  // A followed log may be silent for long: the client wants its headers anyway.
  const headers = setTimeout(() => writeHeaders(response), 100);
  try {
    for (let next = await first; next.done !== true; next = await iterator.next()) {
      writeHeaders(response);
      if (!response.write(next.value)) await drained(response);
      if (response.destroyed) break;
    }
  } finally {
    clearTimeout(headers);
    await iterator.return?.();
  }
  writeHeaders(response);
  response.end();
}

function writeHeaders(response: Call['response']): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.flushHeaders();
}

function drained(response: Call['response']): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve).once('close', resolve);
  });
}

function logOptions(query: URLSearchParams): LogOptions {
  const container = query.get('container');
  const sinceTime = query.get('sinceTime');
  const tailLines = countOf(query, 'tailLines');
  const sinceSeconds = countOf(query, 'sinceSeconds');
  const limitBytes = countOf(query, 'limitBytes');
  return {
    follow: query.get('follow') === 'true',
    previous: query.get('previous') === 'true',
    timestamps: query.get('timestamps') === 'true',
    ...(container !== null && { container }),
    ...(sinceTime !== null && { sinceTime }),
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(limitBytes !== undefined && { limitBytes }),
  };
}

function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0) return count;
  throw StatusError.badRequest(`${name}: Invalid value: ${text}: must be greater than or equal to 0`);
}
