// A fault that never was: a run that met no chaos says nothing about who survives it.
import type { CoreV1Event } from '@kubernetes/client-node';
import type { Cluster, ClusterObject, FaultRecord } from '../cluster.ts';

export class Inconclusive extends Error {
  override name = 'Inconclusive';
}

/** What to say of a fault that does not act, from all that the cluster tells of it. */
export async function neverInjected(
  cluster: Cluster,
  fault: ClusterObject,
  withinMs: number,
): Promise<Inconclusive> {
  const [now, events] = await Promise.all([cluster.get(fault), cluster.events(fault)]);
  const { kind, metadata } = fault;
  const why = now ? whyNotInjected(now, events) : 'somebody has deleted it';
  return new Inconclusive(`${kind} ${metadata.name} was not injected within ${withinMs / 1_000} s: ${why}`);
}

/** The complaint of its records, else that of its events, else what its conditions say. */
export function whyNotInjected({ status }: ClusterObject, events: readonly CoreV1Event[]): string {
  const records = status?.experiment?.containerRecords ?? [];
  const untouched = records.filter(({ injectedCount = 0 }) => injectedCount === 0);
  const where = untouched.map(({ id }) => id).join(', ');
  const complaint = untouched.map(complaintOf).find(Boolean) ?? complaintIn(events);
  if (complaint) return [where, complaint].filter(Boolean).join(': ');
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return 'nobody has taken it up; is the controller of its kind running?';
  const said = conditions.map(({ type, status }) => `${type} is ${status}`).join(', ');
  return [where, said].filter(Boolean).join(': ');
}

function complaintOf({ events = [] }: FaultRecord): string | undefined {
  return events.findLast(({ type, message }) => type === 'Failed' && message)?.message;
}

function complaintIn(events: readonly CoreV1Event[]): string | undefined {
  return events.findLast(({ type, reason }) => type === 'Warning' || reason === 'Failed')?.message;
}
