// A namespace of a cluster as the scripts use it: apply and delete objects, change a variant, wait.
import {
  AppsV1Api,
  type CoreV1Event,
  CoreV1Api,
  CustomObjectsApi,
  type KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type V1DaemonSet,
  type V1Deployment,
  type V1Pod,
} from '@kubernetes/client-node';
import { configOf, versionOf, type Where } from './kubeconfig.ts';
import { patiently } from './patiently.ts';
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
    finalizers?: string[];
  };
  spec?: { action?: string; duration?: string; [field: string]: unknown };
  status?: {
    conditions?: { type: string; status: string; reason?: string }[];
    experiment?: { containerRecords?: FaultRecord[] };
    [field: string]: unknown;
  };
}

/** What Chaos Mesh notes of a fault on one pod or container. */
export interface FaultRecord {
  id?: string;
  phase?: string;
  injectedCount?: number;
  events?: { operation?: string; type?: string; message?: string }[];
}

export type ObjectType = Pick<ClusterObject, 'apiVersion' | 'kind'>;

export class Cluster {
  readonly where: Where;
  readonly namespace: string;
  readonly #config: KubeConfig;
  readonly #objects: KubernetesObjectApi;
  readonly #apps: AppsV1Api;
  readonly #core: CoreV1Api;

  /** @throws when the kubeconfig or the context is not there. */
  constructor(where: Where, namespace = 'chaos-workshop') {
    this.where = where;
    this.namespace = namespace;
    this.#config = configOf(where);
    this.#objects = KubernetesObjectApi.makeApiClient(this.#config);
    this.#apps = this.#config.makeApiClient(AppsV1Api);
    this.#core = this.#config.makeApiClient(CoreV1Api);
  }

  get context(): string {
    return this.#config.getCurrentContext();
  }

  get server(): string {
    return this.#config.getCurrentCluster()?.server ?? 'no cluster';
  }

  /** "kind-chaos-workshop, Kubernetes v1.34.4". @throws when it does not answer. */
  async describe(): Promise<string> {
    return `${this.context}, Kubernetes ${await versionOf(this.#config)}`;
  }

  /** @throws when there is one already. */
  async create(object: ClusterObject): Promise<ClusterObject> {
    let isAgain = false;
    return patiently(async () => {
      const found = isAgain ? await this.get(object) : undefined;
      isAgain = true;
      return found ?? this.#objects.create<ClusterObject>(object);
    });
  }

