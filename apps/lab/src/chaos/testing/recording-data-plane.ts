import type { DataPlane, Fault, FaultState, Proxy } from '../../data-plane.js';

/** A data plane that remembers what it was asked for. */
export class RecordingDataPlane implements DataPlane {
  readonly faults = new Map<string, Fault>();
  readonly puts: string[] = [];
  /** What every fault has affected when it is lifted. */
  affected = { connections: 0, requests: 0, bytes: 0 };
  /** Thrown by the next `putFault`s. */
  refusal: Error | undefined;

  putProxy(proxy: Proxy): Promise<Proxy> {
    return Promise.resolve(proxy);
  }

  deleteProxy(): Promise<void> {
    return Promise.resolve();
  }

  putFault(id: string, fault: Fault): Promise<void> {
    this.puts.push(id);
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    this.faults.set(id, fault);
    return Promise.resolve();
  }

  deleteFault(id: string): Promise<FaultState | undefined> {
    const state = this.fault(id);
    this.faults.delete(id);
    return state;
  }

  fault(id: string): Promise<FaultState | undefined> {
    const fault = this.faults.get(id);
    return Promise.resolve(fault && { ...fault, seed: fault.seed ?? 0, affected: this.affected });
  }
}
