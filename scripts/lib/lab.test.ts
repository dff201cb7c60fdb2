import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { identityOf, type ProcessIdentity } from '../../apps/lab/dist/process-table.js';
import { runningLab, untilUp } from './lab.ts';

let dir = '';
let child: ChildProcess;
const never = new AbortController().signal;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lab-'));
  child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
});

afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
    await once(child, 'exit');
  await rm(dir, { recursive: true });
});

test('a lab is up once its file names its process', async () => {
  const up = untilUp(child, dir, never);
  await writeLabFile(1);
  await writeLabFile(child.pid!);
  assert.equal((await up).pid, child.pid);
});

test('a lab that ends on its way up is told at once', async () => {
  const up = untilUp(child, dir, never);
  child.kill('SIGKILL');
  await assert.rejects(up, /the lab ended with SIGKILL/);
});

test('a lab runs while the process that owns its directory does', async () => {
  await writeLabFile(child.pid!);
  await writeOwner(identityOf(child.pid!));
  assert.equal(runningLab(dir)?.pid, child.pid);
  await writeOwner({ pid: child.pid!, start: 'another process with the same id' });
  assert.equal(runningLab(dir), undefined);
});

test('a file of a process that is gone is no running lab, and neither is half a file', async () => {
  await writeLabFile(child.pid!);
  await writeOwner(identityOf(child.pid!));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(runningLab(dir), undefined);
  await writeFile(join(dir, 'lab.json'), '{"pid": ');
  assert.equal(runningLab(dir), undefined);
});

function writeLabFile(pid: number): Promise<void> {
  return writeFile(join(dir, 'lab.json'), JSON.stringify({ pid, ready: true }));
}

function writeOwner(owner: ProcessIdentity): Promise<void> {
  return writeFile(join(dir, 'owner.json'), JSON.stringify(owner));
}
