import type { Deployment, ReplicaSet, StatefulSet } from '../types.js';
import { fill } from './fill.js';
import { defaultPodSpec } from './pod-defaults.js';

/** Defaults of apps/v1 (kubernetes/pkg/apis/apps/v1/defaults.go). */

export function defaultDeployment(deployment: Deployment): void {
  const { spec } = deployment;
  fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {} });
  const strategy = fill(spec.strategy ?? {}, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate = fill(strategy.rollingUpdate ?? {}, { maxSurge: '25%', maxUnavailable: '25%' });
  }
  spec.strategy = strategy;
  defaultPodSpec(spec.template.spec);
  deployment.status ??= {};
}

export function defaultReplicaSet(replicaSet: ReplicaSet): void {
  fill(replicaSet.spec, { replicas: 1 });
  if (replicaSet.spec.template !== undefined) defaultPodSpec(replicaSet.spec.template.spec);
  replicaSet.status ??= { replicas: 0 };
}

export function defaultStatefulSet(statefulSet: StatefulSet): void {
  const { spec } = statefulSet;
  fill(spec, {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    updateStrategy: {},
    persistentVolumeClaimRetentionPolicy: {},
  });
  fill(spec.persistentVolumeClaimRetentionPolicy ?? {}, { whenDeleted: 'Retain', whenScaled: 'Retain' });
  const strategy = fill(spec.updateStrategy ?? {}, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate')
    strategy.rollingUpdate = fill(strategy.rollingUpdate ?? {}, { partition: 0 });
  spec.updateStrategy = strategy;
  for (const claim of spec.volumeClaimTemplates ?? []) {
    fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' } as object);
    fill(claim.spec, { volumeMode: 'Filesystem' });
  }
  defaultPodSpec(spec.template.spec);
  statefulSet.status ??= { replicas: 0 };
}
