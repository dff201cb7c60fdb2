// Whether the demo can play on a cluster, before anything is changed there; each complaint says what to do.
import type { V1DaemonSet, V1Deployment } from '@kubernetes/client-node';
import { which } from 'zx';
import type { Cluster, ObjectType } from '../cluster.ts';

/** What of Chaos Mesh there is in a cluster. */
export interface ChaosMesh {
  /** Kinds of its API. */
  kinds: readonly string[];
  controllers: readonly V1Deployment[];
  daemons: readonly V1DaemonSet[];
}

const group = 'chaos-mesh.org';
const howToInstall =
  '`npm run cluster:up` makes a cluster that has it; for another one the command is in helm/chaos-mesh-values.yaml';

export async function requireHelm(): Promise<void> {
  if (await which('helm', { nothrow: true })) return;
  throw new Error('helm is not on PATH: install it (https://helm.sh/docs/intro/install/) and run this again');
}

/** @throws unless Chaos Mesh is up and obeys faults of these types in the cluster's namespace. */
export async function requireChaosMesh(cluster: Cluster, types: readonly ObjectType[]): Promise<void> {
  const [kinds, controllers, daemons] = await Promise.all([
    cluster.kindsOf(group, 'v1alpha1'),
    cluster.workloads('app.kubernetes.io/name=chaos-mesh,app.kubernetes.io/component=controller-manager'),
    cluster.workloads('app.kubernetes.io/name=chaos-mesh,app.kubernetes.io/component=chaos-daemon'),
  ]);
  const there = { kinds, controllers: controllers.deployments, daemons: daemons.daemonSets };
  const complaint = whyNotReady(there, types, cluster.namespace);
  if (complaint !== undefined) throw new Error(`${cluster.context}: ${complaint}`);
}

export function whyNotReady(
  { kinds, controllers, daemons }: ChaosMesh,
  types: readonly ObjectType[],
  namespace: string,
): string | undefined {
  if (kinds.length === 0) return `there is no Chaos Mesh: ${howToInstall}`;
  const wanted = types.filter(({ apiVersion }) => apiVersion.startsWith(`${group}/`));
  const unknown = wanted.find(({ kind }) => !kinds.includes(kind));
  if (unknown) return `its Chaos Mesh does not know ${unknown.kind}: ${howToInstall}`;
  const controller = controllers.find(({ status }) => (status?.readyReplicas ?? 0) > 0);
  if (!controller) return `the controller of Chaos Mesh is not ready: ${howToSee(controllers[0])}`;
  const late = daemons.find(
    ({ status }) => (status?.numberReady ?? 0) < (status?.desiredNumberScheduled ?? 1),
  );
  if (daemons.length === 0 || late)
    return `the daemons of Chaos Mesh are not ready on every node: ${howToSee(late ?? controller)}`;
  return whyElsewhere(controller, namespace);
}

/** A Chaos Mesh can be told to obey one namespace alone. */
function whyElsewhere({ spec }: V1Deployment, namespace: string): string | undefined {
  const env = spec?.template.spec?.containers.flatMap(({ env = [] }) => env) ?? [];
  const valueOf = (variable: string) => env.find(({ name }) => name === variable)?.value;
  const only = valueOf('TARGET_NAMESPACE');
  if (valueOf('CLUSTER_SCOPED') !== 'false' || only === namespace) return undefined;
  return `its Chaos Mesh obeys the namespace ${only} alone: install it with clusterScoped=true, or say --namespace ${only}`;
}

function howToSee(workload: V1Deployment | V1DaemonSet | undefined): string {
  const namespace = workload?.metadata?.namespace ?? 'chaos-mesh';
  return `kubectl get pods --namespace ${namespace} shows why`;
}
