import { deepEqual, equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { LabDirectory } from './lab-directory.js';
import { clearLeftovers } from './leftovers.js';
import { identityOf, isAlive, labVariable, markedProcesses } from './process-table.js';

const root = mkdtempSync(join(tmpdir(), 'leftovers-'));
after(() => rmSync(root, { recursive: true, force: true }));

function startMarked(lab: string) {
  return spawn('sleep', ['60'], { env: { ...process.env, [labVariable]: lab }, detached: true });
}

function pidsOf(lab: string): number[] {
  return markedProcesses()
    .filter((one) => one.lab === lab)
    .map(({ pid }) => pid);
}

test('processes and directory of a lab whose owner is gone are removed', async () => {
  const lab = join(root, '.lab');
  mkdirSync(lab);
  writeFileSync(join(lab, 'owner.json'), JSON.stringify({ pid: 2 ** 22, start: '1' }));
  const child = startMarked(lab);
  await once(child, 'spawn');
  await clearLeftovers(root);
  deepEqual(pidsOf(lab), []);
  equal(existsSync(lab), false);
});

test('a process id that was used again does not keep a lab', async () => {
  const lab = join(root, '.lab-reused');
  mkdirSync(lab);
  writeFileSync(join(lab, 'owner.json'), JSON.stringify({ pid: process.pid, start: 'long ago' }));
  await clearLeftovers(root);
  equal(existsSync(lab), false);
});

test('a lab that runs, and a directory that is none, are left alone', async () => {
  const lab = new LabDirectory(join(root, '.lab-live'));
  await lab.start();
  const other = join(root, '.laboratory');
  mkdirSync(other);
  const child = startMarked(lab.path);
  await once(child, 'spawn');
  await clearLeftovers(root);
  deepEqual(pidsOf(lab.path), [child.pid]);
  equal(existsSync(other), true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await lab.stop();
  equal(existsSync(lab.path), false);
});

test('a process that hides its environment is found by what the lab noted', async () => {
  const lab = new LabDirectory(join(root, '.lab-noted'));
  await lab.start();
  const child = spawn('sleep', ['60'], { env: {}, detached: true });
  await once(child, 'spawn');
  lab.remember(child.pid ?? 0);
  writeFileSync(join(lab.path, 'owner.json'), JSON.stringify({ pid: process.pid, start: 'long ago' }));
  const ended = once(child, 'exit');
  await clearLeftovers(root);
  await ended;
  equal(existsSync(lab.path), false);
});

test('a process that is gone is not alive', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const identity = identityOf(child.pid ?? 0);
  equal(isAlive(identity), true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  equal(isAlive(identity), false);
});
