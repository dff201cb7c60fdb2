// `npm run down`: ends the lab of another terminal and clears whatever is left of any.
import { resolve } from 'node:path';
import { liveOwner } from '../apps/lab/dist/lab-directory.js';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { commandLine } from './lib/command-line.ts';
import { step } from './lib/steps.ts';
import { until } from './lib/until.ts';

const dir = resolve('.lab');
commandLine(
  'npm run down\n\nEnds the lab that `npm start` runs in another terminal, and clears what is left of any.',
  {},
);

try {
  await down();
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}

async function down(): Promise<void> {
  const pid = liveOwner(dir);
  if (pid) await step({ what: `lab of process ${pid} ended`, run: () => end(pid) });
  else console.log('no lab is up');
  await step({ what: 'nothing is left of it', run: () => clearLeftovers('.') });
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  await until(
    async () => liveOwner(dir) !== pid,
    30_000,
    `process ${pid} to end; if it hangs: kill -9 ${pid}, then npm run down`,
  );
}
