// The cluster of a kubeconfig as the scripts use it: apply and delete manifests, change a variant, wait.
import {
  AppsV1Api,
  type CoreV1Event,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type V1Pod,
} from '@kubernetes/client-node';
import { until } from './until.ts';

/** An object of any kind, with what the scripts read of a fault. */
export interface ClusterObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: { action?: string; duration?: string; [field: string]: unknown };
  status?: {
    conditions?: { type: string; status: string }[];
    experiment?: { containerRecords?: { injectedCount?: number }[] };
    [field: string]: unknown;
  };
}

const faultTypes = [
  ...['PodChaos', 'NetworkChaos', 'HTTPChaos', 'StressChaos', 'IOChaos'].map((kind) => ({
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind,
  })),
  { apiVersion: 'chaos-workshop.io/v1alpha1', kind: 'HTTPFault' },
];

export class Cluster {
  readonly #objects: KubernetesObjectApi;
  readonly #apps: AppsV1Api;
  readonly #core: CoreV1Api;
  readonly namespace: string;

  constructor(kubeconfig: string, namespace = 'chaos-workshop') {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    this.#objects = KubernetesObjectApi.makeApiClient(config);
    this.#apps = config.makeApiClient(AppsV1Api);
    this.#core = config.makeApiClient(CoreV1Api);
    this.namespace = namespace;
  }

  create(object: ClusterObject): Promise<ClusterObject> {
    return this.#objects.create<ClusterObject>(object);
  }

  /** Undefined when the object is not there. */
  async get(object: ClusterObject): Promise<ClusterObject | undefined> {
    return ignoringNotFound(this.#objects.read<ClusterObject>(object));
  }

  /** Adds annotations to an object, of a custom kind too. */
  async annotate(object: ClusterObject, annotations: Record<string, string>): Promise<void> {
    const { apiVersion, kind, metadata } = object;
    const patch = {
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: metadata.namespace ?? this.namespace, annotations },
    };
    const strategy = PatchStrategy.MergePatch;
    await this.#objects.patch(patch, undefined, undefined, undefined, undefined, strategy);
  }

  /** Resolves when the object, finalizers and all, is gone; at once when it was not there. */
  async delete(object: ClusterObject, withinMs = 20_000): Promise<void> {
    await ignoringNotFound(this.#objects.delete(object));
    await this.#untilGone(object, withinMs);
  }

  /**
   * The same for a fault. One that cannot be undone keeps its finalizer for ever, unless it is told to let go:
   * https://chaos-mesh.org/docs/clean-up-chaos-experiments/
   */
  async deleteFault(object: ClusterObject): Promise<void> {
    await ignoringNotFound(this.#objects.delete(object));
    await this.#untilGone(object, 20_000).catch(async () => {
      await ignoringNotFound(this.annotate(object, { 'chaos-mesh.chaos-mesh.org/cleanFinalizer': 'forced' }));
      await this.#untilGone(object, 20_000);
    });
  }

  /** Deletes every fault in the namespace. */
  async deleteChaos(): Promise<void> {
    for (const type of faultTypes)
      for (const name of await this.list(type).catch(() => []))
        await this.deleteFault({ ...type, metadata: { name, namespace: this.namespace } });
  }

  async pods(): Promise<V1Pod[]> {
    return (await this.#core.listNamespacedPod({ namespace: this.namespace })).items;
  }

  /** Every Deployment and StatefulSet of the namespace has all its pods. */
  async isRolledOut(): Promise<boolean> {
    const [deployments, statefulSets] = await Promise.all([
      this.#apps.listNamespacedDeployment({ namespace: this.namespace }),
      this.#apps.listNamespacedStatefulSet({ namespace: this.namespace }),
    ]);
    return [...deployments.items, ...statefulSets.items].every(
      ({ spec, status }) => status?.readyReplicas === spec?.replicas,
    );
  }

  /** What happened to an object, oldest first. */
  async events({ kind, metadata: { name } }: ClusterObject): Promise<CoreV1Event[]> {
    const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
    const { items } = await this.#core.listNamespacedEvent({ namespace: this.namespace, fieldSelector });
    return items.toSorted((a, b) => timeOf(a) - timeOf(b));
  }

  /** Names of all objects of a kind in the namespace. */
  async list({ apiVersion, kind }: { apiVersion: string; kind: string }): Promise<string[]> {
    const { items } = await this.#objects.list<ClusterObject>(apiVersion, kind, this.namespace);
    return items.map(({ metadata }) => metadata.name);
  }

  /** Runs another build of a Deployment's code and resolves when it has taken over. */
  async setVariant(deployment: string, variant: string, withinMs = 60_000): Promise<void> {
    const containers = [{ name: deployment, env: [{ name: 'VARIANT', value: variant }] }];
    const metadata = { name: deployment, namespace: this.namespace };
    await this.#objects.patch({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { template: { spec: { containers } } },
    });
    await until(() => this.#isRolledOut(deployment), withinMs, `the rollout of ${deployment}`);
  }

  /** Deletes a pod of a StatefulSet and resolves when another one of that name is ready. */
  async replacePod(name: string, withinMs = 60_000): Promise<void> {
    const pod = { name, namespace: this.namespace };
    const old = await this.#core.readNamespacedPod(pod);
    await this.#core.deleteNamespacedPod(pod);
    const isReplaced = async () => {
      const now = await ignoringNotFound(this.#core.readNamespacedPod(pod));
      const isReady = now?.status?.conditions?.some(
        ({ type, status }) => type === 'Ready' && status === 'True',
      );
      return now?.metadata?.uid !== old.metadata?.uid && isReady === true;
    };
    await until(isReplaced, withinMs, `pod ${name} to be replaced`);
  }

  #untilGone(object: ClusterObject, withinMs: number): Promise<void> {
    const isGone = async () => !(await this.get(object));
    return until(isGone, withinMs, `${object.kind} ${object.metadata.name} to go away`);
  }

  async #isRolledOut(name: string): Promise<boolean> {
    const { metadata, spec, status } = await this.#apps.readNamespacedDeployment({
      name,
      namespace: this.namespace,
    });
    const wanted = spec?.replicas ?? 1;
    const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 1);
    return (
      seen &&
      [status?.replicas, status?.updatedReplicas, status?.availableReplicas].every((n) => n === wanted)
    );
  }
}

function timeOf({ lastTimestamp, eventTime, metadata }: CoreV1Event): number {
  return new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0).getTime();
}

async function ignoringNotFound<T>(request: Promise<T>): Promise<T | undefined> {
  return request.catch((error: { code?: number }) => {
    if (error.code === 404) return undefined;
    throw error;
  });
}