  /** Undefined when the object is not there. */
  async get(object: ClusterObject): Promise<ClusterObject | undefined> {
    return unlessGone(() => this.#objects.read<ClusterObject>(object));
  }

  /** Adds annotations to an object, of a custom kind too. */
  annotate(object: ClusterObject, annotations: Record<string, string>): Promise<void> {
    return this.#patchMetadata(object, { annotations });
  }

  /** Lets an object go at once, whatever its controller still wanted to do before. */
  dropFinalizers(object: ClusterObject): Promise<void> {
    return this.#patchMetadata(object, { finalizers: null });
  }

  /** Asks for an object's deletion, and does not wait for it. */
  async requestDeletion(object: ClusterObject): Promise<void> {
    await unlessGone(() => this.#objects.delete(object));
  }

  /** Resolves when the object, finalizers and all, is gone; at once when it was not there. */
  async delete(object: ClusterObject, withinMs = 20_000): Promise<void> {
    await this.requestDeletion(object);
    const isGone = async () => !(await this.get(object));
    await until(isGone, withinMs, `${object.kind} ${object.metadata.name} to go away`);
  }

  /** All objects of a kind: in the namespace, or everywhere. */
  async list({ apiVersion, kind }: ObjectType, place = this.namespace): Promise<ClusterObject[]> {
    const { items } = await patiently(() =>
      this.#objects.list<ClusterObject>(apiVersion, kind, place || undefined),
    );
    return items.map((item) => ({ ...item, apiVersion, kind }));
  }

  /** Kinds of an API group that live in namespaces; none when the cluster does not know the group. */
  async kindsOf(group: string, version: string): Promise<string[]> {
    const custom = this.#config.makeApiClient(CustomObjectsApi);
    const found = await unlessGone(() => custom.getAPIResources({ group, version }));
    const resources = found?.resources ?? [];
    return resources
      .filter(({ name, namespaced }) => namespaced && !name.includes('/'))
      .map(({ kind }) => kind);
  }

  async pods(): Promise<V1Pod[]> {
    const { items } = await patiently(() => this.#core.listNamespacedPod({ namespace: this.namespace }));
    return items;
  }

  /** Deployments and DaemonSets of all namespaces that a label selector finds. */
  async workloads(
    labelSelector: string,
  ): Promise<{ deployments: V1Deployment[]; daemonSets: V1DaemonSet[] }> {
    const [deployments, daemonSets] = await Promise.all([
      patiently(() => this.#apps.listDeploymentForAllNamespaces({ labelSelector })),
      patiently(() => this.#apps.listDaemonSetForAllNamespaces({ labelSelector })),
    ]);
    return { deployments: deployments.items, daemonSets: daemonSets.items };
  }

  /** Every Deployment and StatefulSet of the namespace has all its pods. */
  async isRolledOut(): Promise<boolean> {
    const { namespace } = this;
    const [deployments, statefulSets] = await Promise.all([
      patiently(() => this.#apps.listNamespacedDeployment({ namespace })),
      patiently(() => this.#apps.listNamespacedStatefulSet({ namespace })),
    ]);
    return [...deployments.items, ...statefulSets.items].every(
      ({ spec, status }) => (status?.readyReplicas ?? 0) === (spec?.replicas ?? 1),
    );
  }

  /** What happened to an object, oldest first. */
  async events({ kind, metadata: { name } }: ClusterObject): Promise<CoreV1Event[]> {
    const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
    const { namespace } = this;
    const { items } = await patiently(() => this.#core.listNamespacedEvent({ namespace, fieldSelector }));
    return items.toSorted((one, other) => timeOf(one) - timeOf(other));
  }

  /** Runs another build of a Deployment's code and resolves when it has taken over. */
  async setVariant(deployment: string, variant: string, withinMs = 120_000): Promise<void> {
    const containers = [{ name: deployment, env: [{ name: 'VARIANT', value: variant }] }];
    const metadata = { name: deployment, namespace: this.namespace };
    const spec = { template: { spec: { containers } } };
    await patiently(() => this.#objects.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }));
    await until(() => this.#hasTakenOver(deployment), withinMs, `the rollout of ${deployment}`);
  }

  /** Deletes a pod of a StatefulSet and resolves when another one of that name is ready. */
  async replacePod(name: string, withinMs = 120_000): Promise<void> {
    const pod = { name, namespace: this.namespace };
    const old = await patiently(() => this.#core.readNamespacedPod(pod));
    const uid = old.metadata?.uid ?? '';
    await unlessGone(() => this.#core.deleteNamespacedPod({ ...pod, body: { preconditions: { uid } } }));
    const isReplaced = async () => {
      const now = await unlessGone(() => this.#core.readNamespacedPod(pod));
      const isReady = now?.status?.conditions?.some(
        ({ type, status }) => type === 'Ready' && status === 'True',
      );
      return now?.metadata?.uid !== uid && isReady === true;
    };
    await until(isReplaced, withinMs, `pod ${name} to be replaced`);
  }

  async #patchMetadata({ apiVersion, kind, metadata }: ClusterObject, change: object): Promise<void> {
    const { name, namespace = this.namespace } = metadata;
    const patch = { apiVersion, kind, metadata: { name, namespace, ...change } };
    const strategy = PatchStrategy.MergePatch;
    await unlessGone(() => this.#objects.patch(patch, undefined, undefined, undefined, undefined, strategy));
  }

  async #hasTakenOver(name: string): Promise<boolean> {
    const deployment = { name, namespace: this.namespace };
    const { metadata, spec, status } = await patiently(() => this.#apps.readNamespacedDeployment(deployment));
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

/** Undefined when what it is about is not there. */
async function unlessGone<T>(request: () => Promise<T>): Promise<T | undefined> {
  return patiently(request).catch((error: { code?: number }) => {
    if (error.code === 404) return undefined;
    throw error;
  });
}
