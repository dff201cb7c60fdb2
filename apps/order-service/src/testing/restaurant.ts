import { once } from 'node:events';
import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createService, loadConfig } from '@chaos-workshop/service-kit';
import { eventually, freePort, MysqlServer, RedisServer } from '@chaos-workshop/service-kit/testing';
import { AppModule } from '../app.module.js';
import { variables } from '../config.js';
import type { Order } from '../orders/order.js';
import { type Answer, Neighbour } from './neighbour.js';

export class Menu extends Neighbour {
  readonly prices: Record<string, number> = { burger: 10, fries: 5, coke: 2.5 };

  answer({ url = '' }: IncomingMessage): Answer {
    const id = url.split('/').at(-1) ?? '';
    const price = this.prices[id];
    return price === undefined
      ? { status: 404, body: { status: 404 } }
      : { status: 200, body: { id, price } };
  }
}

export class Loyalty extends Neighbour {
  readonly orders = new Map<string, string>();

  answer({ method, url = '' }: IncomingMessage, body: unknown): Answer {
    if (method === 'GET')
      return { status: 200, body: { discountPercentage: this.count(url.split('/').at(-1)!) / 100 } };
    const { orderId, customerId } = body as { orderId: string; customerId: string };
    this.orders.set(orderId, customerId);
    return { status: 204 };
  }

  count(customerId: string): number {
    return [...this.orders.values()].filter((customer) => customer === customerId).length;
  }
}

export interface Reply {
  status: number;
  headers: Headers;
  orderId: string;
  detail: string;
}

/** Speaks to one running order service, as a customer. */
export class Customer {
  constructor(private readonly url: string) {}

  async place(order: object, key?: string): Promise<Reply> {
    const response = await fetch(`${this.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { 'workshop-idempotency-key': key }) },
      body: JSON.stringify(order),
    });
    const body = (await response.json()) as { orderId: string; detail: string };
    return { status: response.status, headers: response.headers, ...body };
  }

  /** As the workshop's customers do: again with the same key until there is an order. */
  placeUntilPlaced(order: object, key: string = crypto.randomUUID()): Promise<Reply> {
    return eventually(async () => {
      const reply = await this.place(order, key);
      if (reply.status !== 201) throw new Error(`${reply.status}: ${reply.detail}`);
      return reply;
    }, 30_000);
  }

  async ordersOf(customerId: string): Promise<Order[]> {
    const response = await fetch(`${this.url}/orders?customerId=${customerId}`);
    return (await response.json()) as Order[];
  }

  async health(check: string): Promise<{ status?: string }> {
    const response = await fetch(`${this.url}/health/`);
    const { checks } = (await response.json()) as { checks: { name: string; status: string }[] };
    return checks.find(({ name }) => name === check) ?? {};
  }

  async reset(): Promise<number> {
    return (await fetch(`${this.url}/assertions/reset-db`, { method: 'POST' })).status;
  }
}

/** Real databases, neighbours that can misbehave, and order services on top of them. */
export class Restaurant implements AsyncDisposable {
  readonly menu = new Menu();
  readonly loyalty = new Loyalty();
  readonly #stack = new AsyncDisposableStack();

  private constructor(
    readonly mysql: MysqlServer,
    readonly redis: RedisServer,
  ) {
    for (const part of [mysql, redis, this.menu, this.loyalty]) this.#stack.use(part);
  }

  static async open(): Promise<Restaurant> {
    const [mysql, redis] = await Promise.all([MysqlServer.start('orders'), RedisServer.start()]);
    const restaurant = new Restaurant(mysql, redis);
    await Promise.all([restaurant.menu.open(), restaurant.loyalty.open()]);
    return restaurant;
  }

  /** An order service in this process. */
  async serve(settings: Record<string, string>): Promise<Customer> {
    const config = loadConfig(variables, { PORT: '0', ...this.#environment(settings) });
    const app = await createService(AppModule.with(config), config);
    this.#stack.defer(() => app.close());
    const url = await app.getUrl();
    await isReady(url);
    return new Customer(url);
  }

  /** An order service as a process of its own, that may be killed. */
  async spawn(settings: Record<string, string>): Promise<{ customer: Customer; process: ChildProcess }> {
    const port = await freePort();
    const main = fileURLToPath(new URL('../main.js', import.meta.url));
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: String(port), ...this.#environment(settings) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#stack.defer(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    });
    await isReady(`http://127.0.0.1:${port}`);
    return { customer: new Customer(`http://127.0.0.1:${port}`), process: child };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  #environment(settings: Record<string, string>): Record<string, string> {
    return {
      LOG_LEVEL: 'error',
      DRAIN: '0ms',
      MYSQL_URL: this.mysql.url('orders'),
      REDIS_URL: this.redis.url,
      MENU_URL: this.menu.url,
      LOYALTY_URL: this.loyalty.url,
      ...settings,
    };
  }
}

async function isReady(url: string): Promise<void> {
  await eventually(async () => {
    const { status } = await fetch(`${url}/health/ready`);
    if (status !== 200) throw new Error(`not ready: ${status}`);
  });
}
