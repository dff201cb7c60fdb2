import { FaultError, InstalledToxic, Random, systemClock, toxicTypes } from '@chaos-workshop/fault-link';
import type { Clock, Proxy, ProxySettings, Stream } from '@chaos-workshop/fault-link';
import { withNames } from './decode.js';
import type { ToxicBody, ToxicChangeBody } from './bodies.js';

/** The proxy that a toxic is for; it need not exist yet. */
interface Home {
  readonly name: string;
  readonly protocol: ProxySettings['protocol'];
}

/** What its client said of a toxic that the engine need not know. */
interface Told {
  /** As it was written, in whatever case. */
  readonly stream: string;
  readonly seed: number | undefined;
  ttl: number | undefined;
  endLease: () => void;
}

/** The toxics that clients added to proxies, one by one; those of faults are none of its business. */
export class OwnToxics {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #told = new WeakMap<InstalledToxic, Told>();

  constructor({ random, clock = systemClock }: { random: Random; clock?: Clock }) {
    this.#random = random;
    this.#clock = clock;
  }

  /** Upstream ones first, each stream in the order of creation. */
  of(proxy: Proxy): InstalledToxic[] {
    const own = proxy.toxics.filter(({ owner }) => owner === undefined);
    const ofStream = (wanted: Stream) => own.filter(({ stream }) => stream === wanted);
    return [...ofStream('upstream'), ...ofStream('downstream')];
  }

  /** Throws FaultError `not-found`. */
  get(proxy: Proxy, name: string): InstalledToxic {
    const toxic = this.of(proxy).find((candidate) => candidate.name === name);
    if (!toxic) throw new FaultError('not-found', 'toxic not found');
    return toxic;
  }

  /** Throws FaultError `invalid` or `exists`. */
  add(proxy: Proxy, body: ToxicBody): InstalledToxic {
    const taken = this.of(proxy).map(({ name }) => name);
    const toxic = this.#prepare(body, { name: proxy.name, protocol: proxy.settings.protocol }, taken);
    this.install(proxy, [toxic]);
    return toxic;
  }

  /** Toxics for a proxy that has none; they do not act before they are installed. Throws FaultError as `add` does. */
  prepare(bodies: readonly ToxicBody[], home: Home): InstalledToxic[] {
    const taken: string[] = [];
    return bodies.map((body) => {
      const toxic = this.#prepare(body, home, taken);
      taken.push(toxic.name);
      return toxic;
    });
  }

  install(proxy: Proxy, toxics: readonly InstalledToxic[]): void {
    proxy.setToxics([...proxy.toxics, ...toxics]);
    for (const toxic of toxics) this.#startLease(proxy, toxic);
  }

  /** Changes what is given; a ttl renews the lease. Throws FaultError `invalid` before anything is changed. */
  update(proxy: Proxy, toxic: InstalledToxic, { toxicity, attributes, ttl }: ToxicChangeBody): void {
    toxic.update({ toxicity, attributes: attributesFor(toxic.type, attributes) });
    proxy.refresh();
    const told = this.#told.get(toxic);
    if (!told || ttl === undefined) return;
    told.ttl = ttl;
    this.#startLease(proxy, toxic);
  }

  remove(proxy: Proxy, toxic: InstalledToxic): void {
    this.#told.get(toxic)?.endLease();
    proxy.setToxics(proxy.toxics.filter((other) => other !== toxic));
  }

  /** A toxic as Toxiproxy shows it, and what else it was given. */
  view(toxic: InstalledToxic) {
    const { shownAttributes: attributes, name, type, toxicity, first, scope } = toxic;
    const { stream = toxic.stream, seed, ttl } = this.#told.get(toxic) ?? {};
    return {
      attributes,
      name,
      type: type.name,
      stream,
      toxicity,
      ...(scope === 'request' && { scope }),
      first,
      seed,
      ttl,
    };
  }

  #prepare(body: ToxicBody, home: Home, taken: readonly string[]): InstalledToxic {
    const { type: typeName = '', stream: given = 'downstream', toxicity, scope, first, seed, ttl } = body;
    const stream = streamOf(given);
    const name = body.name || `${typeName}_${given}`;
    const type = toxicTypes.find((candidate) => candidate.name === typeName);
    if (!type) throw new FaultError('invalid', 'invalid toxic type');
    if (taken.includes(name)) throw new FaultError('exists', 'toxic already exists');
    if (scope === 'request' && home.protocol !== 'http') throw notHttp(home.name);
    const attributes = attributesFor(type, body.attributes);
    const random = seed === undefined ? this.#random.fork(home.name, name) : new Random(seed);
    const toxic = new InstalledToxic(
      { name, type: typeName, stream, toxicity, attributes, scope, first },
      { random },
    );
    this.#told.set(toxic, { stream: given, seed, ttl, endLease: () => {} });
    return toxic;
  }

  #startLease(proxy: Proxy, toxic: InstalledToxic): void {
    const told = this.#told.get(toxic);
    if (told?.ttl === undefined) return;
    told.endLease();
    told.endLease = this.#clock.after(told.ttl, () => this.remove(proxy, toxic));
  }
}

function streamOf(given: string): Stream {
  const stream = given.toLowerCase();
  if (stream === 'upstream' || stream === 'downstream') return stream;
  throw new FaultError('invalid', 'stream was invalid, can be either upstream or downstream');
}

/** Those that the type has; the rest may be anything, as in Toxiproxy. */
function attributesFor(
  type: InstalledToxic['type'],
  given: Readonly<Record<string, unknown>> = {},
): Record<string, number> {
  const attributes: Record<string, number> = {};
  const known = withNames(Object.keys(type.attributes), given) as Record<string, unknown>;
  for (const [key, value] of Object.entries(known)) {
    if (value === null) continue;
    const kind = type.attributes[key]?.fraction ? 'a number' : 'an integer';
    const isOfKind = kind === 'a number' ? typeof value === 'number' : Number.isInteger(value);
    if (typeof value !== 'number' || !isOfKind) {
      const shown = JSON.stringify(value);
      throw new FaultError('invalid', `bad request body: attributes.${key}: ${shown} is not ${kind}`);
    }
    attributes[key] = value;
  }
  return attributes;
}

function notHttp(proxy: string): FaultError {
  return new FaultError(
    'invalid',
    `proxy ${proxy} is a tcp proxy: a toxic of scope request needs protocol "http"`,
  );
}
