// Cleans up after labs that were killed: runs at the start of every command.
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { isLab, liveOwner, rememberedProcesses } from './lab-directory.js';
import { markedProcesses } from './process-table.js';

const patienceMs = 5000;

/**
 * Ends every process of labs whose owner process is gone, and removes their directories: those that processes name,
 * those in `root` (`.lab` and the like) and those given. Labs that run are not touched.
 */
export async function clearLeftovers(root: string, alsoDirectories: string[] = []): Promise<void> {
  const known = [...labsIn(root), ...alsoDirectories.map((path) => resolve(path))].filter(isLab);
  const labs = new Set([...known, ...markedProcesses().map(({ lab }) => lab)]);
  for (const lab of labs) {
    if (liveOwner(lab) !== undefined) continue;
    await endProcesses(lab);
    if (isLab(lab)) rmSync(lab, { recursive: true, force: true, maxRetries: 3 });
  }
}

function labsIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('.lab'))
    .map((entry) => join(root, entry.name));
}

/** Again and again, because a process may start another while it is being ended. */
async function endProcesses(lab: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const marked = markedProcesses().filter((one) => one.lab === lab);
    const groups = rememberedProcesses(lab);
    if (marked.length + groups.length === 0) return;
    marked.forEach(({ pid }) => kill(pid));
    groups.forEach((pid) => kill(-pid));
    if (Date.now() > deadline) {
      const left = [...marked.map(({ pid }) => pid), ...groups].join(', ');
      throw new Error(`processes of the lab ${lab} do not end: ${left}; end them by hand`);
    }
    await delay(20);
  }
}

function kill(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // Ended by itself meanwhile.
  }
}
