import { FaultError } from './fault-error.js';
import { Pools } from './pools.js';
import { Random } from './random.js';
import { Tally } from './tally.js';
import type { Attribute, ToxicType } from './toxic.js';
import { toxicTypes } from './toxics/index.js';

/** `upstream`: bytes from client to server; `downstream`: from server to client. */
export type Stream = 'upstream' | 'downstream';

export type Attributes = Readonly<Record<string, number>>;

export interface ToxicSpec {
  /** One of `toxicTypes`. */
  readonly type: string;
  readonly stream: Stream;
  /** Only connections to the upstream of this name. */
  readonly upstream?: string | undefined;
  /** The share of connections it acts on: 1 and more all, 0 and less none (default 1). */
  readonly toxicity?: number | undefined;
  readonly attributes?: Attributes | undefined;
  /** `request`: on an `http` proxy, whether it acts is drawn for each request (default `connection`). */
  readonly scope?: Scope | undefined;
  /** Acts only on the first so many connections, or requests, that meet it. */
  readonly first?: number | undefined;
}

export type Scope = 'connection' | 'request';

/** What chance has in store for a connection or request; the toxic acts where the draw is below its toxicity. */
export interface Chance {
  readonly draw: number;
  readonly random: Random;
}

/** The toxic does not act, whatever its toxicity. */
export const spared: Chance = { draw: Infinity, random: new Random(0) };

/** A toxic in force on a proxy: what connections look at to know what acts on them. */
export class InstalledToxic {
  readonly name: string;
  readonly type: ToxicType;
  readonly stream: Stream;
  readonly upstream: string | undefined;
  readonly scope: Scope;
  readonly first: number | undefined;
  readonly tally: Tally;
  readonly pools: Pools;
  /** The fault that it belongs to; none: it was added to its proxy by itself. */
  readonly owner: string | undefined;
  /** Goes up with each change, so that connections notice. */
  version = 1;
  #toxicity: number;
  #attributes: Attributes;
  readonly #random: Random;
  #met = 0;

  constructor(
    spec: ToxicSpec & { name: string },
    options: { random: Random; tally?: Tally; pools?: Pools; owner?: string },
  ) {
    this.name = spec.name;
    this.type = findToxicType(spec.type);
    this.stream = spec.stream;
    this.upstream = spec.upstream;
    this.scope = spec.scope ?? 'connection';
    this.first = spec.first;
    this.#toxicity = spec.toxicity ?? 1;
    this.#attributes = checkAttributes(this.type, spec.attributes ?? {});
    this.#random = options.random;
    this.tally = options.tally ?? new Tally();
    this.pools = options.pools ?? new Pools();
    this.owner = options.owner;
  }

  get toxicity(): number {
    return this.#toxicity;
  }

  get attributes(): Attributes {
    return this.#attributes;
  }

  /** Without those that Toxiproxy does not know and nobody set. */
  get shownAttributes(): Attributes {
    const isShown = (key: string, value: number) => value !== 0 || this.type.attributes[key]?.isOurs !== true;
    return Object.fromEntries(Object.entries(this.#attributes).filter(([key, value]) => isShown(key, value)));
  }

  /** Changes what is given and keeps the rest; all or nothing. */
  update(change: { toxicity?: number | undefined; attributes?: Attributes | undefined }): void {
    this.#attributes = checkAttributes(this.type, { ...this.#attributes, ...change.attributes });
    this.#toxicity = change.toxicity ?? this.#toxicity;
    this.version += 1;
  }

  /** Makes toxicity and attributes those of another spec of the same type and stream. */
  replace(spec: ToxicSpec): void {
    this.#attributes = checkAttributes(this.type, spec.attributes ?? {});
    this.#toxicity = spec.toxicity ?? 1;
    this.version += 1;
  }

  /** The chance of the next connection or request: the n-th to meet this toxic draws the same with the same seed. */
  nextChance(): Chance {
    this.#met += 1;
    if (this.#met > (this.first ?? Infinity)) return spared;
    const random = this.#random.fork(this.#met);
    return { draw: random.next(), random };
  }
}

/** Throws FaultError `invalid` when the toxic could not be installed. */
export function checkToxicSpec(spec: ToxicSpec): void {
  checkAttributes(findToxicType(spec.type), spec.attributes ?? {});
}

function findToxicType(name: string): ToxicType {
  const type = toxicTypes.find((candidate) => candidate.name === name);
  if (!type) throw new FaultError('invalid', 'invalid toxic type');
  return type;
}

/** Attributes that a type does not have are ignored, those not given are 0. */
function checkAttributes(type: ToxicType, given: Attributes): Attributes {
  const checked: Record<string, number> = {};
  for (const [key, attribute] of Object.entries(type.attributes)) {
    const value = given[key] ?? 0;
    const problem = problemOf(attribute, value);
    if (problem)
      throw new FaultError('invalid', `bad attribute ${key} of toxic ${type.name}: ${value} ${problem}`);
    checked[key] = value;
  }
  const problem = type.check?.(checked);
  if (problem) throw new FaultError('invalid', `bad attributes of toxic ${type.name}: ${problem}`);
  return checked;
}

function problemOf({ min, max, fraction }: Attribute, value: number): string | undefined {
  if (!fraction && !Number.isInteger(value)) return 'is not an integer';
  if (value < min) return `is less than ${min}`;
  if (value > max) return `is more than ${max}`;
  return undefined;
}
