// The kind HTTPFault: brought along where a cluster does not know it, and taken away again unless somebody else uses it.
import type { Cluster, ClusterObject } from '../cluster.ts';
import { readManifest } from './manifest.ts';
import { ours, whyNotLeftover } from './owner.ts';

const file = 'helm/chaos-workshop/crds/httpfaults.yaml';
const faults = { apiVersion: 'chaos-workshop.io/v1alpha1', kind: 'HTTPFault' };

export async function bringHttpFault(cluster: Cluster): Promise<void> {
  const definition = readManifest(file);
  if (await cluster.get(definition)) return;
  await cluster.create({
    ...definition,
    metadata: { ...definition.metadata, annotations: { ...definition.metadata.annotations, ...ours() } },
  });
}

/** Only one that a demo has brought, and that no other restaurant needs. */
export async function takeHttpFault(cluster: Cluster): Promise<void> {
  const definition = await cluster.get(readManifest(file));
  if (!definition || whyNotLeftover(definition) !== undefined || (await isNeeded(cluster))) return;
  await cluster.delete(definition);
}

async function isNeeded(cluster: Cluster): Promise<boolean> {
  const elsewhere = ({ metadata }: ClusterObject | { metadata?: { namespace?: string } }) =>
    metadata?.namespace !== cluster.namespace;
  const [existing, { deployments }] = await Promise.all([
    cluster.list(faults, ''),
    cluster.workloads('app.kubernetes.io/part-of=chaos-workshop'),
  ]);
  return existing.some(elsewhere) || deployments.some(elsewhere);
}
