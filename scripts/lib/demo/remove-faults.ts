// Faults go away whatever becomes of their controllers: those that nobody undoes are let go.
import type { Cluster, ClusterObject } from '../cluster.ts';

/** https://chaos-mesh.org/docs/clean-up-chaos-experiments/ */
const forced = { 'chaos-mesh.chaos-mesh.org/cleanFinalizer': 'forced' };

const groups = ['chaos-mesh.org', 'chaos-workshop.io'];

export interface Patience {
  /** How long the controller may take to undo the fault. */
  undoneWithinMs: number;
  /** How long it may take to let go of one that it cannot undo, once it was told to. */
  letGoWithinMs: number;
}

const patience: Patience = { undoneWithinMs: 20_000, letGoWithinMs: 10_000 };

/** Resolves when it is gone: undone, or let go by its controller, or, where no controller answers, by us. */
export async function removeFault(
  cluster: Pick<Cluster, 'delete' | 'annotate' | 'dropFinalizers'>,
  fault: ClusterObject,
  { undoneWithinMs, letGoWithinMs }: Patience = patience,
): Promise<void> {
  try {
    await cluster.delete(fault, undoneWithinMs);
  } catch {
    await letGo(cluster, fault, letGoWithinMs);
  }
}

/** Every fault of the namespace. */
export async function removeFaults(cluster: Cluster, patience?: Patience): Promise<void> {
  await Promise.all((await faultsOf(cluster)).map((fault) => removeFault(cluster, fault, patience)));
}

/** What has something to undo holds a finalizer; the rest goes with its namespace. */
export async function faultsOf(cluster: Cluster): Promise<ClusterObject[]> {
  const version = 'v1alpha1';
  const lists = groups.map(async (group) => {
    const kinds = await cluster.kindsOf(group, version);
    return Promise.all(kinds.map((kind) => cluster.list({ apiVersion: `${group}/${version}`, kind })));
  });
  return (await Promise.all(lists)).flat(2).filter(({ metadata }) => metadata.finalizers?.length);
}

async function letGo(
  cluster: Parameters<typeof removeFault>[0],
  fault: ClusterObject,
  withinMs: number,
): Promise<void> {
  await cluster.annotate(fault, forced);
  await cluster.delete(fault, withinMs).catch(async () => {
    await cluster.dropFinalizers(fault);
    await cluster.delete(fault, withinMs);
  });
}
