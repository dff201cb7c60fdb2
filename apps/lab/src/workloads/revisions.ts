// The history of a Deployment: which ReplicaSet has which template and revision, so that it can be undone.
import { type Deployment, type ReplicaSet, type Store } from '@chaos-workshop/kube-api';

import { ownerReference } from './owners.js';
import { limitsOf } from './rollout.js';
import { isSameTemplate, templateHash } from './template-hash.js';

const hashLabel = 'pod-template-hash';
const prefix = 'deployment.kubernetes.io';
const revisionAnnotation = `${prefix}/revision`;
/** Annotations of the Deployment that are not its ReplicaSets' business. */
const ownAnnotations = new Set([revisionAnnotation, 'kubectl.kubernetes.io/last-applied-configuration']);

export function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);
}

/** The set whose template is the Deployment's, whatever its hash label says. */
export function findNewSet(deployment: Deployment, sets: ReplicaSet[]): ReplicaSet | undefined {
  return sets.find((set) =>
    isSameTemplate(withoutHash(set.spec.template), withoutHash(deployment.spec.template)),
  );
}

export function createReplicaSet(
  store: Store,
  deployment: Deployment,
  { replicas, revision }: { replicas: number; revision: number },
): ReplicaSet {
  const { name, namespace = '' } = deployment.metadata;
  const { selector, template, minReadySeconds } = deployment.spec;
  const hash = freeHash(store, deployment);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  return store.create<ReplicaSet>({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: annotationsFor(deployment, revision),
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...structuredClone(template), metadata: { ...template.metadata, labels } },
    },
  });
}

/** Writes the revision on the set and on the Deployment; the set also keeps the Deployment's annotations (change-cause). */
export function setRevision(store: Store, deployment: Deployment, set: ReplicaSet, revision: number): void {
  const { namespace = '', name } = deployment.metadata;
  store.update<ReplicaSet>({ kind: 'ReplicaSet', namespace, name: set.metadata.name }, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, ...annotationsFor(deployment, revision) };
  });
  store.update<Deployment>({ kind: 'Deployment', namespace, name }, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [revisionAnnotation]: String(revision) };
  });
}

function annotationsFor(deployment: Deployment, revision: number): Record<string, string> {
  const { annotations = {} } = deployment.metadata;
  const { replicas, maxSurge } = limitsOf(deployment);
  const copied = Object.entries(annotations).filter(([key]) => !ownAnnotations.has(key));
  return {
    ...Object.fromEntries(copied),
    [`${prefix}/desired-replicas`]: String(replicas),
    [`${prefix}/max-replicas`]: String(replicas + maxSurge),
    [revisionAnnotation]: String(revision),
  };
}

function freeHash(store: Store, { metadata, spec }: Deployment): string {
  for (let attempt = 0; ; attempt++) {
    const hash = templateHash(spec.template, attempt);
    const key = { kind: 'ReplicaSet', namespace: metadata.namespace ?? '', name: `${metadata.name}-${hash}` };
    if (!store.get(key)) return hash;
  }
}

function withoutHash(template: ReplicaSet['spec']['template']): unknown {
  if (!template) return undefined;
  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
