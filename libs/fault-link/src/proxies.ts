import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { FaultError } from './fault-error.js';
import { Proxy } from './proxy.js';
import type { ProxySettings } from './proxy.js';

/** All proxies, by name. */
export class Proxies {
  readonly #proxies = new Map<string, Proxy>();
  readonly #starting = new Set<string>();
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  list(): Proxy[] {
    return [...this.#proxies.values()];
  }

  find(name: string): Proxy | undefined {
    return this.#proxies.get(name);
  }

  /** Throws FaultError `not-found`. */
  get(name: string): Proxy {
    const proxy = this.#proxies.get(name);
    if (!proxy) throw new FaultError('not-found', 'proxy not found');
    return proxy;
  }

  /** Throws FaultError `exists`, or `listen`; the proxy does not exist then. */
  async create(name: string, settings: ProxySettings): Promise<Proxy> {
    if (this.#proxies.has(name) || this.#starting.has(name))
      throw new FaultError('exists', 'proxy already exists');
    this.#starting.add(name);
    try {
      const proxy = new Proxy(name, settings, this.#clock);
      await proxy.configure({ enabled: settings.enabled });
      this.#proxies.set(name, proxy);
      return proxy;
    } finally {
      this.#starting.delete(name);
    }
  }

  async remove(name: string): Promise<void> {
    const proxy = this.get(name);
    this.#proxies.delete(name);
    for (const rule of proxy.rules) rule.lift();
    await proxy.stop();
  }

  async removeAll(): Promise<void> {
    await Promise.all([...this.#proxies.keys()].map((name) => this.remove(name)));
  }
}
