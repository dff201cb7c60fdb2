import type { Clock } from './clock.js';
import type { Flow, Outflow, Signal } from './flow.js';
import { spared } from './installed-toxic.js';
import type { Chance, InstalledToxic } from './installed-toxic.js';
import { Stage } from './stage.js';

const defaultBufferBytes = 64 * 1024;

export interface ChainOptions {
  readonly clock: Clock;
  /** Where bytes come out … */
  readonly sink: Outflow;
  /** … and signals, each after all that was written before it. */
  readonly onSignal: (signal: Signal) => void;
  /** The connection, for counting what is affected. */
  readonly connection: object;
  readonly onBreakOff: (how: 'close' | 'reset') => void;
}

/** What an installed toxic is to this chain; its chance decides whether it may act here. */
interface Link {
  readonly toxic: InstalledToxic;
  /** For good, or for the request at hand. */
  chance: Chance;
  version: number;
  stage: Stage | undefined;
}

/**
 * One direction of a connection: the toxics in force, in order. Without any, bytes go straight to the sink.
 *
 *     write ──▶ [stage latency] ──▶ [stage bandwidth] ──▶ sink
 *                 │ holds, in order    │ holds, in order
 *                 └── full: write says false ── empty again: onDrain
 */
export class Chain implements Outflow {
  onDrain: (() => void) | undefined;
  readonly #options: ChainOptions;
  readonly #end: Flow;
  #links: Link[] = [];
  #first: Flow | undefined;
  #isSinkFull = false;
  #isWriterWaiting = false;
  #isDestroyed = false;

  constructor(options: ChainOptions) {
    this.#options = options;
    const { sink, onSignal } = options;
    this.#end = {
      data: (data) => {
        if (!sink.write(data)) this.#isSinkFull = true;
      },
      signal: (signal) => onSignal(signal),
    };
    sink.onDrain = () => {
      this.#isSinkFull = false;
      this.#drained();
    };
  }

  write(data: Buffer): boolean {
    if (this.#first === undefined) {
      if (this.#options.sink.write(data)) return true;
      this.#isSinkFull = true;
    } else {
      this.#first.data(data, this.#options.clock.now());
    }
    this.#isWriterWaiting = this.#isFull();
    return !this.#isWriterWaiting;
  }

  signal(signal: Signal): void {
    if (this.#first === undefined) this.#options.onSignal(signal);
    else this.#first.signal(signal, this.#options.clock.now());
  }

  /**
   * Makes these the toxics in force. What a toxic that goes was holding moves on at once, ahead of all that follows.
   */
  sync(toxics: readonly InstalledToxic[]): void {
    if (this.#isDestroyed) return;
    const links = toxics.map((toxic) => this.#links.find((link) => link.toxic === toxic) ?? link(toxic));
    const leaving = this.#links.filter((old) => old.stage && !(links.includes(old) && isActive(old)));
    this.#leave(leaving);
    if (this.#isDestroyed) return;
    this.#links = links;
    for (const newcomer of links.filter((each) => !each.stage && isActive(each))) {
      newcomer.stage = this.#createStage(newcomer.toxic);
      this.#connectStages();
      this.#start(newcomer);
    }
    for (const changed of links.filter((each) => each.stage && each.version !== each.toxic.version)) {
      this.#start(changed);
    }
    this.#drained();
    if (leaving.some(({ toxic }) => toxic.type.closesOnRemoval)) this.#options.onBreakOff('close');
  }

  /** A request begins: toxics of that scope start anew with it, or spare it. */
  beginRequest(): void {
    const scoped = this.#links.filter(({ toxic }) => toxic.scope === 'request');
    if (scoped.length === 0) return;
    this.#leave(scoped);
    for (const each of scoped) each.chance = each.toxic.nextChance();
    this.sync(this.#links.map(({ toxic }) => toxic));
  }

  /** The connection is gone: forgets everything that is held. */
  destroy(): void {
    this.#isDestroyed = true;
    for (const { stage } of this.#links) stage?.discard();
    this.#links = [];
    this.#first = undefined;
    this.onDrain?.();
  }

  /** From the sink backwards, so that what was ahead stays ahead. */
  #leave(leaving: readonly Link[]): void {
    for (const old of leaving.toReversed()) {
      old.stage?.flush();
      old.stage = undefined;
      this.#connectStages();
    }
  }

  #connectStages(): void {
    let next = this.#end;
    for (const { stage } of this.#links.toReversed()) {
      if (!stage) continue;
      stage.next = next;
      next = stage;
    }
    this.#first = next === this.#end ? undefined : next;
  }

  #createStage({ type, tally }: InstalledToxic): Stage {
    const { clock, connection, onBreakOff } = this.#options;
    return new Stage(this.#end, {
      clock,
      bufferBytes: type.bufferBytes ?? defaultBufferBytes,
      onTouched: (bytes) => tally.connection(connection, bytes),
      onReleased: () => this.#drained(),
      onBreakOff: (how) => {
        tally.connection(connection, 0);
        onBreakOff(how);
      },
    });
  }

  #start(link: Link): void {
    const { toxic, stage } = link;
    const { attributes, pools } = toxic;
    const { random } = link.chance;
    link.version = toxic.version;
    stage?.start(toxic.type.start({ attributes, random, pools, previous: stage.toxic }));
  }

  #drained(): void {
    if (!this.#isWriterWaiting || this.#isFull()) return;
    this.#isWriterWaiting = false;
    this.onDrain?.();
  }

  #isFull(): boolean {
    return this.#isSinkFull || this.#links.some(({ stage }) => stage?.isFull === true);
  }
}

function link(toxic: InstalledToxic): Link {
  const chance = toxic.scope === 'request' ? spared : toxic.nextChance();
  return { toxic, chance, version: 0, stage: undefined };
}

function isActive({ toxic, chance }: Link): boolean {
  return chance.draw < toxic.toxicity;
}
