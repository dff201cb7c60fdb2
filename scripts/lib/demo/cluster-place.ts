// A restaurant of the demo's own on a real cluster: a namespace, and the chart in it.
import { which } from 'zx';
import { Cluster } from '../cluster.ts';
import { run } from '../kind/command.ts';
import { step } from '../steps.ts';
import { contextTarget, type Target } from '../target.ts';
import { untilServed } from './pods.ts';
import type { Place } from './place.ts';

const namespace = 'chaos-workshop-demo';
const release = 'chaos-workshop-demo';
const owner = 'chaos-workshop.io/demo';
const chaosMesh = 'podchaos.chaos-mesh.org';
const httpFault = 'httpfaults.chaos-workshop.io';

/** @throws, with nothing left behind, when the cluster cannot be played on. */
export async function clusterPlace(context: string, signal: AbortSignal): Promise<Place> {
  const target = await step({
    what: 'the cluster',
    run: () => contextTarget(context),
    result: ({ name }) => name,
  });
  const kubeconfig = target.env.CONFORMANCE_KUBECONFIG;
  const cluster = new Cluster(kubeconfig, namespace);
  const helm = helmOf(kubeconfig);
  const isFirst = !(await preflight(cluster, target));
  const stop = async () => {
    await tearDown(cluster, helm);
    if (isFirst) await cluster.delete(definition(httpFault));
    await target.stop();
  };
  try {
    if (await isLeftOver(cluster))
      await step({ what: 'clear what an earlier run left', run: () => tearDown(cluster, helm), signal });
    await step({ what: 'restaurant up', run: (doing) => install(cluster, helm, { doing, signal }), signal });
  } catch (error) {
    await step({ what: 'everything of the run is gone', run: stop });
    throw error;
  }
  const customerArgs = ['--context', context, '--namespace', namespace];
  return { name: target.name, cluster, kubeconfig, customerArgs, lost: new AbortController().signal, stop };
}

type Helm = (...words: string[]) => Promise<string>;

function helmOf(kubeconfig: string): Helm {
  return (...words) => run(['helm', ...words], { env: { KUBECONFIG: kubeconfig } });
}

/** Whether the kind HTTPFault is known already. @throws with what is missing and how to get it. */
async function preflight(cluster: Cluster, { name }: Target): Promise<boolean> {
  if (!(await which('helm', { nothrow: true })))
    throw new Error(
      'helm is not on PATH: install it (https://helm.sh/docs/intro/install/) and run this again',
    );
  if (!(await cluster.get(definition(chaosMesh))))
    throw new Error(`there is no Chaos Mesh on ${name}: \`npm run cluster:up\` makes a cluster that has it`);
  return (await cluster.get(definition(httpFault))) !== undefined;
}

/** @throws when somebody else has a namespace of that name. */
async function isLeftOver(cluster: Cluster): Promise<boolean> {
  const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  if (found && found.metadata.labels?.[owner] !== 'true')
    throw new Error(
      `namespace ${namespace} is there and not the demo's: rename or delete it, then run this again`,
    );
  return found !== undefined;
}

async function install(
  cluster: Cluster,
  helm: Helm,
  { doing, signal }: { doing: (detail: string) => void; signal: AbortSignal },
): Promise<void> {
  await cluster.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        [owner]: 'true',
        'chaos-workshop.io/playground': 'true',
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
      annotations: { 'chaos-mesh.org/inject': 'enabled' },
    },
  });
  const values = ['service.type=ClusterIP', 'telemetry.backend=none', 'mysql.persistence.enabled=true'];
  const sets = values.flatMap((value) => ['--set', value]);
  await helm('install', release, 'helm/chaos-workshop', '--namespace', namespace, ...sets);
  await untilServed(cluster, doing, signal);
}

/** Chaos first, while what it acts on and who undoes it are still there. */
async function tearDown(cluster: Cluster, helm: Helm): Promise<void> {
  await cluster.deleteChaos();
  await helm(
    'uninstall',
    release,
    '--namespace',
    namespace,
    '--ignore-not-found',
    '--wait',
    '--timeout',
    '2m',
  );
  await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, 120_000);
}

function definition(name: string) {
  return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name } };
}
