// `npm run cluster:up`: the workshop on real Kubernetes, on this machine: kind, our images, Chaos Mesh, the chart.
import { chalk } from 'zx';
import { commandLine } from './lib/command-line.ts';
import { Interrupted, interruption } from './lib/interruption.ts';
import { installChaosMesh } from './lib/kind/chaos-mesh.ts';
import { create, exists, resume } from './lib/kind/cluster.ts';
import { run } from './lib/kind/command.ts';
import { clusterName, kubectl, requireLocalContext } from './lib/kind/context.ts';
import { buildImages, ourImages } from './lib/kind/images.ts';
import { loadImages } from './lib/kind/node-images.ts';
import { addressText, nextCommands } from './lib/kind/print-status.ts';
import { chooseTelemetry, imagesOf, said } from './lib/kind/telemetry.ts';
import { requireTools } from './lib/kind/tools.ts';
import { installWorkshop, restartOutdated } from './lib/kind/workshop.ts';
import { type Step, step } from './lib/steps.ts';

const usage = `npm run cluster:up

Makes the kind cluster ${clusterName} with everything in it, or brings it up to date. Safe to repeat.

  KIND_NODE_IMAGE   image of the nodes, where kind's own is not wanted
  CHAOS_MESH_CHART  folder or file of the Chaos Mesh chart, where the public one is not wanted`;

commandLine(usage, {});
const signal = interruption();
try {
  await up();
  console.log(`\n${await addressText()}\n\n${nextCommands()}`);
} catch (error) {
  console.error(chalk.red(`✗ ${(error as Error).message}`));
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
}

async function up(): Promise<void> {
  await stage('this machine has what it takes', async () => {
    await requireTools();
    await requireLocalContext();
  });
  if (await exists()) await stage('cluster up', (onLine) => resume({ onLine, signal }));
  else await stage('cluster made', (onLine) => create({ onLine, signal }));

  const built = await stage('images built', (doing) => buildImages(ourImages(), { doing, signal }));
  const telemetry = await stage('telemetry', (onLine) => chooseTelemetry({ onLine, signal }), said);
  const images = [...built, ...imagesOf(telemetry)];
  const loaded = await stage(
    'images on every node',
    (onLine) => loadImages(images, { onLine, signal }),
    ({ length }) => (length > 0 ? `${length} loaded` : 'all there'),
  );

  await stage(
    'Chaos Mesh ready',
    (onLine) => installChaosMesh({ onLine, signal }),
    (isNew) => (isNew ? 'installed' : 'unchanged'),
  );
  await run(kubectl('apply', '--filename', 'k8s/namespace.yaml'));
  const restarted = await restartOutdated(loaded, { signal });
  const settings = { 'telemetry.backend': telemetry.backend };
  await stage(
    'workshop ready',
    (onLine) => installWorkshop(settings, { onLine, signal }),
    () => (restarted.length > 0 ? `new pods of ${restarted.join(', ')}` : ''),
  );
}

function stage<T>(what: string, run: Step<T>['run'], result?: (value: T) => string): Promise<T> {
  return step({ what, run, signal, ...(result && { result }) });
}
