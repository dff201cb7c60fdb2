/** What a fault has touched so far: delayed, cut, dropped, answered, closed. */
export interface Affected {
  connections: number;
  /** HTTP requests touched by HTTP rules. */
  requests: number;
  bytes: number;
}

/** Counts for one fault, over all its toxics and rules; a connection or request counts once. */
export class Tally {
  readonly #seen = new WeakSet<object>();
  readonly #affected: Affected = { connections: 0, requests: 0, bytes: 0 };

  connection(connection: object, bytes: number): void {
    this.#affected.bytes += bytes;
    if (this.#isNew(connection)) this.#affected.connections += 1;
  }

  request(exchange: object): void {
    if (this.#isNew(exchange)) this.#affected.requests += 1;
  }

  read(): Affected {
    return { ...this.#affected };
  }

  #isNew(thing: object): boolean {
    if (this.#seen.has(thing)) return false;
    this.#seen.add(thing);
    return true;
  }
}
