// `npm run cluster:down`: deletes the kind cluster of `npm run cluster:up`, and nothing else.
import { chalk } from 'zx';
import { commandLine } from './lib/command-line.ts';
import { destroy, exists } from './lib/kind/cluster.ts';
import { clusterName } from './lib/kind/context.ts';
import { step } from './lib/steps.ts';

commandLine(`npm run cluster:down\n\nDeletes the kind cluster ${clusterName} with all that is in it.`, {});

try {
  if (await exists()) await step({ what: `cluster ${clusterName} deleted`, run: destroy });
  else console.log(`no cluster ${clusterName} is there`);
} catch (error) {
  console.error(chalk.red(`✗ ${(error as Error).message}`));
  process.exitCode = 1;
}
