// Every edge of the system is a link: one listener for each (calling pod, called Service), and one for each node port.
//
//   pod order-service-abc ──▶ link "ns/order-service-abc->ns/menu-service:8080" ──▶ ready pods of menu-service
//   customer             ──▶ link "external->ns/order-service:8080"            ──▶ ready pods of order-service

export interface Link {
  /** `ns/pod->ns/service:port`, or `external->ns/service:port` for a node port. */
  name: string;
  /** Undefined: whoever calls a node port. */
  caller?: { namespace: string; pod: string };
  service: ServiceAddress & { headless: boolean };
  /** The container port that the Service leads to. */
  targetPort: number;
  protocol: 'tcp' | 'http';
  /** Where it listens. Its upstreams in the data plane are named `ns/pod`. */
  address: { host: string; port: number };
}

export interface Links {
  list(): Link[];
  /** Returns the way to stop listening. */
  onChange(listener: () => void): () => void;
}

export interface ServiceAddress {
  namespace: string;
  name: string;
  port: number;
}

export class LinkTable implements Links {
  readonly #links = new Map<string, Link>();
  readonly #listeners = new Set<() => void>();

  list(): Link[] {
    return [...this.#links.values()];
  }

  get(name: string): Link | undefined {
    return this.#links.get(name);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  put(link: Link): void {
    if (JSON.stringify(this.#links.get(link.name)) === JSON.stringify(link)) return;
    this.#links.set(link.name, link);
    this.#tell();
  }

  remove(name: string): void {
    if (this.#links.delete(name)) this.#tell();
  }

  /** Resolves with the link once it exists. */
  async appearance(name: string, signal: AbortSignal): Promise<Link> {
    while (!this.#links.has(name)) {
      signal.throwIfAborted();
      await this.#nextChange(signal);
    }
    return this.#links.get(name) as Link;
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        stopListening();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const stopListening = this.onChange(done);
      signal.addEventListener('abort', done);
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function linkName(
  caller: { namespace: string; pod: string } | undefined,
  service: ServiceAddress,
): string {
  const from = caller ? `${caller.namespace}/${caller.pod}` : 'external';
  return `${from}->${service.namespace}/${service.name}:${service.port}`;
}
