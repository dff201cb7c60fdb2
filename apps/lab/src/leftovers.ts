// Cleans up after labs that were killed: runs at the start of every command.
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { isLab, liveOwner } from './lab-directory.js';
import { type MarkedProcess, markedProcesses } from './process-table.js';

/**
 * Ends every process of labs whose owner process is gone, and removes their directories: those that processes name,
 * those in `root` (`.lab` and the like) and those given. Labs that run are not touched.
 */
export async function clearLeftovers(root: string, alsoDirectories: string[] = []): Promise<void> {
  const isOrphan = ({ lab }: MarkedProcess) => liveOwner(lab) === undefined;
  const orphans = markedProcesses().filter(isOrphan);
  orphans.forEach(({ pid }) => kill(pid));
  await gone(orphans.map(({ pid }) => pid));
  const directories = [
    ...orphans.map(({ lab }) => lab),
    ...labsIn(root),
    ...alsoDirectories.map((path) => resolve(path)),
  ];
  for (const directory of new Set(directories)) {
    if (isLab(directory) && liveOwner(directory) === undefined)
      rmSync(directory, { recursive: true, force: true });
  }
}

function labsIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('.lab'))
    .map((entry) => join(root, entry.name));
}

async function gone(pids: number[]): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const left = markedProcesses().filter(({ pid }) => pids.includes(pid));
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      throw new Error(
        `processes of an earlier lab do not end: ${left.map(({ pid }) => pid).join(', ')}; end them by hand`,
      );
    }
    await delay(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended by itself meanwhile.
  }
}
