import { type Affected, AffectedCount } from '@chaos-workshop/chaos-mesh';
import type { Component } from '../component.js';
import type { DataPlane } from '../data-plane.js';
import type { Links } from '../network/links.js';
import type { FaultContent } from './faults/fault-content.js';

export interface HeldFaultsOptions {
  dataPlane: DataPlane;
  links: Links;
  log: (line: string) => void;
  /** How long the data plane keeps a fault that nobody renews. */
  ttlMs?: number;
  renewMs?: number;
}

interface Held {
  content: () => FaultContent;
  /** What the data plane has, as text; undefined while that is not known. */
  put?: string | undefined;
  isInForce: boolean;
  isLifting: boolean;
  count: AffectedCount;
}

/**
 * The faults that are in force. Each is a lease that is renewed until it is released, and follows the links: when
 * a selected pod gets a new one, the fault is on it too.
 */
export class HeldFaults implements Component {
  readonly name = 'faults';
  readonly #options: Required<HeldFaultsOptions>;
  readonly #held = new Map<string, Held>();
  /** One request at a time for each fault. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #stopRenewing = () => {};
  #isRefreshing = false;

  constructor(options: HeldFaultsOptions) {
    this.#options = { ttlMs: 15_000, renewMs: 3000, ...options };
  }

  start(): Promise<void> {
    const unlisten = this.#options.links.onChange(() => this.#refreshSoon());
    const timer = setInterval(() => this.#putAll({ renew: true }), this.#options.renewMs);
    this.#stopRenewing = () => {
      unlisten();
      clearInterval(timer);
    };
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopRenewing();
    await Promise.allSettled([...this.#held.keys()].map((id) => this.release(id)));
  }

  /**
   * Puts a fault in force, or brings it to what it should be by now. Rejects when the data plane refuses it; one that
   * was not in force is then forgotten.
   */
  async hold(id: string, content: () => FaultContent): Promise<void> {
    const fresh = { isInForce: false, count: new AffectedCount() };
    const held: Held = { ...fresh, ...this.#held.get(id), content, isLifting: false };
    this.#held.set(id, held);
    try {
      await this.#inTurn(id, () => this.#put(id, { renew: false }));
    } catch (error) {
      if (!held.isInForce && this.#held.get(id) === held) this.#held.delete(id);
      throw error;
    }
  }

  /** Lifts a fault. Returns what it has affected, unless it never was in force. Until it resolves the fault is held. */
  release(id: string): Promise<Affected | undefined> {
    const held = this.#held.get(id);
    if (held !== undefined) held.isLifting = true;
    return this.#inTurn(id, async () => {
      const state = await this.#options.dataPlane.deleteFault(id);
      if (this.#held.get(id) === held) this.#held.delete(id);
      if (state !== undefined) held?.count.note(state.affected);
      return held?.isInForce === true ? held.count.total() : undefined;
    });
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  /** Links come and go in groups: one look for all of them. */
  #refreshSoon(): void {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    setImmediate(() => {
      this.#isRefreshing = false;
      this.#putAll({ renew: false });
    });
  }

  #putAll(how: { renew: boolean }): void {
    for (const id of this.#held.keys()) {
      this.#inTurn(id, () => this.#put(id, how)).catch((error: unknown) =>
        this.#options.log(`fault ${id}: ${String(error)}; trying again in ${this.#options.renewMs} ms`),
      );
    }
  }

  async #put(id: string, { renew }: { renew: boolean }): Promise<void> {
    const held = this.#held.get(id);
    if (held === undefined || held.isLifting) return;
    const { seed, toxics, http } = held.content();
    const fault = { ttlMs: this.#options.ttlMs, seed, toxics, http };
    const text = JSON.stringify(fault);
    if (text === held.put && !renew) return;
    held.put = undefined;
    if (held.isInForce) await this.#count(id, held);
    await this.#options.dataPlane.putFault(id, fault);
    Object.assign(held, { put: text, isInForce: true });
  }

  /** Now and then, so that little is lost when the data plane dies. */
  async #count(id: string, held: Held): Promise<void> {
    const state = await this.#options.dataPlane.fault(id);
    if (state !== undefined) held.count.note(state.affected);
  }

  #inTurn<T>(id: string, action: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(action, action);
    this.#turns.set(id, turn);
    const forget = () => {
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    };
    turn.then(forget, forget);
    return turn;
  }
}
