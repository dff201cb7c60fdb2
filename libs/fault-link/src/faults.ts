import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { Fault } from './fault.js';
import type { FaultState } from './fault.js';
import type { Proxies } from './proxies.js';
import type { FaultSpec } from './fault-spec.js';
import { FaultError } from './fault-error.js';
import type { Random } from './random.js';

/** The named faults in force. Each has an owner who keeps its lease: without one it lifts by itself. */
export class Faults {
  readonly #faults = new Map<string, { fault: Fault; cancelLease: () => void }>();
  readonly #proxies: Proxies;
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(proxies: Proxies, options: { random: Random; clock?: Clock }) {
    this.#proxies = proxies;
    this.#random = options.random;
    this.#clock = options.clock ?? systemClock;
  }

  list(): FaultState[] {
    return [...this.#faults.values()].map(({ fault }) => fault.state());
  }

  /** Throws FaultError `not-found`. */
  get(id: string): FaultState {
    return this.#find(id).fault.state();
  }

  /**
   * Puts a fault in force, changes it, or renews its lease. All of it or, when anything is wrong with it, nothing:
   * FaultError `not-found` for an unknown proxy, `invalid` for the rest.
   */
  put(id: string, spec: FaultSpec): FaultState {
    const existing = this.#faults.get(id);
    const fault =
      existing?.fault ?? new Fault(id, { random: this.#random.fork('fault', id), proxies: this.#proxies });
    fault.apply(spec);
    existing?.cancelLease();
    this.#faults.set(id, { fault, cancelLease: this.#startLease(id, spec.ttlMs) });
    return fault.state();
  }

  /** Lifts it and returns its last state. Throws FaultError `not-found`. */
  delete(id: string): FaultState {
    const { fault, cancelLease } = this.#find(id);
    cancelLease();
    this.#faults.delete(id);
    fault.lift();
    return fault.state();
  }

  liftAll(): void {
    for (const id of this.#faults.keys()) this.delete(id);
  }

  #find(id: string): { fault: Fault; cancelLease: () => void } {
    const found = this.#faults.get(id);
    if (!found) throw new FaultError('not-found', `fault not found: ${id}`);
    return found;
  }

  #startLease(id: string, ttlMs: number | undefined): () => void {
    return ttlMs === undefined ? () => {} : this.#clock.after(ttlMs, () => this.delete(id));
  }
}
