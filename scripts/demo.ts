// `npm run demo`: the starter in fair weather, then in chaos, then the reference in the same chaos; a table and a report.
import { chalk } from 'zx';
import type { ObjectType } from './lib/cluster.ts';
import { commandLine, misuse, seedOf } from './lib/command-line.ts';
import type { Act } from './lib/demo/acts.ts';
import { clusterPlace } from './lib/demo/cluster-place.ts';
import { Inconclusive } from './lib/demo/inconclusive.ts';
import { labPlace } from './lib/demo/lab-place.ts';
import { readManifest } from './lib/demo/manifest.ts';
import type { Place } from './lib/demo/place.ts';
import { faultsOfStorm, judge, show } from './lib/demo/show.ts';
import { Interrupted, interruption } from './lib/interruption.ts';
import { reasonOf } from './lib/patiently.ts';
import { textTable } from './lib/report/rows.ts';
import type { Report } from './lib/report/story.ts';
import { writeReport } from './lib/report/write.ts';
import { seconds, step } from './lib/steps.ts';

const usage = `npm run demo [-- --context NAME] [--also FILE] [--seed N]

Breaks the restaurant, and shows that the starter order service fails where the reference survives: on a lab of its own,
or in a namespace of its own on a cluster with Chaos Mesh. Everything it made is gone at the end, except reports/.

  --context NAME     the cluster of that context of the kubeconfig
  --namespace NAME   the namespace that is made there, and removed (chaos-workshop-demo)
  --also FILE        one more fault in every storm, such as chaos-mesh/menu-slow.yaml; may be said again
  --seed N           fixes what chance decides

Exit code: 0 it was as it should be, 1 it was not, 2 the command line is wrong, 3 inconclusive: a fault never acted.`;

const { also, context, namespace, seed } = commandLine(usage, {
  also: { type: 'string', multiple: true, default: [] },
  context: { type: 'string' },
  namespace: { type: 'string' },
  seed: { type: 'string' },
});
if (namespace !== undefined && context === undefined)
  misuse('--namespace is for --context: a lab has all namespaces to itself', usage);
const faults = typesOf([...faultsOfStorm, ...also]);
process.exitCode = await demo(seedOf(seed, usage));

async function demo(seed: number): Promise<number> {
  const startedAt = new Date();
  const interrupted = interruption();
  try {
    const place = await open(seed, interrupted);
    try {
      return await perform(place, { seed, startedAt, interrupted });
    } catch (error) {
      return exitCodeOf(error as Error);
    } finally {
      await step({ what: 'everything of the run is gone', run: place.stop });
    }
  } catch (error) {
    return exitCodeOf(error as Error);
  }
}

async function perform(
  { name, cluster, lost }: Place,
  { seed, startedAt, interrupted }: { seed: number; startedAt: Date; interrupted: AbortSignal },
): Promise<number> {
  const acts: Act[] = [];
  try {
    await show({ cluster, also, seed, signal: AbortSignal.any([interrupted, lost]) }, acts);
  } catch (error) {
    if (error instanceof Inconclusive) await tell({ inconclusive: error.message });
    throw error;
  }
  const complaint = judge(acts);
  await tell(complaint === undefined ? {} : { complaint });
  if (complaint) throw new Error(complaint);
  return 0;

  async function tell(verdict: Pick<Report, 'complaint' | 'inconclusive'>): Promise<void> {
    const tookMs = Date.now() - startedAt.getTime();
    const files = await writeReport({ acts, seed, startedAt, tookMs, place: name, ...verdict });
    console.log(`\n${textTable(acts)}\n\nreport: ${files.join(' ')}`);
    console.log(`on ${name}, seed ${seed}, ${seconds(tookMs)}\n`);
  }
}

function open(seed: number, signal: AbortSignal): Promise<Place> {
  if (context === undefined) return labPlace(seed, signal);
  return clusterPlace({ context, namespace: namespace ?? 'chaos-workshop-demo', faults, signal });
}

function typesOf(files: string[]): ObjectType[] {
  try {
    return files.map(readManifest);
  } catch (error) {
    return misuse((error as Error).message, usage);
  }
}

function exitCodeOf(error: Error): number {
  const said = error instanceof Inconclusive ? `Inconclusive: ${error.message}` : reasonOf(error);
  console.error(`${chalk.red('✗')} ${said}`);
  if (error instanceof Inconclusive) return 3;
  return error instanceof Interrupted ? error.exitCode : 1;
}
