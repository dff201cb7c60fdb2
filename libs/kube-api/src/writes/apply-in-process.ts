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

/** The very text that kubectl writes: sorted fields, and annotations even where there are none. */
function withLastApplied(manifest: KubeObject): KubeObject {
  const { annotations = {} } = manifest.metadata;
  const applied = sorted({ ...manifest, metadata: { ...manifest.metadata, annotations } });
  const text = `${asGoWrites(applied)}\n`;
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: { ...annotations, [lastApplied]: text } },
  };
}

/** Go's JSON is safe inside HTML; kubectl compares the text. */
function asGoWrites(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[&<>\u2028\u2029]/g, escaped);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
