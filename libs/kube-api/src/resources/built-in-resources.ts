import type { Resource } from './resource.js';

/**
 * The kinds a cluster has before any CustomResourceDefinition. Kinds that no controller acts on are here as well,
 * so that manifests which hold them apply and read back as on any cluster.
 */
export const builtInResources: readonly Resource[] = [
  core('Pod', 'po', { categories: ['all'], generation: 'spec', subresources: podSubresources() }),
  core('Service', 'svc', { categories: ['all'], subresources: ['status'] }),
  core('ConfigMap', 'cm'),
  core('Secret'),
  core('Endpoints', 'ep', { plural: 'endpoints' }),
  core('Event', 'ev'),
  core('ServiceAccount', 'sa'),
  core('PersistentVolumeClaim', 'pvc', { subresources: ['status'] }),
  core('LimitRange', 'limits'),
  core('ResourceQuota', 'quota', { subresources: ['status'] }),
  core('ReplicationController', 'rc', { categories: ['all'], generation: 'spec', subresources: ['status'] }),
  core('Namespace', 'ns', { namespaced: false, subresources: ['status', 'finalize'] }),
  core('Node', 'no', { namespaced: false, subresources: ['status'] }),
  core('PersistentVolume', 'pv', { namespaced: false, subresources: ['status'] }),
  workload('Deployment', 'deploy'),
  workload('ReplicaSet', 'rs'),
  workload('StatefulSet', 'sts'),
  workload('DaemonSet', 'ds', { subresources: ['status'] }),
  grouped('apps', 'ControllerRevision'),
  grouped('batch', 'Job', { categories: ['all'], generation: 'spec', subresources: ['status'] }),
  grouped('batch', 'CronJob', {
    shortNames: ['cj'],
    categories: ['all'],
    generation: 'spec',
    subresources: ['status'],
  }),
  grouped('autoscaling', 'HorizontalPodAutoscaler', {
    version: 'v2',
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: ['status'],
  }),
  grouped('discovery.k8s.io', 'EndpointSlice', { generation: 'content' }),
  grouped('policy', 'PodDisruptionBudget', {
    shortNames: ['pdb'],
    generation: 'spec',
    subresources: ['status'],
  }),
  grouped('networking.k8s.io', 'NetworkPolicy', {
    plural: 'networkpolicies',
    shortNames: ['netpol'],
    generation: 'spec',
  }),
  grouped('networking.k8s.io', 'Ingress', {
    plural: 'ingresses',
    shortNames: ['ing'],
    generation: 'spec',
    subresources: ['status'],
  }),
  grouped('rbac.authorization.k8s.io', 'Role'),
  grouped('rbac.authorization.k8s.io', 'RoleBinding'),
  grouped('rbac.authorization.k8s.io', 'ClusterRole', { namespaced: false }),
  grouped('rbac.authorization.k8s.io', 'ClusterRoleBinding', { namespaced: false }),
  grouped('coordination.k8s.io', 'Lease'),
  grouped('storage.k8s.io', 'StorageClass', {
    plural: 'storageclasses',
    namespaced: false,
    shortNames: ['sc'],
  }),
  grouped('scheduling.k8s.io', 'PriorityClass', {
    plural: 'priorityclasses',
    namespaced: false,
    shortNames: ['pc'],
  }),
  grouped('apiextensions.k8s.io', 'CustomResourceDefinition', {
    namespaced: false,
    shortNames: ['crd', 'crds'],
    generation: 'spec',
    subresources: ['status'],
  }),
];

function podSubresources(): string[] {
  return ['status', 'log', 'exec', 'attach', 'portforward', 'eviction'];
}

function core(kind: string, shortName?: string, rest: Partial<Resource> = {}): Resource {
  return grouped('', kind, { shortNames: shortName === undefined ? [] : [shortName], ...rest });
}

function workload(kind: string, shortName: string, rest: Partial<Resource> = {}): Resource {
  return grouped('apps', kind, {
    shortNames: [shortName],
    categories: ['all'],
    generation: 'spec',
    subresources: ['status', 'scale'],
    ...rest,
  });
}

function grouped(group: string, kind: string, rest: Partial<Resource> = {}): Resource {
  const singular = kind.toLowerCase();
  return {
    group,
    version: 'v1',
    kind,
    plural: `${singular}s`,
    singular,
    namespaced: true,
    shortNames: [],
    categories: [],
    subresources: [],
    generation: 'none',
    ...rest,
  };
}
