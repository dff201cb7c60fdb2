import { StatusError } from '../status-error.js';
import { isJsonObject, isSameJson } from '../store/json.js';
import type { KubeObject, ManagedFields } from '../types.js';
import { type FieldSet, hasPath, leavesOf, pathText, valueAt, withoutPath } from './field-set.js';

/** The fields that a manager applied before. */
export function appliedBy(manager: string, object: KubeObject | undefined): FieldSet {
  return setOf((object?.metadata.managedFields ?? []).find((entry) => isBy(entry, manager)));
}

export function appliedByOthers(manager: string, object: KubeObject | undefined): ManagedFields[] {
  return (object?.metadata.managedFields ?? []).filter((entry) => !isBy(entry, manager));
}

export function setOf(entry: ManagedFields | undefined): FieldSet {
  return (entry?.fieldsV1 ?? {}) as FieldSet;
}

/** Fields that somebody else applied and that this manifest would change. */
export function conflictsWith(
  others: ManagedFields[],
  { manifest, fields, current }: { manifest: KubeObject; fields: FieldSet; current: KubeObject },
): { manager: string; path: string[] }[] {
  // An empty object in a manifest asks for nothing in particular.
  const asked = leavesOf(fields).filter((path) => !isJsonObject(valueAt(manifest, path)));
  const changed = asked.filter((path) => !isSameJson(valueAt(current, path), valueAt(manifest, path)));
  return others.flatMap((entry) =>
    changed.filter((path) => hasPath(setOf(entry), path)).map((path) => ({ manager: entry.manager, path })),
  );
}

export function applyConflict(conflicts: { manager: string; path: string[] }[]): StatusError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict' as const,
    field: pathText(path),
    message: `conflict with "${manager}"`,
  }));
  const count = conflicts.length === 1 ? '1 conflict' : `${conflicts.length} conflicts`;
  const told = causes.map(({ field, message }) => `${message}: ${field}`).join('\n');
  return new StatusError(409, 'Conflict', `Apply failed with ${count}: ${told}`, { causes });
}

/** Takes fields away from the managers that lost them. */
export function withoutConflicts(
  others: ManagedFields[],
  conflicts: { manager: string; path: string[] }[],
): ManagedFields[] {
  return others.flatMap((entry) => {
    const lost = conflicts.filter(({ manager }) => manager === entry.manager);
    const left = lost.reduce((set, { path }) => withoutPath(set, path), setOf(entry));
    return Object.keys(left).length === 0 ? [] : { ...entry, fieldsV1: left };
  });
}

function isBy({ manager, operation }: ManagedFields, wanted: string): boolean {
  return manager === wanted && operation === 'Apply';
}
