// `npm run down`: ends the lab of another terminal and clears whatever is left of any.
import { parseArgs } from 'node:util';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';

import { isAlive, runningLab } from './lib/lab.ts';
import { step } from './lib/steps.ts';
import { until } from './lib/until.ts';

const dir = '.lab';
const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });

try {
  if (values.help) console.log('npm run down\n\nEnds the lab that `npm start` runs in another terminal.');
  else await down();
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}

async function down(): Promise<void> {
  const lab = runningLab(dir);
  if (lab) await step({ what: `lab of process ${lab.pid} ended`, run: () => end(lab.pid) });
  else console.log('no lab is up');
  await step({ what: 'nothing is left of it', run: () => clearLeftovers(dir) });
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  await until(
    async () => !isAlive(pid),
    30_000,
    `process ${pid} to end; if it hangs: kill -9 ${pid}, then npm run down`,
  );
}
