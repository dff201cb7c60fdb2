import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { startProcess } from './process.js';

const env = { PATH: process.env['PATH'] ?? '' };

function shell(script: string, onOutput: (stream: string, chunk: Buffer) => void = () => {}) {
  return startProcess({ file: 'sh', args: ['-c', script], env, cwd: '/', onOutput });
}

test('a process reports its exit code and all that it wrote', async () => {
  let output = '';
  const child = await shell(
    'echo out; echo err >&2; exit 3',
    (stream, chunk) => (output += `${stream}:${chunk.toString()}`),
  );
  deepEqual(await child.exited, { code: 3, signal: null });
  match(output, /stdout:out\n/);
  match(output, /stderr:err\n/);
});

test('a process gets nothing but the environment that it is given', async () => {
  let output = '';
  const child = await startProcess({
    file: '/usr/bin/env',
    args: [],
    env: { ONLY: 'this' },
    cwd: '/',
    onOutput: (_, chunk) => (output += chunk),
  });
  await child.exited;
  equal(output.trim(), 'ONLY=this');
});

test('a program that does not exist is named', async () => {
  await rejects(
    startProcess({ file: '/no/such/program', args: [], env, cwd: '/' }),
    /cannot start \/no\/such\/program in \/: .*ENOENT/,
  );
});

test('terminate lets a process end by itself within its grace', async () => {
  const child = await ready('trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done');
  deepEqual(await child.terminate(10_000), { code: 7, signal: null });
});

test('terminate kills a process that ignores SIGTERM when its grace is over', async () => {
  const child = await ready('trap "" TERM; echo ready; while :; do sleep 0.05; done');
  const startedAt = performance.now();
  equal((await child.terminate(200)).signal, 'SIGKILL');
  equal(performance.now() - startedAt >= 190, true);
});

test('what a process started ends with it', async () => {
  let grandchild = 0;
  const child = await shell('sleep 60 & echo $!; wait', (_, chunk) => (grandchild = Number(chunk)));
  await until(() => grandchild > 0);
  child.signal('SIGKILL');
  await child.exited;
  await until(() => !isAlive(grandchild));
});

async function ready(script: string) {
  let isReady = false;
  const child = await shell(script, () => (isReady = true));
  await until(() => isReady);
  return child;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 500) throw new Error('not within 10 s');
    await delay(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
