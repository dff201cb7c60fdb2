import { FaultError } from './fault-error.js';
import type { FaultSpec, HttpEntry, ToxicEntry } from './fault-spec.js';
import { InstalledRule } from './http/installed-rule.js';
import { checkToxicSpec, InstalledToxic } from './installed-toxic.js';
import { isSameContent, match } from './placement.js';
import type { Placed } from './placement.js';
import { Pools } from './pools.js';
import type { Proxies } from './proxies.js';
import type { Proxy } from './proxy.js';
import { Random } from './random.js';
import { Tally } from './tally.js';
import type { Affected } from './tally.js';

export interface FaultState extends FaultSpec {
  readonly id: string;
  readonly seed: number;
  readonly affected: Affected;
}

type PlacedToxic = Placed<ToxicEntry, InstalledToxic>;
type PlacedRule = Placed<HttpEntry, InstalledRule>;

/** A fault in force: its entries, where they are installed, and what they have affected. */
export class Fault {
  readonly #id: string;
  readonly #proxies: Proxies;
  readonly #tally = new Tally();
  readonly #pools = new Pools();
  #random: Random;
  #spec: FaultSpec = { toxics: [], http: [] };
  #toxics: PlacedToxic[] = [];
  #rules: PlacedRule[] = [];
  #installed = 0;

  constructor(id: string, options: { random: Random; proxies: Proxies }) {
    this.#id = id;
    this.#random = options.random;
    this.#proxies = options.proxies;
  }

  state(): FaultState {
    return { id: this.#id, ...this.#spec, seed: this.#random.seed, affected: this.#tally.read() };
  }

  /**
   * Makes these its entries. Those that did not change keep their state, a toxic whose attributes changed goes on with
   * the same connections, another seed begins anew. Throws FaultError before anything is changed.
   */
  apply(spec: FaultSpec): void {
    for (const { proxy } of [...spec.toxics, ...spec.http]) this.#checkProxy(proxy);
    for (const entry of spec.toxics) checkToxicSpec(entry);
    for (const entry of spec.http) checkHttpEntry(entry, this.#proxies.get(entry.proxy));
    if (spec.seed !== undefined && spec.seed !== this.#random.seed) this.#beginAnew(spec.seed);
    this.#spec = spec;
    this.#place(spec);
  }

  lift(): void {
    this.#place({ toxics: [], http: [] });
  }

  #beginAnew(seed: number): void {
    this.lift();
    this.#random = new Random(seed);
    this.#installed = 0;
  }

  #place(spec: FaultSpec): void {
    const touched = new Set<Proxy>();
    this.#placeToxics(spec.toxics, touched);
    this.#placeRules(spec.http, touched);
    for (const proxy of touched) {
      // A toxic must not change places with one that may hold bytes, so those that stay keep their order.
      const toxics = inForceOn(proxy, this.#toxics);
      const kept = proxy.toxics.filter((toxic) => toxics.includes(toxic));
      const added = toxics.filter((toxic) => !kept.includes(toxic));
      proxy.setToxics(withOwn(proxy.toxics, this.#id, [...kept, ...added]));
      proxy.setRules(withOwn(proxy.rules, this.#id, inForceOn(proxy, this.#rules)));
    }
  }

  #placeToxics(entries: readonly ToxicEntry[], touched: Set<Proxy>): void {
    const old = this.#toxics.filter((placed) => this.#isInForce(placed));
    const { found, leftOver } = match(entries, old, ({ proxy, upstream, type, stream }) =>
      JSON.stringify([proxy, upstream, type, stream]),
    );
    for (const { proxy } of leftOver) touched.add(proxy);
    this.#toxics = entries.map((entry, index) => this.#placeToxic(entry, { found: found[index], touched }));
  }

  #placeToxic(
    entry: ToxicEntry,
    place: { found: PlacedToxic | undefined; touched: Set<Proxy> },
  ): PlacedToxic {
    const { found, touched } = place;
    if (found && isSameContent(found.entry, entry)) return found;
    const proxy = this.#proxies.get(entry.proxy);
    touched.add(proxy);
    if (!found) return { entry, proxy, installed: this.#installToxic(entry) };
    found.installed.replace(entry);
    return { ...found, entry };
  }

  #installToxic(entry: ToxicEntry): InstalledToxic {
    this.#installed += 1;
    const name = `${this.#id}#${this.#installed}`;
    const random = this.#random.fork(this.#installed);
    const shared = { tally: this.#tally, pools: this.#pools, owner: this.#id };
    return new InstalledToxic({ ...entry, name }, { random, ...shared });
  }

  #placeRules(entries: readonly HttpEntry[], touched: Set<Proxy>): void {
    const old = this.#rules.filter((placed) => this.#isInForce(placed));
    const { found, leftOver } = match(entries, old, () => undefined);
    this.#rules = entries.map((entry, index) => found[index] ?? this.#installRule(entry, touched));
    for (const { proxy, installed } of leftOver) {
      touched.add(proxy);
      installed.lift();
    }
  }

  #installRule(entry: HttpEntry, touched: Set<Proxy>): PlacedRule {
    const proxy = this.#proxies.get(entry.proxy);
    this.#installed += 1;
    touched.add(proxy);
    const random = this.#random.fork(this.#installed);
    return {
      entry,
      proxy,
      installed: new InstalledRule(entry, { random, tally: this.#tally, owner: this.#id }),
    };
  }

  #checkProxy(name: string): void {
    if (!this.#proxies.find(name)) throw new FaultError('not-found', `proxy not found: ${name}`);
  }

  /** A proxy that was removed took what was installed on it along. */
  #isInForce({ proxy }: { proxy: Proxy }): boolean {
    return this.#proxies.find(proxy.name) === proxy;
  }
}

function inForceOn<Installed>(proxy: Proxy, placed: readonly Placed<unknown, Installed>[]): Installed[] {
  return placed.filter((each) => each.proxy === proxy).map(({ installed }) => installed);
}

/** The list with the owner's part of it replaced, where it was. */
function withOwn<Item extends { owner: string | undefined }>(
  list: readonly Item[],
  owner: string,
  own: readonly Item[],
): Item[] {
  const at = list.findIndex((item) => item.owner === owner);
  const others = list.filter((item) => item.owner !== owner);
  return others.toSpliced(at < 0 ? others.length : at, 0, ...own);
}

function checkHttpEntry({ proxy: name }: HttpEntry, { settings }: Proxy): void {
  if (settings.protocol === 'http') return;
  throw new FaultError('invalid', `proxy ${name} is a tcp proxy: HTTP rules need protocol "http"`);
}
