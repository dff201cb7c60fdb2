import { isJsonObject, type JsonObject } from '../store/json.js';
import { listStrategy } from './merge-keys.js';

/**
 * Strategic merge patch of Kubernetes: as a merge patch, but lists of built-in kinds merge by key, and directives
 * (`$patch`, `$retainKeys`, `$deleteFromPrimitiveList/…`, `$setElementOrder/…`) steer it.
 */
export function strategicMerge(target: unknown, patch: unknown, path = ''): unknown {
  if (!isJsonObject(patch)) return patch;
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  const merged: JsonObject = isJsonObject(target) ? { ...target } : {};
  retainKeys(merged, patch['$retainKeys']);
  const [orders, fields] = partition(Object.entries(patch), ([name]) => name.startsWith('$setElementOrder/'));
  // Orders speak of the merged lists, so they come last.
  for (const [name, value] of [...fields, ...orders]) mergeField(merged, name, value, path);
  return merged;
}

function mergeField(merged: JsonObject, name: string, value: unknown, path: string): void {
  const [directive, field = ''] = name.split(/\/(.*)/s);
  if (directive === '$deleteFromPrimitiveList') deletePrimitives(merged, field, value);
  else if (directive === '$setElementOrder') sortElements(merged, field, value, joined(path, field));
  else if (name.startsWith('$')) return;
  else if (value === null || isDeletion(value)) delete merged[name];
  else if (Array.isArray(value)) merged[name] = mergeList(merged[name], value, joined(path, name));
  else merged[name] = strategicMerge(merged[name], value, joined(path, name));
}

function mergeList(target: unknown, patch: unknown[], path: string): unknown[] {
  const strategy = listStrategy(path);
  const existing: unknown[] = Array.isArray(target) ? target : [];
  const isReplaced = patch.some((item) => isJsonObject(item) && item['$patch'] === 'replace');
  if (strategy === 'replace' || isReplaced)
    return patch.filter((item) => !isDirective(item)).map(withoutDirectives);
  if (strategy === 'set') return [...new Set([...existing, ...patch])];
  return patch.reduce<unknown[]>((list, item) => mergeItem(list, item, strategy.by, path), [...existing]);
}

function mergeItem(list: unknown[], item: unknown, key: string, path: string): unknown[] {
  if (!isJsonObject(item)) return [...list, item];
  const isSameItem = (other: unknown) => isJsonObject(other) && other[key] === item[key];
  if (item['$patch'] === 'delete') return list.filter((other) => !isSameItem(other));
  const at = list.findIndex(isSameItem);
  if (at < 0) return [...list, strategicMerge({}, item, path)];
  return list.with(at, strategicMerge(list[at], item, path));
}

function deletePrimitives(merged: JsonObject, field: string, values: unknown): void {
  const list = merged[field];
  if (!Array.isArray(list) || !Array.isArray(values)) return;
  merged[field] = list.filter((item) => !values.includes(item));
}

/** Elements named by the order come in that order; others keep their place relative to their neighbours. */
function sortElements(merged: JsonObject, field: string, order: unknown, path: string): void {
  const list = merged[field];
  const strategy = listStrategy(path);
  if (!Array.isArray(list) || !Array.isArray(order) || strategy === 'replace') return;
  const identity = (item: unknown) => (strategy !== 'set' && isJsonObject(item) ? item[strategy.by] : item);
  const wanted = order.map(identity);
  const rank = (item: unknown) => wanted.indexOf(identity(item));
  const ordered = list.filter((item) => rank(item) >= 0).toSorted((left, right) => rank(left) - rank(right));
  merged[field] = list.map((item) => (rank(item) < 0 ? (item as unknown) : ordered.shift()));
}

function retainKeys(merged: JsonObject, keys: unknown): void {
  if (!Array.isArray(keys)) return;
  for (const name of Object.keys(merged)) if (!keys.includes(name)) delete merged[name];
}

function isDeletion(value: unknown): boolean {
  return isJsonObject(value) && value['$patch'] === 'delete';
}

function isDirective(item: unknown): boolean {
  return isJsonObject(item) && '$patch' in item && Object.keys(item).length === 1;
}

function withoutDirectives(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name, field]) => !name.startsWith('$') && field !== null),
  );
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function partition<T>(items: T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter((item) => isFirst(item)), items.filter((item) => !isFirst(item))];
}
