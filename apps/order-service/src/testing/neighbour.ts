import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/**
 * What may go wrong with one request: before the neighbour has acted on it, or after, when only the answer is
 * lost. `unrouted`: a proxy on the way has nobody to send it to.
 */
export type Fault = (typeof faultKinds)[number] | 'hang' | 'unrouted';

export const faultKinds = [
  'abort-before',
  'fail-before',
  'abort-after',
  'fail-after',
  'cut-after',
  'garble-after',
] as const;

export interface Answer {
  status: number;
  body?: unknown;
}

/** A small real HTTP server that plays a service the order service calls, and misbehaves as told. */
export abstract class Neighbour implements AsyncDisposable {
  /** Asked for each request; by default all is well. */
  faultFor: (request: IncomingMessage) => Fault | undefined = () => undefined;
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));
  #port = 0;

  abstract answer(request: IncomingMessage, body: unknown): Answer;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The next request, of that method if one is given, meets this fault; the ones after it none. */
  failOnce(fault: Fault, method?: string): void {
    this.faultFor = (request) => {
      if (method && request.method !== method) return undefined;
      this.behave();
      return fault;
    };
  }

  behave(): void {
    this.faultFor = () => undefined;
  }

  /** Listens, on the port it had before if it had one. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Refuses connections, as a service that is down. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.faultFor(request);
    if (fault === 'hang') return;
    if (fault === 'abort-before') return void request.socket.destroy();
    if (fault === 'unrouted') return void response.writeHead(404).end('404 page not found\n');
    if (fault === 'fail-before') return void response.writeHead(503).end();
    const body = request.method === 'POST' ? await json(request) : undefined;
    const answer = this.answer(request, body);
    if (fault) return spoil(response, fault);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }
}

function spoil(response: ServerResponse, fault: Fault): void {
  const destroy = (): void => void response.socket?.destroy();
  if (fault === 'abort-after') destroy();
  if (fault === 'fail-after') response.writeHead(503).end();
  if (fault === 'cut-after') response.writeHead(200, { 'content-length': 100 }).write('{"price":', destroy);
  if (fault === 'garble-after') response.writeHead(200).end('{"pr0ce": tru');
}
