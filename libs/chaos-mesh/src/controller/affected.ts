/** What a fault has touched: HTTP requests; connections and bytes below HTTP. */
export interface Affected {
  connections: number;
  requests: number;
  bytes: number;
}

export const nothing: Affected = { connections: 0, requests: 0, bytes: 0 };

export function add(left: Affected, right: Affected): Affected {
  return {
    connections: left.connections + right.connections,
    requests: left.requests + right.requests,
    bytes: left.bytes + right.bytes,
  };
}

/** Counts of one fault over the lives of the data plane: one that came back begins at nothing. */
export class AffectedCount {
  #earlier = nothing;
  #current = nothing;

  /** What the data plane says now. */
  note(affected: Affected): void {
    if (affected.connections < this.#current.connections || affected.requests < this.#current.requests) {
      this.#earlier = this.total();
    }
    this.#current = affected;
  }

  total(): Affected {
    return add(this.#earlier, this.#current);
  }
}
