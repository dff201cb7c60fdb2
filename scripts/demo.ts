// `npm run demo`: the starter in fair weather, then in chaos, then the reference in the same chaos; a table and a report.
import { chalk } from 'zx';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { Cluster } from './lib/cluster.ts';
import { commandLine, seedOf } from './lib/command-line.ts';
import { judge, show } from './lib/demo/show.ts';
import { Interrupted, interruption } from './lib/interruption.ts';
import { Lab } from './lib/lab.ts';
import { textTable } from './lib/report/rows.ts';
import { writeReport } from './lib/report/write.ts';
import { seconds, step } from './lib/steps.ts';

const usage = `npm run demo [-- --seed N]

Boots the restaurant on a lab of its own, breaks it, and shows that the starter order service fails where the reference
survives. Everything it started is gone at the end, except reports/. Exit code 0: it was as it should be.`;

const values = commandLine(usage, { seed: { type: 'string' } });
process.exitCode = await demo(seedOf(values.seed, usage));

async function demo(seed: number): Promise<number> {
  const startedAt = new Date();
  const interrupted = interruption();
  let lab: Lab | undefined;
  try {
    await step({ what: 'clear what earlier runs left', run: () => clearLeftovers('.') });
    lab = await step({ what: 'lab up', run: (onLine) => startLab(onLine) });
    const { kubeconfig } = lab.file;
    const signal = AbortSignal.any([interrupted, lab.lost]);
    const acts = await show({ cluster: new Cluster(kubeconfig), kubeconfig, seed, signal });
    const complaint = judge(acts);
    const tookMs = Date.now() - startedAt.getTime();
    const report = { acts, seed, startedAt, tookMs, ...(complaint && { complaint }) };
    const files = await writeReport(report);
    console.log(`\n${textTable(acts)}\n\nreport: ${files.join(' ')}\nseed ${seed}, ${seconds(tookMs)}\n`);
    if (complaint) throw new Error(complaint);
    return 0;
  } catch (error) {
    console.error(`${chalk.red('✗')} ${(error as Error).message}`);
    return error instanceof Interrupted ? error.exitCode : 1;
  } finally {
    await step({ what: 'everything of the run is gone', run: () => tearDown(lab) });
  }

  function startLab(onLine: (line: string) => void): Promise<Lab> {
    return Lab.start({ dir: '.lab-demo', anyNodePorts: true, seed, onLine, signal: interrupted });
  }
}

async function tearDown(lab: Lab | undefined): Promise<void> {
  await lab?.stop();
  await clearLeftovers('.');
}
