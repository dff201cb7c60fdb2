import type { PodStreams } from '../streams/pod-streams.js';
import type { Store } from '../store/store.js';
import type { KubeObject } from '../types.js';
import type { Admission } from '../writes/admission.js';

export interface ApiServerOptions {
  store: Store;
  admission?: Admission[];
  streams?: PodStreams;
  /** Bearer token that every request must carry. */
  token: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** What `/version` says; default `v1.34.0`. */
  version?: string;
}

/** The Kubernetes API over HTTPS, on a Store. */
export class ApiServer {
  readonly options: ApiServerOptions;

  constructor(options: ApiServerOptions) {
    this.options = options;
  }

  listen(): Promise<{ url: string; caPem: string }> {
    return Promise.reject(new Error('not built yet'));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Creates or updates an object in process, through defaults, validation and admission. */
  apply(object: KubeObject): KubeObject {
    return this.options.store.create(object);
  }
}
