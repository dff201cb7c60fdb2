import { type Affected, AffectedCount } from '@chaos-workshop/chaos-mesh';
import type { FaultApi, SidecarFault } from './fault-api.js';

export interface LeaseOptions {
  id: string;
  api: FaultApi;
  ttlMs: number;
  /** Where the pod's sidecar is now; undefined: the pod is gone, or its sidecar does not run. */
  url: () => string | undefined;
  now: () => number;
}

/**
 * A fault on one pod: lifts by itself unless it is put again in time, so it does not outlive whoever holds it. Its
 * requests wait for each other, or a late renewal could come after the end.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #count = new AffectedCount();
  #turn: Promise<unknown> = Promise.resolve();
  #isOver = false;
  #wasInForce = false;
  /** Until then the pod may have the fault, from here or from an operator before this one. */
  #mayLastUntil: number;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#mayLastUntil = options.now() + options.ttlMs;
  }

  /** Nothing is put in force with it any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Puts the fault in force, or renews it. Rejects when the pod does not have it afterwards. */
  put(fault: SidecarFault): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isOver) return;
      const { id, api, ttlMs, url, now } = this.#options;
      const target = url();
      if (target === undefined) throw new Error('the fault proxy of the pod does not run');
      this.#count.note(await api.put(target, id, { ...fault, ttlMs }));
      this.#wasInForce = true;
      this.#mayLastUntil = now() + ttlMs;
    });
  }

  /**
   * Lifts the fault. Returns what it has affected, unless it never was in force. Rejects while the pod may have it
   * still: the sidecar does not answer, and the lease is not over.
   */
  end(): Promise<Affected | undefined> {
    this.#isOver = true;
    return this.#inTurn(async () => {
      const { id, api, url, now } = this.#options;
      const target = url();
      try {
        const affected = target === undefined ? undefined : await api.delete(target, id);
        if (affected !== undefined) this.#count.note(affected);
        this.#wasInForce ||= affected !== undefined;
      } catch (error) {
        if (now() < this.#mayLastUntil) throw error;
      }
      return this.#wasInForce ? this.#count.total() : undefined;
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(action, action);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
