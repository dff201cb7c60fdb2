import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const program = new URL('main.js', import.meta.url).pathname;

test('a wrong command line ends with 2 and says what would be right', () => {
  const { status, stderr } = customer(['all'], '/nowhere');
  assert.equal(status, 2);
  assert.match(stderr, /✗ battery "all": say single, half, complete, load or flights\n\n.*npm run customer/s);
});

test('help ends with 0', () => {
  const { status, stdout } = customer(['--help'], '/nowhere');
  assert.equal(status, 0);
  assert.match(stdout, /npm run customer -- single\|half\|complete/);
});

test('a kubeconfig that is not there ends with 1 and a way out', () => {
  const { status, stderr } = customer(['single'], '/nowhere');
  assert.equal(status, 1);
  assert.match(stderr, /cannot read the kubeconfig: .*\/nowhere.*npm start/);
});

test('a cluster that does not answer is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'customer-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const cluster = { name: 'gone', cluster: { server: 'https://127.0.0.1:1' } };
  const context = { name: 'gone', context: { cluster: 'gone', user: 'nobody' } };
  const users = [{ name: 'nobody', user: { token: 'none' } }];
  const config = { 'current-context': 'gone', clusters: [cluster], contexts: [context], users };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const { status, stderr } = customer(['single'], kubeconfig);
  rmSync(folder, { recursive: true });
  assert.equal(status, 1);
  assert.match(stderr, /namespace chaos-workshop of https:\/\/127.0.0.1:1: no answer; start the lab/);
});

function customer(args: string[], kubeconfig: string) {
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env });
}
