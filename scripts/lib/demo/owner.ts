// Which demo has made something in a cluster, and whether that demo still plays.
import { hostname } from 'node:os';
import { identityOf, isAlive, type ProcessIdentity } from '../../../apps/lab/dist/process-table.js';
import type { ClusterObject } from '../cluster.ts';

interface Owner extends ProcessIdentity {
  host: string;
}

const annotation = 'chaos-workshop.io/demo';

/** The annotation that says: made by this process. */
export function ours(pid = process.pid, host = hostname()): Record<string, string> {
  return { [annotation]: JSON.stringify({ host, ...identityOf(pid) } satisfies Owner) };
}

/** Why it must be left alone; undefined for what this process made, or an earlier demo of this machine. */
export function whyNotLeftover(object: ClusterObject, host = hostname()): string | undefined {
  const owner = ownerOf(object);
  if (!owner) return 'it is there, and no demo has made it';
  if (owner.host !== host) return `a demo on ${owner.host} has made it: if that has ended, delete it by hand`;
  if (isAlive(owner) && owner.pid !== process.pid)
    return `another demo plays in it (process ${owner.pid}): wait for its end`;
  return undefined;
}

function ownerOf({ metadata }: ClusterObject): Owner | undefined {
  const text = metadata.annotations?.[annotation];
  return text === undefined ? undefined : (JSON.parse(text) as Owner);
}
