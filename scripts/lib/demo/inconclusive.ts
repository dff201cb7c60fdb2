// A fault that never was: a run that met no chaos says nothing about who survives it.
import type { Cluster, ClusterObject } from '../cluster.ts';

export class Inconclusive extends Error {
  override name = 'Inconclusive';
}

/** Why a fault does not act, as far as the cluster tells: its conditions, and the last complaint in its events. */
export async function neverInjected(cluster: Cluster, object: ClusterObject): Promise<Inconclusive> {
  const { kind, metadata } = object;
  const conditions = (await cluster.get(object))?.status?.conditions ?? [];
  const state = conditions.map(({ type, status }) => `${type} is ${status}`).join(', ');
  const complaint = (await cluster.events(object)).findLast(
    ({ type, reason }) => type === 'Warning' || reason === 'Failed',
  );
  const why = complaint?.message ?? 'no event says why; is its controller running?';
  return new Inconclusive(
    `${kind} ${metadata.name} was never injected: ${why} (${state || 'no conditions'})`,
  );
}
