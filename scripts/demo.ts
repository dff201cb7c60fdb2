// `npm run demo`: the starter in fair weather, then in chaos, then the reference in the same chaos; a table and a report.
import { chalk } from 'zx';
import { commandLine, seedOf } from './lib/command-line.ts';
import type { Act } from './lib/demo/acts.ts';
import { clusterPlace } from './lib/demo/cluster-place.ts';
import { Inconclusive } from './lib/demo/inconclusive.ts';
import { labPlace } from './lib/demo/lab-place.ts';
import type { Place } from './lib/demo/place.ts';
import { judge, show } from './lib/demo/show.ts';
import { Interrupted, interruption } from './lib/interruption.ts';
import type { Report } from './lib/report/story.ts';
import { textTable } from './lib/report/rows.ts';
import { writeReport } from './lib/report/write.ts';
import { seconds, step } from './lib/steps.ts';

const usage = `npm run demo [-- --context NAME] [--also FILE] [--seed N]

Breaks the restaurant, and shows that the starter order service fails where the reference survives: on a lab of its own,
or in a namespace of its own on the cluster of that context. Everything it started is gone at the end, except reports/.

  --also chaos-mesh/menu-slow.yaml   one more fault in every storm; may be said again

Exit code: 0 it was as it should be, 1 it was not, 3 inconclusive: a fault never acted.`;

const values = commandLine(usage, {
  also: { type: 'string', multiple: true, default: [] },
  context: { type: 'string' },
  seed: { type: 'string' },
});
process.exitCode = await demo(seedOf(values.seed, usage));

async function demo(seed: number): Promise<number> {
  const startedAt = new Date();
  const interrupted = interruption();
  const acts: Act[] = [];
  let place: Place | undefined;
  try {
    place = values.context
      ? await clusterPlace(values.context, interrupted)
      : await labPlace(seed, interrupted);
    const signal = AbortSignal.any([interrupted, place.lost]);
    await show({ ...place, also: values.also, seed, signal }, acts);
    const complaint = judge(acts);
    await tell(complaint === undefined ? {} : { complaint });
    if (complaint) throw new Error(complaint);
    return 0;
  } catch (error) {
    if (error instanceof Inconclusive) await tell({ inconclusive: error.message });
    return exitCodeOf(error as Error);
  } finally {
    if (place) await step({ what: 'everything of the run is gone', run: () => place!.stop() });
  }

  async function tell(verdict: Pick<Report, 'complaint' | 'inconclusive'>): Promise<void> {
    const tookMs = Date.now() - startedAt.getTime();
    const files = await writeReport({ acts, seed, startedAt, tookMs, place: place!.name, ...verdict });
    console.log(`\n${textTable(acts)}\n\nreport: ${files.join(' ')}\nseed ${seed}, ${seconds(tookMs)}\n`);
  }
}

function exitCodeOf(error: Error): number {
  const said = error instanceof Inconclusive ? `Inconclusive: ${error.message}` : error.message;
  console.error(`${chalk.red('✗')} ${said}`);
  if (error instanceof Inconclusive) return 3;
  return error instanceof Interrupted ? error.exitCode : 1;
}
