import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Resources } from '../resources/resources.js';
import { StatusError } from '../status-error.js';
import type { Store } from '../store/store.js';
import { upgrade } from '../streams/upgrade.js';
import type { PodStreams } from '../streams/pod-streams.js';
import type { KubeObject } from '../types.js';
import type { Admission } from '../writes/admission.js';
import { Writes } from '../writes/writes.js';
import { applyInProcess } from '../writes/apply-in-process.js';
import type { Api, Call } from './call.js';
import { newCertificates } from './certificates.js';
import { guard } from './guard.js';
import { respondError } from './respond.js';
import { routes } from './routes.js';
import { targetOf } from './target.js';

export interface ApiServerOptions {
  store: Store;
  /** Run in this order on every write that comes through the API. */
  admission?: Admission[];
  /** Who runs the Pods; without it logs, exec and port-forward answer 501. */
  streams?: PodStreams;
  /** Bearer token that every request must carry. */
  token: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** What `/version` says; default `v1.34.0`. */
  version?: string;
  /** Told of every error that is a bug and not a refusal. Default: to stderr. */
  onInternalError?: (error: unknown) => void;
}

const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** The Kubernetes API over HTTPS, on a Store. */
export class ApiServer {
  readonly #api: Api;
  readonly #options: ApiServerOptions;
  readonly #sockets = new Set<Duplex>();
  #server: Server | undefined;

  constructor(options: ApiServerOptions) {
    const { store, admission = [], streams, version = 'v1.34.0' } = options;
    this.#options = options;
    this.#api = {
      store,
      resources: new Resources(store),
      writes: new Writes(store, admission),
      streams,
      version,
    };
  }

  /** Creates the namespaces every cluster has, and listens. Rejects when the port is taken. */
  async listen(): Promise<{ url: string; caPem: string }> {
    const { host = '127.0.0.1', port = 0 } = this.#options;
    const { caPem, certPem, keyPem } = await newCertificates(host);
    const server = createServer({ key: keyPem, cert: certPem, minVersion: 'TLSv1.3' });
    this.#server = server;
    // Watches live as long as their client wants.
    server.requestTimeout = 0;
    server.on('connection', (socket) => this.#track(socket));
    server.on('request', (request, response) => void this.#serve(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    systemNamespaces.forEach((name) => this.#ensureNamespace(name));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
    const address = server.address() as AddressInfo;
    return { url: `https://${host}:${address.port}`, caPem };
  }

  /** Ends every connection. May be called twice. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.#sockets.forEach((socket) => socket.destroy());
    await closed;
  }

  /** Creates an object or brings it to what the manifest says, in process, as `kubectl apply` would. */
  apply(manifest: KubeObject): KubeObject {
    return applyInProcess(this.#api, manifest);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#guard(request);
      const call = this.#call(request, response);
      const route = routes.find(({ matches }) => matches(call));
      if (route === undefined) throw StatusError.unknownPath();
      await route.handle(call);
    } catch (error) {
      this.#report(error);
      respondError(response, error);
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const check = () => {
      this.#guard(request);
      const url = urlOf(request);
      return { url, target: targetOf(url.pathname, this.#api.resources) };
    };
    upgrade({ api: this.#api, request, socket, head, check, report: (error) => this.#report(error) });
  }

  #call(request: IncomingMessage, response: ServerResponse): Call {
    const url = urlOf(request);
    const target = targetOf(url.pathname, this.#api.resources);
    return { api: this.#api, request, response, method: request.method ?? 'GET', url, target };
  }

  #guard(request: IncomingMessage): void {
    guard(request, { host: this.#options.host ?? '127.0.0.1', token: this.#options.token });
  }

  #report(error: unknown): void {
    if (error instanceof StatusError) return;
    const { onInternalError = console.error } = this.#options;
    onInternalError(error);
  }

  #track(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #ensureNamespace(name: string): void {
    const { store } = this.#api;
    if (store.get({ kind: 'Namespace', name }) !== undefined) return;
    store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'https://api.invalid');
  } catch {
    throw StatusError.badRequest(`${JSON.stringify(request.url)} is not a URL`);
  }
}
