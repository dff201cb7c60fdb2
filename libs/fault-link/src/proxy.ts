import type { Socket } from 'node:net';
import { isSamePlace } from './address.js';
import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { Connection } from './connection.js';
import type { ConnectionState, Upstream } from './connection.js';
import type { InstalledRule } from './http/installed-rule.js';
import { speakHttp } from './http/session.js';
import type { InstalledToxic } from './installed-toxic.js';
import { Listener } from './listener.js';

export interface ProxySettings {
  /** host:port; port 0 and an empty text let the system choose. */
  readonly listen: string;
  readonly protocol: 'tcp' | 'http';
  /** Each new connection goes to the next of them; to none: it is reset. */
  readonly upstreams: readonly Upstream[];
  readonly enabled: boolean;
  /** What a client gets when its upstream cannot be reached. */
  readonly whenUnreachable: 'close' | 'reset';
  /** HTTP requests of one client connection each get a connection of their own to the upstream. */
  readonly isFreshForEach?: boolean;
}

export interface ProxyTraffic {
  fromClient: number;
  toUpstream: number;
  fromUpstream: number;
  toClient: number;
}

/** A listener whose connections lead to upstreams, through the toxics and HTTP rules in force. */
export class Proxy {
  readonly name: string;
  readonly #clock: Clock;
  readonly #connections = new Set<Connection>();
  readonly #finished: ProxyTraffic = { fromClient: 0, toUpstream: 0, fromUpstream: 0, toClient: 0 };
  #settings: ProxySettings;
  #listener: Listener | undefined;
  #toxics: readonly InstalledToxic[] = [];
  #rules: readonly InstalledRule[] = [];
  #turn = 0;
  /** `127.0.0.1:0` is where it listens when that is what it was asked for. */
  #askedFor: string;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(name: string, settings: ProxySettings, clock: Clock = systemClock) {
    this.name = name;
    this.#clock = clock;
    this.#settings = { ...settings, enabled: false };
    this.#askedFor = settings.listen;
  }

  /** As asked for, with the real listen address once it listened. */
  get settings(): ProxySettings {
    return this.#settings;
  }

  /** In the order in which they act. */
  get toxics(): readonly InstalledToxic[] {
    return this.#toxics;
  }

  get rules(): readonly InstalledRule[] {
    return this.#rules;
  }

  /** Bytes so far, of finished and living connections. */
  get traffic(): ProxyTraffic {
    const sum = { ...this.#finished };
    for (const connection of this.#connections) addTraffic(sum, connection.bytes);
    return sum;
  }

  /** Those that are open, oldest first. */
  get connections(): ConnectionState[] {
    return [...this.#connections].map(({ state }) => state);
  }

  /**
   * Changes what is given. Another listen address restarts the listener and closes all connections; other
   * upstreams only concern new connections. Changes wait for each other.
   */
  configure(change: Partial<ProxySettings>): Promise<void> {
    const result = this.#lastChange.then(() => this.#configure(change));
    this.#lastChange = result.catch(() => {});
    return result;
  }

  /** Closes the listener and all connections; the toxics stay. */
  stop(): Promise<void> {
    return this.configure({ enabled: false });
  }

  /** Replaces all toxics; connections follow at once. */
  setToxics(toxics: readonly InstalledToxic[]): void {
    this.#toxics = toxics;
    this.refresh();
  }

  /** Tells the connections that toxics changed. */
  refresh(): void {
    for (const connection of this.#connections) connection.sync(this.#toxics);
  }

  /** Replaces all HTTP rules; requests on open connections follow at once. */
  setRules(rules: readonly InstalledRule[]): void {
    this.#rules = rules;
  }

  /** Whether this address is where it listens, or would listen if it were enabled. */
  async isAt(address: string): Promise<boolean> {
    if (address === this.#askedFor || address === this.#settings.listen) return true;
    return await isSamePlace(address, this.#settings.listen);
  }

  async #configure(change: Partial<ProxySettings>): Promise<void> {
    const old = this.#settings;
    const wanted = { ...old, ...change };
    const staysPut = wanted.protocol === old.protocol && (await this.isAt(wanted.listen));
    this.#settings = { ...wanted, listen: staysPut ? old.listen : wanted.listen, enabled: old.enabled };
    if (!staysPut) this.#askedFor = wanted.listen;
    if (!wanted.enabled || !staysPut) this.#shutDown();
    if (wanted.enabled && !this.#listener) await this.#listen(this.#settings.listen);
  }

  async #listen(address: string): Promise<void> {
    this.#listener = await Listener.open(address || ':0', (client) => this.#accept(client));
    this.#settings = { ...this.#settings, listen: this.#listener.address, enabled: true };
  }

  #shutDown(): void {
    this.#listener?.close();
    this.#listener = undefined;
    this.#settings = { ...this.#settings, enabled: false };
    for (const connection of this.#connections) connection.destroy();
  }

  #accept(client: Socket): void {
    const { upstreams, protocol, whenUnreachable, isFreshForEach = false } = this.#settings;
    const upstream = upstreams[this.#turn % upstreams.length];
    this.#turn += 1;
    if (!upstream) return refuse(client);
    const connection = new Connection({
      client,
      upstream,
      clock: this.#clock,
      whenUnreachable,
      speak:
        protocol === 'http'
          ? (sides) => speakHttp(sides, { rules: () => this.#rules, clock: this.#clock, isFreshForEach })
          : undefined,
      onGone: () => {
        if (this.#connections.delete(connection)) addTraffic(this.#finished, connection.bytes);
      },
    });
    this.#connections.add(connection);
    connection.open(this.#toxics);
  }
}

function refuse(client: Socket): void {
  client.on('error', () => {});
  client.resetAndDestroy();
}

function addTraffic(sum: ProxyTraffic, more: ProxyTraffic): void {
  sum.fromClient += more.fromClient;
  sum.toUpstream += more.toUpstream;
  sum.fromUpstream += more.fromUpstream;
  sum.toClient += more.toClient;
}
