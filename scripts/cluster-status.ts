// `npm run cluster:status`: nodes, releases, pods, addresses and chaos of the cluster; exit code 1 when not all is ready.
import { chalk } from 'zx';
import { commandLine } from './lib/command-line.ts';
import { exists } from './lib/kind/cluster.ts';
import { clusterName, requireLocalContext } from './lib/kind/context.ts';
import { statusText } from './lib/kind/print-status.ts';
import { problemsOf, readStatus } from './lib/kind/status.ts';

commandLine(
  `npm run cluster:status\n\nShows what runs in the kind cluster ${clusterName}. Exit code 0: all of it is ready.`,
  {},
);

try {
  if (!(await exists())) throw new Error(`no cluster ${clusterName} is there: npm run cluster:up`);
  await requireLocalContext();
  const status = await readStatus();
  const problems = problemsOf(status);
  console.log(statusText(status));
  for (const problem of problems) console.error(chalk.red(`✗ ${problem}`));
  if (problems.length === 0) console.log(chalk.green('\n✓ all ready'));
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(chalk.red(`✗ ${(error as Error).message}`));
  process.exitCode = 1;
}
