import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { FaultError } from './fault-error.js';
import { Proxy } from './proxy.js';
import type { ProxySettings } from './proxy.js';

/** All proxies, by name. */
export class Proxies {
  readonly #proxies = new Map<string, Proxy>();
  readonly #starting = new Map<string, Promise<Proxy>>();
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
    const start = this.#start(name, settings).finally(() => this.#starting.delete(name));
    this.#starting.set(name, start);
    return await start;
  }

  /** Creates it, or changes what is given. Throws FaultError `listen`. */
  async put(name: string, change: Partial<ProxySettings>, defaults: ProxySettings): Promise<Proxy> {
    await this.#starting.get(name)?.catch(() => {});
    const existing = this.#proxies.get(name);
    if (!existing) return await this.create(name, { ...defaults, ...change });
    await existing.configure(change);
    return existing;
  }

  /** Another one in its place. Throws FaultError `listen`; the old one stays then, stopped. */
  async replace(name: string, settings: ProxySettings): Promise<Proxy> {
    const old = this.get(name);
    await old.stop();
    const proxy = await this.#start(name, settings);
    for (const rule of old.rules) rule.lift();
    return proxy;
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

  async #start(name: string, settings: ProxySettings): Promise<Proxy> {
    const proxy = new Proxy(name, settings, this.#clock);
    await proxy.configure({ enabled: settings.enabled });
    this.#proxies.set(name, proxy);
    return proxy;
  }
}
