// The audit: reads the stores until they agree with what the customer was told, or time is up.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.js';
import { type AuditFindings, compare, type SentOrder, type Stores } from './compare.js';
import { readStores } from './read-stores.js';

export interface AuditOptions {
  /** The database may be on its way back; and from the first look at it, loyalty may be told late. */
  withinMs?: number;
  everyMs?: number;
  now?: () => number;
  signal?: AbortSignal;
}

/** @throws when the stores could not be read at all within the time. */
export async function audit(
  sent: SentOrder[],
  read: () => Promise<Stores>,
  { withinMs = 15_000, everyMs = 500, now = Date.now, signal }: AuditOptions = {},
): Promise<AuditFindings> {
  let start = now();
  let hasLooked = false;
  for (;;) {
    const found = await read().then(
      (stores) => compare(sent, stores),
      (error: unknown) => error,
    );
    if (isFindings(found) && !hasLooked) [start, hasLooked] = [now(), true];
    const over = now() - start + everyMs > withinMs;
    if (isFindings(found) && (!mayHeal(found) || over)) return found;
    if (!isFindings(found) && over)
      throw new Error(`the audit could not read the stores: ${(found as Error).message}`, { cause: found });
    signal?.throwIfAborted();
    await sleep(everyMs);
  }
}

/** The stores of a cluster, read through the API server straight from the pod of the database. */
export function storesOf(cluster: Cluster): () => Promise<Stores> {
  return async () =>
    readStores({
      open: () => cluster.connect('mysql-0', 3306),
      user: 'workshop',
      password: await cluster.secret('mysql', 'password'),
    });
}

/** Time can bring what is on its way to loyalty; it takes back no doubled order. */
function mayHeal({ uncounted, overcounted }: AuditFindings): boolean {
  return uncounted + overcounted > 0;
}

function isFindings(found: unknown): found is AuditFindings {
  return typeof found === 'object' && found !== null && 'findings' in found;
}
