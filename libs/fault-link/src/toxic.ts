import type { Signal } from './flow.js';
import type { Pools } from './pools.js';
import type { Random } from './random.js';

/**
 * One fault at work on one direction of one connection. It decides, the stage that holds it waits:
 * every chunk is passed on (`out.pass`, whole or in pieces, now or later), or it is lost.
 * Times are Clock.now milliseconds; `Infinity` holds until the toxic is changed or removed.
 */
export interface Toxic {
  /** The toxic starts to act on this connection. */
  begin?(out: Outlet): void;
  data(data: Buffer, out: Outlet): void;
  /** Without it signals pass at once, behind what is held. */
  signal?(signal: Signal, out: Outlet): void;
}

export interface Outlet {
  readonly now: number;
  /** When the chunk at hand arrived: `now`, or earlier when it has been held under older attributes. */
  readonly arrivedAt: number;
  /** Order is kept: nothing overtakes what was passed before. The next piece follows at least `gapMs` later. */
  pass(data: Buffer, dueAt: number, gapMs?: number): void;
  passSignal(signal: Signal, dueAt: number): void;
  /** Ends the whole connection at that time, with FIN or RST; the latest call counts. */
  breakOff(how: 'close' | 'reset', dueAt: number): void;
}

/** A kind of toxic: its name and attributes are what users type. */
export interface ToxicType<Key extends string = string> {
  readonly name: string;
  readonly attributes: Readonly<Record<Key, Attribute>>;
  /** How much may wait in it on one connection before the sender is made to wait (default 64 KiB). */
  readonly bufferBytes?: number;
  /** Connections it has acted on cannot go on without it: their bytes are lost. */
  readonly closesOnRemoval?: boolean;
  /** What is wrong with these attributes together, if anything. */
  check?(attributes: Readonly<Record<Key, number>>): string | undefined;
  start(context: ToxicContext<Key>): Toxic;
}

export interface ToxicContext<Key extends string = string> {
  readonly attributes: Readonly<Record<Key, number>>;
  readonly random: Random;
  /** What it shares with the other toxics of its fault. */
  readonly pools: Pools;
  /** The toxic that acted on this connection until its attributes changed. */
  readonly previous: Toxic | undefined;
}

/** A number that users may set; 0 when they don't. */
export interface Attribute {
  readonly min: number;
  readonly max: number;
  readonly fraction: boolean;
  /** Toxiproxy does not have it, so its clients only see it when it is set. */
  readonly isOurs: boolean;
}

/** Lets the attribute names of a toxic be inferred from their list. */
export function toxicType<Key extends string>(type: ToxicType<Key>): ToxicType<Key> {
  return type;
}

export function integer(range: { min?: number; max?: number } = {}): Attribute {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = range;
  return { min, max, fraction: false, isOurs: false };
}

export const ourPercent: Attribute = { min: 0, max: 100, fraction: true, isOurs: true };

export const ourFlag: Attribute = { min: 0, max: 1, fraction: false, isOurs: true };

export const ourBytes: Attribute = { min: 0, max: Number.MAX_SAFE_INTEGER, fraction: false, isOurs: true };
