// A restaurant of the demo's own on a cluster that is there: a namespace, and the chart in it.
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, type ClusterObject, type ObjectType } from '../cluster.ts';
import { run } from '../kind/command.ts';
import { helmOf } from '../kind/context.ts';
import { step } from '../steps.ts';
import { bringHttpFault, takeHttpFault } from './http-fault-kind.ts';
import { readManifest } from './manifest.ts';
import { ours, whyNotLeftover } from './owner.ts';
import type { Place } from './place.ts';
import { requireChaosMesh, requireHelm } from './preflight.ts';
import { removeFaults } from './remove-faults.ts';
import { untilServed } from './until-served.ts';

export interface Booking {
  context: string;
  namespace: string;
  /** Kinds of the faults that will be played. */
  faults: ObjectType[];
  signal: AbortSignal;
}

const release = 'chaos-workshop';
const chart = 'helm/chaos-workshop';
/** Node ports may be taken by the restaurant that people use there, and nobody looks at traces of the demo. */
const values = ['service.type=ClusterIP', 'telemetry.backend=none'];
const uninstalledWithinMs = 60_000;
const goneWithinMs = 120_000;
/** How long a namespace waits for faults to be undone that came after the others had been removed. */
const lateFaults = { undoneWithinMs: 5_000, letGoWithinMs: 5_000 };

/** @throws, with nothing left behind, when it cannot be played on. */
export async function clusterPlace(booking: Booking): Promise<Place> {
  const cluster = new Cluster({ context: booking.context }, booking.namespace);
  const name = await step({
    what: 'cluster',
    run: () => cluster.describe(),
    result: (name) => `${name}, ${cluster.server}, namespace ${cluster.namespace}`,
  });
  await step({ what: 'Helm and Chaos Mesh are there', run: () => preflight(cluster, booking.faults) });
  await clearLeftovers(cluster);
  try {
    await step({ what: 'restaurant up', run: (doing) => open(cluster, doing, booking.signal) });
  } catch (error) {
    await step({ what: 'everything of the run is gone', run: () => close(cluster) });
    throw error;
  }
  return { name, cluster, lost: new AbortController().signal, stop: () => close(cluster) };
}

async function preflight(cluster: Cluster, faults: ObjectType[]): Promise<void> {
  await requireHelm();
  await requireChaosMesh(cluster, faults);
}

/** @throws when the namespace is somebody else's. */
async function clearLeftovers(cluster: Cluster): Promise<void> {
  const found = await cluster.get(namespaceOf(cluster));
  if (!found) return takeHttpFault(cluster);
  const why = whyNotLeftover(found);
  if (why !== undefined)
    throw new Error(
      `namespace ${cluster.namespace} of ${cluster.context}: ${why}, or choose another with --namespace`,
    );
  await step({ what: 'clear what an earlier run left', run: () => close(cluster) });
}

async function open(cluster: Cluster, doing: (detail: string) => void, signal: AbortSignal): Promise<void> {
  const namespace = namespaceOf(cluster);
  const annotations = { ...namespace.metadata.annotations, ...ours() };
  await cluster.create({ ...namespace, metadata: { ...namespace.metadata, annotations } });
  await bringHttpFault(cluster);
  const settings = values.flatMap((value) => ['--set', value]);
  const install = helm(cluster, 'install', release, chart, '--skip-crds', ...settings);
  await run(install, { onLine: doing, signal });
  await untilServed(cluster, { doing, signal });
}

/** Faults first, while what they act on and who undoes them are still there. Whatever of it is gone already, is gone. */
async function close(cluster: Cluster): Promise<void> {
  const namespace = namespaceOf(cluster);
  if (await cluster.get(namespace)) {
    await removeFaults(cluster);
    // A release that was interrupted may not be uninstalled; it is stored in the namespace, and goes with it.
    const uninstall = helm(cluster, 'uninstall', release, '--ignore-not-found');
    await run(uninstall, { timeoutMs: uninstalledWithinMs }).catch(() => {});
    await removeNamespace(cluster, namespace);
  }
  await takeHttpFault(cluster);
}

/** A fault that struck in the meantime would hold its namespace back for ever. */
async function removeNamespace(cluster: Cluster, namespace: ClusterObject): Promise<void> {
  await cluster.requestDeletion(namespace);
  const end = Date.now() + goneWithinMs;
  while (await cluster.get(namespace)) {
    if (Date.now() > end)
      throw new Error(
        `namespace ${cluster.namespace} is still there after ${goneWithinMs / 1_000} s: kubectl --context ${cluster.context} describe namespace ${cluster.namespace} says what holds it`,
      );
    await removeFaults(cluster, lateFaults);
    await sleep(500);
  }
}

/** The playground of k8s/namespace.yaml under another name. */
function namespaceOf(cluster: Cluster): ClusterObject {
  const { metadata, ...rest } = readManifest('k8s/namespace.yaml');
  return { ...rest, metadata: { ...metadata, name: cluster.namespace } };
}

function helm(cluster: Cluster, ...words: string[]): string[] {
  return helmOf(cluster.context)(...words, '--namespace', cluster.namespace);
}
