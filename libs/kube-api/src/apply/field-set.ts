import { isJsonObject, isSameJson, type JsonObject } from '../store/json.js';
import type { ListTypes } from './list-types.js';

/**
 * A set of fields as Kubernetes writes it (FieldsV1): `f:name` a field, `k:{"name":"web"}` the item of a list under
 * its keys, `v:"x"` a value of a set. A leaf is an empty object.
 */
export interface FieldSet {
  [segment: string]: FieldSet;
}

/** All fields that a manifest sets. */
export function fieldsOf(value: unknown, listTypes: ListTypes, path: string[] = []): FieldSet {
  if (Array.isArray(value)) return itemsOf(value, listTypes, path);
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [`f:${name}`, fieldsOf(field, listTypes, [...path, name])]),
  );
}

function itemsOf(items: unknown[], listTypes: ListTypes, path: string[]): FieldSet {
  const type = listTypes(path);
  if (type === 'atomic') return {};
  if (type === 'set') return Object.fromEntries(items.map((item) => [`v:${JSON.stringify(item)}`, {}]));
  return Object.fromEntries(
    items.filter(isJsonObject).map((item) => [keySegment(item, type.keys), fieldsOf(item, listTypes, path)]),
  );
}

function keySegment(item: JsonObject, keys: string[]): string {
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key]])))}`;
}

/** The paths of all leaves. */
export function leavesOf(fields: FieldSet): string[][] {
  return Object.entries(fields).flatMap(([segment, inner]) => {
    const below = leavesOf(inner);
    return below.length === 0 ? [[segment]] : below.map((path) => [segment, ...path]);
  });
}

export function hasPath(fields: FieldSet, path: string[]): boolean {
  return at(fields, path) !== undefined;
}

/** A copy without one path, and without parents that are empty then. */
export function withoutPath(fields: FieldSet, [segment = '', ...rest]: string[]): FieldSet {
  const { [segment]: inner, ...others } = fields;
  if (inner === undefined || rest.length === 0) return others;
  const left = withoutPath(inner, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [segment]: left };
}

/** What an object holds at a path of segments. */
export function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((parent, segment) => childAt(parent, segment), value);
}

/** Removes from `value`, in place, what `fields` name and none of `kept` do. */
export function removeFields(value: unknown, fields: FieldSet, kept: FieldSet[]): void {
  for (const [segment, inner] of Object.entries(fields)) {
    const keepers = kept.flatMap((set) => set[segment] ?? []);
    if (keepers.length > 0) removeFields(childAt(value, segment), inner, keepers);
    else removeChild(value, segment);
  }
}

/** `.spec.containers[name="web"].image`, as conflicts are told. */
export function pathText(path: string[]): string {
  return path.map(segmentText).join('');
}

function segmentText(segment: string): string {
  const content = segment.slice(2);
  if (segment.startsWith('f:')) return `.${content}`;
  if (segment.startsWith('v:')) return `[=${content}]`;
  const keys = Object.entries(JSON.parse(content) as JsonObject);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}

function at(fields: FieldSet | undefined, path: string[]): FieldSet | undefined {
  return path.reduce<FieldSet | undefined>((set, segment) => set?.[segment], fields);
}

function childAt(value: unknown, segment: string): unknown {
  if (segment.startsWith('f:')) return isJsonObject(value) ? value[segment.slice(2)] : undefined;
  return Array.isArray(value) ? (value.find((item) => isNamedBy(item, segment)) as unknown) : undefined;
}

function removeChild(value: unknown, segment: string): void {
  if (segment.startsWith('f:') && isJsonObject(value)) delete value[segment.slice(2)];
  if (!Array.isArray(value)) return;
  const found = value.findIndex((item) => isNamedBy(item, segment));
  if (found >= 0) value.splice(found, 1);
}

function isNamedBy(item: unknown, segment: string): boolean {
  const wanted = JSON.parse(segment.slice(2)) as unknown;
  if (segment.startsWith('v:')) return isSameJson(item, wanted);
  return (
    isJsonObject(item) && Object.entries(wanted as JsonObject).every(([key, value]) => item[key] === value)
  );
}
