import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import type { ClusterObject } from '../cluster.ts';
import { ours, whyNotLeftover } from './owner.ts';

test('what a process made that has ended is a leftover', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const made = namespace(ours(child.pid));
  assert.match(whyNotLeftover(made) ?? '', new RegExp(`another demo plays in it \\(process ${child.pid}\\)`));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(whyNotLeftover(made), undefined);
});

test('what this process made is its own to remove', () => {
  assert.equal(whyNotLeftover(namespace(ours())), undefined);
});

test('what nobody or another machine made is left alone', () => {
  assert.match(whyNotLeftover(namespace({})) ?? '', /no demo has made it/);
  assert.match(whyNotLeftover(namespace(ours(1, 'elsewhere'))) ?? '', /a demo on elsewhere has made it/);
});

function namespace(annotations: Record<string, string>): ClusterObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo', annotations } };
}
