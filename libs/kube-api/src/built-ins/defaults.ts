import type {
  CustomResourceDefinition,
  Deployment,
  KubeObject,
  Namespace,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
  Secret,
  Service,
  StatefulSet,
} from '../types.js';
import { defaultDefinition } from './definition-defaults.js';
import { fill } from './fill.js';
import { defaultPod } from './pod-defaults.js';
import { defaultService } from './service-defaults.js';
import { defaultDeployment, defaultReplicaSet, defaultStatefulSet } from './workload-defaults.js';

interface Setting {
  now: Date;
  list: (kind: string) => KubeObject[];
  /** The object before an update; absent on creation. */
  previous?: KubeObject;
}

type Default = (draft: KubeObject, setting: Setting) => void;

const defaults: Record<string, Default> = {
  Namespace: (draft, { previous }) => defaultNamespace(draft as Namespace, previous === undefined),
  Pod: (draft) => defaultPod(draft as Pod),
  Deployment: (draft) => defaultDeployment(draft as Deployment),
  ReplicaSet: (draft) => defaultReplicaSet(draft as ReplicaSet),
  StatefulSet: (draft) => defaultStatefulSet(draft as StatefulSet),
  Service: (draft, { list, previous }) =>
    defaultService(draft as Service, list('Service') as Service[], previous as Service | undefined),
  Secret: (draft) => defaultSecret(draft as Secret),
  PersistentVolumeClaim: (draft) => defaultClaim(draft as PersistentVolumeClaim),
  CustomResourceDefinition: (draft, { now }) => defaultDefinition(draft as CustomResourceDefinition, now),
};

/** Fills in what the real API server would for a built-in kind; other kinds are left alone. */
export function defaultBuiltIn(draft: KubeObject, setting: Setting): void {
  defaults[draft.kind]?.(draft, setting);
}

function defaultNamespace(namespace: Namespace, isNew: boolean): void {
  const { metadata } = namespace;
  metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  if (isNew) namespace.spec = { finalizers: ['kubernetes'] };
  namespace.status ??= {};
  fill(namespace.status, { phase: 'Active' });
}

function defaultSecret(secret: Secret): void {
  fill(secret, { type: 'Opaque' });
  if (secret.stringData === undefined) return;
  const encoded = Object.entries(secret.stringData).map(([key, value]) => [
    key,
    Buffer.from(value).toString('base64'),
  ]);
  secret.data = { ...secret.data, ...(Object.fromEntries(encoded) as Record<string, string>) };
  delete secret.stringData;
}

function defaultClaim(claim: PersistentVolumeClaim): void {
  fill(claim.spec, { volumeMode: 'Filesystem' });
  claim.status ??= {};
  fill(claim.status, { phase: 'Pending' });
}
