// `npm run soak -- --runs 20`: the demo's chaos against one variant again and again; fails when one battery or audit does.
import { parseArgs } from 'node:util';
import { chalk } from 'zx';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { Cluster } from './lib/cluster.ts';
import { type Act, play, storm } from './lib/demo/acts.ts';
import { interruption } from './lib/interruption.ts';
import { Lab } from './lib/lab.ts';
import { step } from './lib/steps.ts';

const usage = `npm run soak [-- --runs 20] [--variant reference|starter] [--seed 1]

Run number n uses the seed plus n. Exit code 0: every battery passed with a clean audit.`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    variant: { type: 'string', default: 'reference' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const { variant } = values;
if (values.help) console.log(usage);
else if (!(runs > 0) || !Number.isInteger(seed) || (variant !== 'reference' && variant !== 'starter')) {
  console.error(`--runs ${values.runs} --seed ${values.seed} --variant ${variant} cannot be\n\n${usage}`);
  process.exitCode = 2;
} else process.exitCode = await soak(variant);

async function soak(variant: Act['variant']): Promise<number> {
  const interrupted = interruption();
  await clearLeftovers('.');
  const lab = await step({
    what: 'lab up',
    run: () => Lab.start({ dir: '.lab-soak', anyNodePorts: true, seed, signal: interrupted }),
  });
  const signal = AbortSignal.any([interrupted, lab.lost]);
  let clean = 0;
  try {
    const cluster = new Cluster({ kubeconfig: lab.file.kubeconfig });
    await cluster.setVariant('order-service', variant);
    for (let run = 1; run <= runs; run += 1) {
      const options = {
        title: `run ${run}`,
        variant,
        plan: storm,
        bail: false,
        deadline: '60s',
        seed: seed + run,
        cluster,
        also: [],
        signal,
      };
      const { summary } = await step({
        what: `run ${run} of ${runs}`,
        run: (doing) => play(options, doing),
        signal,
        result: ({ summary }) =>
          `${summary.passed ? 'passed' : 'failed'}, audit ${JSON.stringify(summary.audit)}`,
      });
      if (summary.passed && summary.audit?.clean) clean += 1;
      await cluster.replacePod('mysql-0'); // its containers' crash back-off begins anew
    }
  } catch (error) {
    console.error(chalk.red(`✗ ${(error as Error).message}`));
    return 1;
  } finally {
    await lab.stop();
    await clearLeftovers('.');
  }
  console.log((clean === runs ? chalk.green : chalk.red)(`${clean} of ${runs} passed with a clean audit`));
  return clean === runs ? 0 : 1;
}
