import type { Proxy } from './proxy.js';

/** Something in force on a proxy, and the entry of a fault that asked for it. */
export interface Placed<Entry, Installed> {
  readonly entry: Entry;
  readonly proxy: Proxy;
  readonly installed: Installed;
}

/**
 * Finds for each entry what is in force for it already: first by equal content, then by `placeOf`, for entries that
 * changed. What no entry claims is left over.
 */
export function match<Entry, Installed>(
  entries: readonly Entry[],
  old: readonly Placed<Entry, Installed>[],
  placeOf: (entry: Entry) => string | undefined,
): { found: (Placed<Entry, Installed> | undefined)[]; leftOver: Placed<Entry, Installed>[] } {
  const pool = new Set(old);
  const claim = (isIt: (candidate: Entry) => boolean) => {
    const found = [...pool].find(({ entry }) => isIt(entry));
    if (found) pool.delete(found);
    return found;
  };
  const same = entries.map((entry) => {
    const content = canonical(entry);
    return claim((candidate) => canonical(candidate) === content);
  });
  const found = entries.map((entry, index) => {
    const place = placeOf(entry);
    return (
      same[index] ?? (place === undefined ? undefined : claim((candidate) => placeOf(candidate) === place))
    );
  });
  return { found, leftOver: [...pool] };
}

export function isSameContent(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
