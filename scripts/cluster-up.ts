// `npm run cluster:up`: the workshop on real Kubernetes, on this machine: kind, our images, Chaos Mesh, the chart.
import { chalk } from 'zx';
import { commandLine } from './lib/command-line.ts';
import { Interrupted, interruption } from './lib/interruption.ts';
import { installChaosMesh } from './lib/kind/chaos-mesh.ts';
import {
  clusterName,
  contextName,
  create,
  exists,
  kubectl,
  requireLocalContext,
  resume,
} from './lib/kind/cluster.ts';
import { run } from './lib/kind/command.ts';
import { buildImages, ourImages } from './lib/kind/images.ts';
import { loadImages } from './lib/kind/node-images.ts';
import { printAddresses } from './lib/kind/print-status.ts';
import { chooseTelemetry } from './lib/kind/telemetry.ts';
import { requireTools } from './lib/kind/tools.ts';
import { troubleIn } from './lib/kind/trouble.ts';
import { deployments, installWorkshop, namespace, restart, stillOnOldBuild } from './lib/kind/workshop.ts';
import { step } from './lib/steps.ts';

const usage = `npm run cluster:up

Makes the kind cluster ${clusterName} with everything in it, or brings it up to date. Safe to repeat.
KIND_NODE_IMAGE  node image, where it is not kind's own
CHAOS_MESH_CHART folder or file of the Chaos Mesh chart, where it is not the public one`;

const next = `
${chalk.bold('What to try next:')}

  kubectl --context ${contextName} get pods -n ${namespace} --watch        the restaurant, pod by pod
  npm run customer -- complete --audit --context ${contextName}   six orders, checked
  kubectl --context ${contextName} apply -f chaos-mesh/menu-slow.yaml       break something; the same with \`delete\` mends it
`;

commandLine(usage, {});
const signal = interruption();
try {
  await up();
  await printAddresses();
  console.log(next);
} catch (error) {
  console.error(chalk.red(`✗ ${(error as Error).message}`));
  if (!(error instanceof Interrupted)) console.error(await troubleIn(namespace));
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
}

async function up(): Promise<void> {
  await stage('this machine has what it takes', async () => {
    await requireTools();
    await requireLocalContext();
  });
  if (await exists()) await stage('cluster is up', (onLine) => resume({ onLine, signal }));
  else await stage('cluster made', (onLine) => create({ onLine, signal }));

  const images = await stage('images built', (doing) => buildImages(ourImages(), { doing, signal }));
  const telemetry = await stage(
    'telemetry chosen',
    (onLine) => chooseTelemetry({ onLine, signal }),
    (it) => (it.backend === 'lgtm' ? 'Grafana LGTM' : `the console, because ${it.why}`),
  );
  const wanted = telemetry.backend === 'lgtm' ? [...images, telemetry.image] : images;
  const loaded = await stage(
    'images on every node',
    (onLine) => loadImages(wanted, { onLine, signal }),
    said,
  );

  await stage(
    'Chaos Mesh',
    (onLine) => installChaosMesh({ onLine, signal }),
    (now) => (now ? 'installed' : 'unchanged'),
  );
  await run(kubectl('apply', '--filename', 'k8s/namespace.yaml'));
  const before = await deployments();
  const settings = { 'telemetry.backend': telemetry.backend };
  await stage('workshop ready', (onLine) => installWorkshop(settings, { onLine, signal }));
  const old = stillOnOldBuild(before, await deployments(), loaded);
  if (old.length > 0)
    await stage(`new builds of ${old.join(', ')}`, (onLine) => restart(old, { onLine, signal }));
}

function stage<T>(
  what: string,
  run: (doing: (detail: string) => void) => Promise<T>,
  result?: (value: T) => string,
): Promise<T> {
  return step({ what, run, signal, ...(result && { result }) });
}

function said(loaded: string[]): string {
  return loaded.length > 0 ? `${loaded.length} loaded` : 'all there already';
}
