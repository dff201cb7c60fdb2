// The cluster that the kubeconfig names: where its services answer, its secrets, a way into its pods.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreV1Api, KubeConfig, V1Service } from '@kubernetes/client-node';
import { forward } from './forward.js';
import { whyNotThere } from './playground.js';
import { podStream } from './pod-stream.js';
import { connectToAny, readyPods, selectorOf } from './service-pods.js';

const labKubeconfig = '.lab/kubeconfig';
const wayOut = 'start the lab with `npm start`, or name a cluster with KUBECONFIG';

/** Disposing of it ends its port-forwards. */
export class Cluster implements Disposable {
  readonly #config: KubeConfig;
  readonly #core: CoreV1Api;
  readonly #namespace: string;
  readonly #forwards = new DisposableStack();

  constructor(config: KubeConfig, core: CoreV1Api, namespace: string) {
    this.#config = config;
    this.#core = core;
    this.#namespace = namespace;
  }

  get server(): string {
    return this.#config.getCurrentCluster()?.server ?? 'no cluster';
  }

  /** @throws unless the namespace is a playground on a cluster that may be broken. `named`: the context of `--context`. */
  async requirePlayground(named: string | undefined): Promise<void> {
    const namespace = this.#namespace;
    const { metadata } = await this.#answer(`namespace ${namespace}`, () =>
      this.#core.readNamespace({ name: namespace }),
    );
    const place = { context: this.#config.getCurrentContext(), server: this.server, namespace, named };
    const complaint = whyNotThere({ ...place, labels: metadata?.labels ?? {} });
    if (complaint !== undefined) throw new Error(complaint);
  }

  /** Where a Service answers on this machine, and its annotations: at its node port, or else by a port-forward. */
  async service(name: string, port = 'http'): Promise<{ url: string; annotations: Record<string, string> }> {
    const service = await this.#answer(this.#inNamespace(`Service ${name}`), () =>
      this.#core.readNamespacedService(this.#named(name)),
    );
    const nodePort = nodePortOf(service, port);
    const local =
      nodePort !== undefined && (await answers(nodePort)) ? nodePort : await this.#forward(service, port);
    return { url: `http://127.0.0.1:${local}`, annotations: service.metadata?.annotations ?? {} };
  }

  async secret(name: string, key: string): Promise<string> {
    const secret = await this.#answer(this.#inNamespace(`Secret ${name}`), () =>
      this.#core.readNamespacedSecret(this.#named(name)),
    );
    const value = secret.data?.[key];
    if (value === undefined) throw new Error(`Secret ${this.#namespace}/${name} has no key ${key}`);
    return Buffer.from(value, 'base64').toString();
  }

  /** A connection to a port of a pod, as `kubectl port-forward` makes it. */
  connect(pod: string, port: number): Promise<Duplex> {
    return podStream(this.#config, { namespace: this.#namespace, pod, port });
  }

  [Symbol.dispose](): void {
    this.#forwards.dispose();
  }

  async #forward(service: V1Service, port: string): Promise<number> {
    const place = { namespace: this.#namespace, labelSelector: selectorOf(service) };
    const forwarded = await forward(async () => {
      const { items } = await this.#core.listNamespacedPod(place);
      return connectToAny(readyPods(service, port, items), (target) => this.connect(target.pod, target.port));
    });
    return this.#forwards.use(forwarded).port;
  }

  #named(name: string): { name: string; namespace: string } {
    return { name, namespace: this.#namespace };
  }

  #inNamespace(what: string): string {
    return `${what} in namespace ${this.#namespace}`;
  }

  /** A cluster under load is asked again before it counts as one that does not answer. */
  async #answer<T>(what: string, ask: () => Promise<T>, tries = 3): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (tries === 1 || statusOf(error) !== undefined)
        throw new Error(`${what} of ${this.server}: ${explain(error)}`, { cause: error });
      await sleep(500);
      return this.#answer(what, ask, tries - 1);
    }
  }
}

/** KUBECONFIG; without it the lab's, when a lab is up and has that context; without that ~/.kube/config. */
export async function openCluster(namespace: string, context?: string): Promise<Cluster> {
  // Half a second: only those who need a cluster wait for it.
  const { CoreV1Api, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const has = () => context === undefined || config.getContextObject(context) !== null;
  try {
    const isLab = !process.env['KUBECONFIG'] && existsSync(labKubeconfig);
    if (isLab) config.loadFromFile(labKubeconfig);
    if (!isLab || !has()) config.loadFromDefault();
  } catch (error) {
    throw new Error(`cannot read the kubeconfig: ${(error as Error).message}; ${wayOut}`, { cause: error });
  }
  if (!has())
    throw new Error(`the kubeconfig has no context ${context}: kubectl config get-contexts lists them`);
  if (context !== undefined) config.setCurrentContext(context);
  return new Cluster(config, config.makeApiClient(CoreV1Api), namespace);
}

function nodePortOf(service: V1Service, name: string): number | undefined {
  return service.spec?.ports?.find((port) => port.name === name)?.nodePort;
}

/** kind and the lab bring node ports to this machine; other clusters leave them on their nodes. */
async function answers(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', signal: AbortSignal.timeout(1_000) });
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}

function explain(error: unknown): string {
  const status = statusOf(error);
  if (status === undefined) return `no answer; ${wayOut}`;
  return status === 404 ? 'not found; is the workshop installed there?' : `answered with ${status}`;
}

/** Undefined when there was no answer. */
function statusOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}
