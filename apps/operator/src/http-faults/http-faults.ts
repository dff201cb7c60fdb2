import {
  ChaosController,
  EffectsLedger,
  experimentId,
  type HTTPFault,
  httpFaultVersion,
} from '@chaos-workshop/chaos-mesh';
import type { Pod } from '@chaos-workshop/kube-api';
import { WorkQueue } from '@chaos-workshop/supervisor';
import type { OperatorConfig } from '../config.js';
import { Informer, type InformerChange } from '../kube/informer.js';
import type { KubeClient } from '../kube/kube-client.js';
import { faultApi } from '../sidecars/fault-api.js';
import { Leases } from '../sidecars/leases.js';
import { sidecarOf } from '../sidecars/sidecar.js';
import { ExperimentsInCluster, httpFaultsPath } from './experiments-in-cluster.js';
import { SidecarInjector } from './sidecar-injector.js';

export interface HttpFaultsOptions {
  client: KubeClient;
  config: Pick<OperatorConfig, 'leaseMs' | 'renewMs'>;
  log: (line: string) => void;
}

/** Obeys the HTTPFaults of a namespace: a pass over each whenever it, or the pods that it could select, change. */
export class HttpFaults {
  readonly #pods: Informer<Pod>;
  readonly #faults: Informer<HTTPFault>;
  readonly #leases: Leases;
  readonly #controller: ChaosController;
  readonly #queue: WorkQueue;
  readonly #stopping = new AbortController();

  constructor({ client, config, log }: HttpFaultsOptions) {
    this.#pods = new Informer<Pod>({
      client,
      apiVersion: 'v1',
      kind: 'Pod',
      path: `/api/v1/namespaces/${client.namespace}/pods`,
      onChange: (change) => this.#onPod(change),
      log,
    });
    this.#faults = new Informer<HTTPFault>({
      client,
      apiVersion: httpFaultVersion,
      kind: 'HTTPFault',
      path: httpFaultsPath(client.namespace),
      onChange: ({ object }) => this.#queue.add(experimentId(object)),
      log,
    });
    this.#leases = new Leases({
      api: faultApi,
      urlOf: (id) => this.#urlOf(id),
      ttlMs: config.leaseMs,
      renewMs: config.renewMs,
      log,
    });
    this.#controller = this.#createController(client, log);
    this.#queue = new WorkQueue({ name: 'HTTPFault', work: (id) => this.#controller.reconcile(id), log });
  }

  /** Why it may know less than there is; undefined: it is in touch with the Kubernetes API. */
  get problem(): string | undefined {
    return this.#pods.problem ?? this.#faults.problem;
  }

  /** Resolves when it knows all pods and faults. */
  async start(): Promise<void> {
    const { signal } = this.#stopping;
    await this.#pods.start(signal);
    this.#leases.start(signal);
    await this.#faults.start(signal);
  }

  /** Leaves the faults that are in force to the operator that comes next, or to the end of their leases. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#queue.stop();
  }

  #createController(client: KubeClient, log: (line: string) => void): ChaosController {
    const experiments = new ExperimentsInCluster({ client, pods: () => this.#pods.list(), log });
    const effects = new EffectsLedger(experiments);
    const injector = new SidecarInjector({
      findPod: (id) => this.#findPod(id),
      leases: this.#leases,
      onLifted: (chaos, outcome) => effects.note(chaos, outcome),
      log,
    });
    return new ChaosController({
      experiments,
      injectorOf: () => injector,
      effects,
      random: Math.random,
      now: () => new Date(),
      onGone: (id) => this.#releaseAll(id),
    });
  }

  async #releaseAll(id: string): Promise<void> {
    const releases = this.#leases.podsOf(id).map((pod) => this.#leases.release(id, pod));
    await Promise.all(releases);
  }

  /** Whatever could make a difference to what is selected, or to whether its sidecar can be reached. */
  #onPod({ object, previous }: InformerChange<Pod>): void {
    if (previous !== undefined && news(previous) === news(object)) return;
    for (const fault of this.#faults.list()) this.#queue.add(experimentId(fault));
  }

  #findPod(id: string): Pod | undefined {
    const [namespace, name = ''] = id.split('/');
    const pod = this.#pods.find(name);
    return pod?.metadata.namespace === namespace ? pod : undefined;
  }

  #urlOf(id: string): string | undefined {
    const pod = this.#findPod(id);
    return pod && sidecarOf(pod)?.url;
  }
}

function news(pod: Pod): string {
  const { uid, labels, annotations } = pod.metadata;
  const restarts = pod.status?.initContainerStatuses?.map(({ restartCount }) => restartCount);
  return JSON.stringify([uid, labels, annotations, pod.status?.phase, sidecarOf(pod)?.url, restarts]);
}
