import type { ServedResource } from '../resources/resources.js';
import { pruneObject } from '../schema/object-schema.js';
import { StatusError } from '../status-error.js';
import { isSameJson } from '../store/json.js';
import type { Store } from '../store/store.js';
import { rfc3339 } from '../store/timestamps.js';
import type { KubeObject, ManagedFields, ObjectKey } from '../types.js';
import { asObject } from '../writes/identity.js';
import type { WriteOptions, Written } from '../writes/write-options.js';
import type { Writes } from '../writes/writes.js';
import { fieldsOf, removeFields } from './field-set.js';
import { listTypesOf } from './list-types.js';
import {
  appliedBy,
  appliedByOthers,
  applyConflict,
  conflictsWith,
  setOf,
  withoutConflicts,
} from './managed-fields.js';
import { mergeApplied } from './merge-applied.js';

export interface Applying {
  resource: ServedResource;
  key: ObjectKey;
  manifest: unknown;
  /** Take fields from other managers instead of refusing. */
  force: boolean;
}

/**
 * Server-side apply: sets what the manifest names, removes what the same manager named before and no longer does,
 * refuses (409) to change what another manager applied. Only appliers are tracked, not plain updates.
 */
export function applyServerSide(
  { store, writes }: { store: Store; writes: Writes },
  { resource, key, manifest, force }: Applying,
  options: WriteOptions,
): Written & { isNew: boolean } {
  const applied = asObject(manifest, resource);
  applied.metadata.name ??= key.name;
  requireKnownFields(applied, resource);
  const current = store.get(key);
  const desired = merge(applied, current, { resource, force, manager: options.fieldManager });
  if (current === undefined) {
    return { ...writes.create(resource, key.namespace, desired, options), isNew: true };
  }
  return { ...writes.update(resource, key, { from: () => desired }, options), isNew: false };
}

interface Merging {
  resource: ServedResource;
  force: boolean;
  manager: string;
}

function merge(applied: KubeObject, current: KubeObject | undefined, { resource, force, manager }: Merging) {
  const listTypes = listTypesOf(resource);
  const fields = fieldsOf(ownedPart(applied), listTypes);
  const others = appliedByOthers(manager, current);
  const conflicts =
    current === undefined ? [] : conflictsWith(others, { manifest: applied, fields, current });
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  const remaining = withoutConflicts(others, conflicts);
  const merged = mergeApplied(structuredClone(current ?? {}), applied, listTypes) as KubeObject;
  removeFields(merged, appliedBy(manager, current), [fields, ...remaining.map(setOf)]);
  merged.metadata.managedFields = [...remaining, managed({ applied, current, manager, fields })];
  return merged;
}

interface Managing {
  applied: KubeObject;
  current: KubeObject | undefined;
  manager: string;
  fields: ManagedFields['fieldsV1'] & object;
}

/** The manager's entry; the time is that of the last change of its fields, so that a second apply changes nothing. */
function managed({ applied, current, manager, fields }: Managing): ManagedFields {
  const known = current?.metadata.managedFields?.find((entry) => entry.manager === manager);
  if (known !== undefined && isSameJson(known.fieldsV1, fields)) return known;
  return {
    manager,
    operation: 'Apply',
    apiVersion: applied.apiVersion,
    time: rfc3339(new Date()),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
  };
}

/** Names and versions belong to nobody. */
function ownedPart({ apiVersion: _apiVersion, kind: _kind, metadata, ...content }: KubeObject): object {
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const owned = Object.entries({ labels, annotations, finalizers, ownerReferences });
  return { ...content, metadata: Object.fromEntries(owned.filter(([, value]) => value !== undefined)) };
}

function requireKnownFields(applied: KubeObject, resource: ServedResource): void {
  const unknown = pruneObject(structuredClone(applied), resource);
  if (unknown.length === 0) return;
  const { name, namespace } = applied.metadata;
  const object = `${namespace === undefined ? '' : `${namespace}/`}${name}; ${applied.apiVersion}, Kind=${applied.kind}`;
  const problems = unknown.map((path) => `.${path}: field not declared in schema`).join(', ');
  throw new StatusError(500, 'InternalError', `failed to create typed patch object (${object}): ${problems}`);
}
