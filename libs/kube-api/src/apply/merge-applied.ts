import { isJsonObject, type JsonObject } from '../store/json.js';
import type { ListTypes } from './list-types.js';

/** Lays a manifest over an object: fields it names are set, lists merge by their type, the rest stays. */
export function mergeApplied(
  current: unknown,
  applied: unknown,
  listTypes: ListTypes,
  path: string[] = [],
): unknown {
  if (Array.isArray(applied)) return mergeList(current, applied, listTypes, path);
  if (!isJsonObject(applied)) return applied;
  const merged: JsonObject = isJsonObject(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(applied)) {
    merged[name] = mergeApplied(merged[name], value, listTypes, [...path, name]);
  }
  return merged;
}

function mergeList(current: unknown, applied: unknown[], listTypes: ListTypes, path: string[]): unknown[] {
  const type = listTypes(path);
  if (type === 'atomic' || !Array.isArray(current)) return applied;
  if (type === 'set') return [...new Set<unknown>([...(current as unknown[]), ...applied])];
  const isSame = (left: unknown, right: unknown) =>
    isJsonObject(left) && isJsonObject(right) && type.keys.every((key) => left[key] === right[key]);
  return applied.reduce<unknown[]>((items, item) => {
    const found = items.findIndex((other) => isSame(other, item));
    if (found < 0) return [...items, item];
    return items.with(found, mergeApplied(items[found], item, listTypes, path));
  }, current);
}
