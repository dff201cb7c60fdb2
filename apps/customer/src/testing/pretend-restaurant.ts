// A restaurant of one process for the tests of the customer: both services on one real HTTP server, without stores.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const prices: Record<string, number> = { burger: 1000, fries: 500, coke: 250 };

export interface PretendOrder {
  id: string;
  customerId: string;
  discountPercentage: string;
  amount: string;
}

/** What to do with an order besides, or instead of, placing it. Counted from 1. */
export type Mishap = 'none' | 'fail before' | 'fail after' | 'break off after' | 'refuse' | 'never answer';

export class PretendRestaurant implements AsyncDisposable {
  readonly orders: PretendOrder[] = [];
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers'] }[] = [];
  /** A repaired service places each idempotency key once. */
  idempotent = false;
  mishap: (post: number) => Mishap = () => 'none';
  #posts = 0;
  readonly #keys = new Map<string, string>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://pretend');
    this.requests.push({ method: request.method ?? '', path: url.pathname, headers: request.headers });
    if (url.pathname === '/assertions/reset-db') return this.#reset(response);
    if (request.method === 'POST') return this.#order(request, response);
    if (url.pathname === '/orders') return send(response, 200, this.#of(url.searchParams.get('customerId')));
    const customerId = url.pathname.split('/').at(-1) ?? '';
    return send(response, 200, { discountPercentage: this.#of(customerId).length / 100 });
  }

  async #order(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const mishap = this.mishap((this.#posts += 1));
    const key = String(request.headers['workshop-idempotency-key']);
    const body = JSON.parse(await text(request)) as {
      customerId: string;
      items: { id: string; quantity: number }[];
    };
    if (mishap === 'never answer') return;
    if (mishap === 'refuse') return send(response, 422, { detail: 'no such thing' });
    if (mishap === 'fail before') return send(response, 503, {});
    const known = this.idempotent ? this.#keys.get(key) : undefined;
    const orderId = known ?? this.#store(body.customerId, body.items);
    this.#keys.set(key, orderId);
    if (mishap === 'break off after') return void request.socket.destroy();
    send(response, mishap === 'fail after' ? 503 : 201, { orderId });
  }

  #store(customerId: string, items: { id: string; quantity: number }[]): string {
    const full = items.reduce((sum, item) => sum + (prices[item.id] ?? 0) * item.quantity, 0);
    const percent = this.#of(customerId).length;
    const id = `order-${this.orders.length + 1}`;
    const amount = ((full * (100 - percent)) / 10_000).toFixed(2);
    this.orders.unshift({ id, customerId, discountPercentage: (percent / 100).toFixed(2), amount });
    return id;
  }

  #of(customerId: string | null): PretendOrder[] {
    return this.orders.filter((order) => order.customerId === customerId);
  }

  #reset(response: ServerResponse): void {
    this.orders.length = 0;
    response.writeHead(204).end();
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
