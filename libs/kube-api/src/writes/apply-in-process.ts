import type { Resources } from '../resources/resources.js';
import { mergePatch } from '../patches/merge-patch.js';
import { strategicMerge } from '../patches/strategic-merge.js';
import { StatusError } from '../status-error.js';
import type { Store } from '../store/store.js';
import type { KubeObject, ObjectKey } from '../types.js';
import { plainWrite } from './write-options.js';
import type { Writes } from './writes.js';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * `kubectl apply` without a client: creates, or merges the manifest into what is there. Remembers the manifest
 * where kubectl does, so that a later `kubectl apply` finds which fields it may remove.
 */
export function applyInProcess(
  { store, resources, writes }: { store: Store; resources: Resources; writes: Writes },
  manifest: KubeObject,
): KubeObject {
  const resource = resources.byKind(manifest.apiVersion, manifest.kind);
  if (resource === undefined) {
    const known = `no matches for kind "${manifest.kind}" in version "${manifest.apiVersion}"`;
    throw StatusError.badRequest(`${known}: apply its CustomResourceDefinition first`);
  }
  const namespace = resource.namespaced ? (manifest.metadata.namespace ?? 'default') : undefined;
  const { name } = manifest.metadata;
  const key: ObjectKey = { kind: manifest.kind, name, ...(namespace !== undefined && { namespace }) };
  const marked = withLastApplied(manifest);
  if (store.get(key) === undefined) return writes.create(resource, namespace, marked, plainWrite).object;
  const merge = resource.custom === undefined ? strategicMerge : mergePatch;
  return writes.update(resource, key, { from: (current) => merge(current, marked) }, plainWrite).object;
}

function withLastApplied(manifest: KubeObject): KubeObject {
  const annotations = { ...manifest.metadata.annotations, [lastApplied]: `${JSON.stringify(manifest)}\n` };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
