// Keeps the links of all pods and node ports in the data plane what the cluster says they are.
import { type KubeObject, type Pod, recordEvent, type Service, type Store } from '@chaos-workshop/kube-api';

import { type Component } from '../component.js';
import { type DataPlane, type Proxy } from '../data-plane.js';
import { WorkQueue } from '@chaos-workshop/supervisor';
import { selectedPods } from '../workloads/endpoints.js';
import { type PortAllocator } from './free-ports.js';
import { type Link, linkName, LinkTable, type ServiceAddress } from './links.js';
import { findServiceUrls, type Naming, replaceServiceUrls } from './service-urls.js';
import { destinationOf } from './upstreams.js';

interface WantedLink {
  caller?: { namespace: string; pod: string };
  service: ServiceAddress;
  scheme: string;
  /** 0: any free port, kept as long as the link. */
  listenPort: number;
}

export interface NetworkOptions {
  store: Store;
  dataPlane: DataPlane;
  ports: PortAllocator;
  log: (line: string) => void;
}

const host = '127.0.0.1';

export class Network implements Component {
  readonly name = 'network';
  readonly links = new LinkTable();
  readonly #store: Store;
  readonly #dataPlane: DataPlane;
  readonly #ports: PortAllocator;
  readonly #assigned = new Map<string, number>();
  readonly #wanted = new Map<string, WantedLink>();
  readonly #queue: WorkQueue;
  #unwatch = () => {};

  constructor(options: NetworkOptions) {
    this.#store = options.store;
    this.#dataPlane = options.dataPlane;
    this.#ports = options.ports;
    this.#queue = new WorkQueue({ name: this.name, work: (link) => this.#reconcile(link), log: options.log });
  }

  async start(): Promise<void> {
    this.#unwatch = this.#store.watch(['Service', 'Pod'], ({ type, object }) => {
      if (object.kind === 'Service') this.#wantNodePorts(object as Service, type === 'DELETED');
      else if (type === 'DELETED') this.#forgetCaller(object);
      this.#lookAtLinksInto(object.metadata.namespace ?? '');
    });
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#queue.stop();
  }

  /** The pod's environment with every URL that names a Service leading to the pod's own link, which exists by then. */
  async connect(pod: Pod, env: Record<string, string>, signal: AbortSignal): Promise<Record<string, string>> {
    const { namespace = '', name } = pod.metadata;
    const caller = { namespace, pod: name };
    const naming: Naming = {
      namespace,
      isNamespace: (candidate) => this.#store.get({ kind: 'Namespace', name: candidate }) !== undefined,
    };
    const urls = findServiceUrls(env, naming);
    for (const { scheme, ...service } of urls) {
      this.#want(linkName(caller, service), { caller, service, scheme, listenPort: 0 });
    }
    await Promise.all(urls.map((service) => this.links.appearance(linkName(caller, service), signal)));
    return replaceServiceUrls(env, naming, (service) => this.links.get(linkName(caller, service))?.address);
  }

  #want(name: string, link: WantedLink): void {
    if (!this.#wanted.has(name)) this.#wanted.set(name, link);
    this.#queue.add(name);
  }

  #forget(isUnwanted: (link: WantedLink) => boolean): void {
    for (const [name, link] of this.#wanted) {
      if (!isUnwanted(link)) continue;
      this.#wanted.delete(name);
      this.#queue.add(name);
    }
  }

  #forgetCaller({ metadata }: KubeObject): void {
    this.#forget(({ caller }) => caller?.pod === metadata.name && caller.namespace === metadata.namespace);
  }

  #wantNodePorts({ metadata, spec }: Service, isGone: boolean): void {
    const { namespace = '', name } = metadata;
    const ports = isGone ? [] : (spec.ports ?? []).filter(({ nodePort }) => nodePort !== undefined);
    const isWanted = (link: WantedLink) =>
      ports.some(({ port, nodePort }) => port === link.service.port && nodePort === link.listenPort);
    this.#forget(
      (link) =>
        !link.caller && link.service.namespace === namespace && link.service.name === name && !isWanted(link),
    );
    for (const { port, nodePort = 0 } of ports) {
      const service = { namespace, name, port };
      this.#want(linkName(undefined, service), { service, scheme: '', listenPort: nodePort });
    }
  }

  #lookAtLinksInto(namespace: string): void {
    for (const [name, { service }] of this.#wanted)
      if (service.namespace === namespace) this.#queue.add(name);
  }

  async #reconcile(name: string): Promise<void> {
    const wanted = this.#wanted.get(name);
    const current = this.links.get(name);
    if (!wanted) return this.#remove(name);
    if (!wanted.caller && current && current.address.port !== wanted.listenPort) await this.#remove(name);
    const { namespace, name: serviceName, port } = wanted.service;
    const service = this.#store.get<Service>({ kind: 'Service', namespace, name: serviceName });
    const pods = service ? selectedPods(this.#store, service) : [];
    const { upstreams, headless, ...destination } = destinationOf(service, pods, {
      port,
      scheme: wanted.scheme,
    });
    const listen = `${host}:${await this.#listenPort(name, wanted)}`;
    await this.#put({ name, listen, protocol: destination.protocol, upstreams }, service);
    if (this.#wanted.get(name) !== wanted) return this.#queue.add(name);
    const address = { host, port: Number(listen.slice(host.length + 1)) };
    const link: Link = { name, service: { ...wanted.service, headless }, ...destination, address };
    this.links.put(wanted.caller ? { ...link, caller: wanted.caller } : link);
  }

  /** Never an ephemeral port: a client that retries could connect to itself there while the data plane is away. */
  async #listenPort(name: string, { listenPort }: WantedLink): Promise<number> {
    if (listenPort !== 0) return listenPort;
    const port = this.#assigned.get(name) ?? (await this.#ports.allocate());
    this.#assigned.set(name, port);
    return port;
  }

  async #put(proxy: Proxy, service: Service | undefined): Promise<void> {
    try {
      await this.#dataPlane.putProxy(proxy);
    } catch (error) {
      const message = `link ${proxy.name} cannot listen on ${proxy.listen}: ${(error as Error).message}`;
      const news = { type: 'Warning', reason: 'FailedToListen', message, component: 'network' } as const;
      if (service) recordEvent(this.#store, { about: service, ...news });
      if (!this.links.get(proxy.name)) this.#releasePort(proxy.name);
      throw error;
    }
  }

  async #remove(name: string): Promise<void> {
    this.links.remove(name);
    await this.#dataPlane.deleteProxy(name);
    this.#releasePort(name);
  }

  #releasePort(name: string): void {
    this.#ports.release(this.#assigned.get(name) ?? 0);
    this.#assigned.delete(name);
  }
}
