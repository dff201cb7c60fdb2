import { untraced } from '@chaos-workshop/service-kit';
import {
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  type KubeConfig,
  RequestContext,
  Watch,
} from '@kubernetes/client-node';
import { KubeError } from './kube-error.js';

const patienceMs = 10_000;

/** `ADDED`, `MODIFIED`, `DELETED` or `ERROR`, with the object or the Status. */
export type OnWatchEvent = (type: string, object: unknown) => void;

export interface WatchOptions {
  resourceVersion: string;
  onEvent: OnWatchEvent;
  signal: AbortSignal;
}

/**
 * The Kubernetes API as JSON: client-node's typed clients turn times into Dates and know no resources of ours, and
 * libs/chaos-mesh takes objects as they are on the wire.
 */
export class KubeClient {
  readonly #config: KubeConfig;
  readonly #http = new IsomorphicFetchHttpLibrary();

  constructor(
    config: KubeConfig,
    /** The namespace that this operator is for. */
    readonly namespace: string,
  ) {
    this.#config = config;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>(HttpMethod.GET, path);
  }

  create<T>(path: string, object: T): Promise<T> {
    return this.#ask<T>(HttpMethod.POST, path, { 'application/json': object });
  }

  /** JSON merge patch; with `metadata.resourceVersion` in it the API server refuses to overwrite what it has since. */
  patch<T>(path: string, patch: object): Promise<T> {
    return this.#ask<T>(HttpMethod.PATCH, path, { 'application/merge-patch+json': patch });
  }

  /** Resolves when the watch ends, for whatever reason but a failure; 30 s of silence end it too. */
  async watch(path: string, { resourceVersion, onEvent, signal }: WatchOptions): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const done = (error: Error | null) => {
      if (!error || error.name === 'TimeoutError' || signal.aborted) resolve();
      else reject(error);
    };
    const request = await untraced(() =>
      new Watch(this.#config).watch(path, { resourceVersion }, onEvent, done as (error: unknown) => void),
    );
    const abort = () => request.abort();
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    return await promise.finally(() => signal.removeEventListener('abort', abort));
  }

  async #ask<T>(method: HttpMethod, path: string, body?: Record<string, unknown>): Promise<T> {
    const server = this.#config.getCurrentCluster()?.server ?? '';
    const context = new RequestContext(`${server}${path}`, method);
    context.setSignal(AbortSignal.timeout(patienceMs));
    for (const [type, value] of Object.entries(body ?? {})) {
      context.setHeaderParam('Content-Type', type);
      context.setBody(JSON.stringify(value));
    }
    await this.#config.applySecurityAuthentication(context);
    const response = await untraced(() => this.#http.send(context).toPromise());
    const text = await response.body.text();
    if (response.httpStatusCode < 300) return JSON.parse(text) as T;
    throw new KubeError(response.httpStatusCode, `${method} ${path}: ${reasonOf(text)}`);
  }
}

/** The message of a Status, or whatever a proxy on the way said. */
function reasonOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.trim().slice(0, 200);
  }
}
