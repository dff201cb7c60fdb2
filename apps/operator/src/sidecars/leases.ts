import type { Affected } from '@chaos-workshop/chaos-mesh';
import type { FaultApi, SidecarFault } from './fault-api.js';
import { Lease } from './lease.js';

export interface LeasesOptions {
  api: FaultApi;
  /** Where the sidecar of a pod (`namespace/name`) is now; undefined: nowhere. */
  urlOf: (pod: string) => string | undefined;
  ttlMs: number;
  renewMs: number;
  log: (line: string) => void;
  now?: () => number;
}

interface Held {
  lease: Lease;
  fault: () => SidecarFault;
  /** Why it could not be renewed the last time: said once. */
  problem?: string | undefined;
}

/** The faults that are in force, on which pods: renewed until they are released. */
export class Leases {
  readonly #options: LeasesOptions;
  /** By fault, by pod. */
  readonly #held = new Map<string, Map<string, Held>>();

  constructor(options: LeasesOptions) {
    this.#options = options;
  }

  /** Whoever stops renewing leaves the faults to the operator that comes next, or to their end. */
  start(signal: AbortSignal): void {
    const timer = setInterval(() => this.#renewAll(), this.#options.renewMs);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  podsOf(id: string): string[] {
    return [...(this.#held.get(id)?.keys() ?? [])];
  }

  /** Puts a fault on a pod and holds it. Rejects, and holds nothing, when the pod's sidecar does not take it. */
  async hold(id: string, pod: string, fault: () => SidecarFault): Promise<void> {
    const held = this.#take(id, pod, fault);
    try {
      await held.lease.put(fault());
    } catch (error) {
      this.#forget(id, pod, held);
      throw error;
    }
  }

  /** The same for a fault that the pod should have already: what fails is tried again with the next renewal. */
  async keep(id: string, pod: string, fault: () => SidecarFault): Promise<void> {
    const held = this.#take(id, pod, fault);
    await this.#renew(`${id} on ${pod}`, held);
  }

  /** Lifts a fault from a pod, whoever put it there. Returns what it has affected, unless it was not in force. */
  async release(id: string, pod: string): Promise<Affected | undefined> {
    const held = this.#held.get(id)?.get(pod) ?? { lease: this.#newLease(id, pod), fault: nothing };
    this.#put(id, pod, held);
    const affected = await held.lease.end();
    this.#forget(id, pod, held);
    return affected;
  }

  #take(id: string, pod: string, fault: () => SidecarFault): Held {
    const known = this.#held.get(id)?.get(pod);
    const held: Held = known && !known.lease.isOver ? known : { lease: this.#newLease(id, pod), fault };
    held.fault = fault;
    this.#put(id, pod, held);
    return held;
  }

  #newLease(id: string, pod: string): Lease {
    const { api, ttlMs, urlOf, now = Date.now } = this.#options;
    return new Lease({ id, api, ttlMs, url: () => urlOf(pod), now });
  }

  #put(id: string, pod: string, held: Held): void {
    const pods = this.#held.get(id) ?? new Map<string, Held>();
    this.#held.set(id, pods.set(pod, held));
  }

  #forget(id: string, pod: string, held: Held): void {
    const pods = this.#held.get(id);
    if (pods?.get(pod) === held) pods.delete(pod);
    if (pods?.size === 0) this.#held.delete(id);
  }

  #renewAll(): void {
    for (const [id, pods] of this.#held)
      for (const [pod, held] of pods) void this.#renew(`${id} on ${pod}`, held);
  }

  async #renew(what: string, held: Held): Promise<void> {
    try {
      await held.lease.put(held.fault());
      held.problem = undefined;
    } catch (error) {
      const { message } = error as Error;
      if (message !== held.problem) this.#options.log(`${what}: ${message}; trying again`);
      held.problem = message;
    }
  }
}

function nothing(): SidecarFault {
  return { seed: 0, http: [] };
}
