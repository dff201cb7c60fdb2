// The HTTP API of Toxiproxy, as far as its command line needs it.

export interface Toxic {
  name: string;
  type: string;
  stream: string;
  toxicity: number;
  attributes: Record<string, number>;
}

export interface Proxy {
  name: string;
  listen: string;
  upstream: string;
  enabled: boolean;
  toxics: Toxic[];
}

export class ToxiproxyApi {
  readonly #url: string;

  /** @param url `http://localhost:8474`, or without the scheme */
  constructor(url: string) {
    this.#url = (/^https?:/.test(url) ? url : `http://${url}`).replace(/\/$/, '');
  }

  async proxies(): Promise<Proxy[]> {
    const byName = (await this.#call('GET', '/proxies')) as Record<string, Proxy>;
    return Object.values(byName).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  proxy(name: string): Promise<Proxy> {
    return this.#call('GET', pathOf(name)) as Promise<Proxy>;
  }

  create(proxy: Pick<Proxy, 'name' | 'listen' | 'upstream'>): Promise<Proxy> {
    return this.#call('POST', '/proxies', { ...proxy, enabled: true }) as Promise<Proxy>;
  }

  enable(name: string, enabled: boolean): Promise<Proxy> {
    return this.#call('PATCH', pathOf(name), { enabled }) as Promise<Proxy>;
  }

  async delete(name: string): Promise<void> {
    await this.#call('DELETE', pathOf(name));
  }

  addToxic(proxy: string, toxic: Partial<Toxic>): Promise<Toxic> {
    return this.#call('POST', `${pathOf(proxy)}/toxics`, toxic) as Promise<Toxic>;
  }

  updateToxic(proxy: string, name: string, change: Partial<Toxic>): Promise<Toxic> {
    return this.#call(
      'PATCH',
      `${pathOf(proxy)}/toxics/${encodeURIComponent(name)}`,
      change,
    ) as Promise<Toxic>;
  }

  async removeToxic(proxy: string, name: string): Promise<void> {
    await this.#call('DELETE', `${pathOf(proxy)}/toxics/${encodeURIComponent(name)}`);
  }

  /** @throws with the words of the server, or with what to do when there is none. */
  async #call(method: string, path: string, body?: object): Promise<unknown> {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(this.#url + path, init).catch((error: Error) => {
      const why = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message;
      throw new Error(
        `no answer from ${this.#url} (${why}): npm run fault-proxy starts one, --host names another`,
      );
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${complaint(text)}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

function pathOf(proxy: string): string {
  return `/proxies/${encodeURIComponent(proxy)}`;
}

function complaint(text: string): string {
  try {
    return (JSON.parse(text) as { error: string }).error;
  } catch {
    return text.trim();
  }
}
