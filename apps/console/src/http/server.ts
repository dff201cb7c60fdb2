import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Answer, json, Refusal, send } from './answer.js';
import { refuseForeigners } from './guard.js';

export type Handler = (request: IncomingMessage, url: URL) => Answer | Promise<Answer>;

/** The one place that turns what a handler throws into an answer. */
export function serve(handle: Handler): Server {
  return createServer((request, response) => {
    void answer(request, handle).then((given) => {
      if (!request.complete) response.shouldKeepAlive = false; // the rest of a refused body is not worth reading
      send(response, given);
    });
  });
}

/** Throws with the address and what to do about it when it cannot be listened on. */
export async function listen(server: Server, { host, port, variable }: Address): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise.catch((error: NodeJS.ErrnoException) => {
    throw new Error(explain(error, { host, port, variable }), { cause: error });
  });
  server.off('error', reject);
  return (server.address() as AddressInfo).port;
}

export interface Address {
  host: string;
  port: number;
  /** The environment variable that sets the port, for the message. */
  variable: string;
}

async function answer(request: IncomingMessage, handle: Handler): Promise<Answer> {
  try {
    refuseForeigners(request);
    return await handle(request, urlOf(request));
  } catch (error) {
    if (error instanceof Refusal) return json(error.status, { message: error.message });
    process.stderr.write(`[console] ${request.method} ${request.url}: ${(error as Error).stack}\n`);
    return json(500, { message: 'the console failed; its output says how' });
  }
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  const parsed = URL.parse(url, 'http://console');
  if (!parsed) throw new Refusal(400, `${url}: not a path`);
  return parsed;
}

function explain(error: NodeJS.ErrnoException, { host, port, variable }: Address): string {
  if (error.code === 'EADDRINUSE')
    return `port ${port} on ${host} is taken: set ${variable} to another one, or end the process that holds it`;
  return `cannot listen on ${host}:${port} (${variable}): ${error.message}`;
}
