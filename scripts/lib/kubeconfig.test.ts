import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { configOf, versionOf } from './kubeconfig.ts';

let directory = '';
let kubeconfig = '';

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  kubeconfig = join(directory, 'config');
  const named = (name: string, server: string) => ({ name, cluster: { server } });
  const context = (name: string) => ({ name, context: { cluster: name, user: 'me' } });
  const text = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'one',
    clusters: [named('one', `https://127.0.0.1:${await freePort()}`), named('two', 'https://127.0.0.1:2')],
    contexts: [context('one'), context('two')],
    users: [{ name: 'me', user: {} }],
  };
  await writeFile(kubeconfig, JSON.stringify(text));
});
after(() => rm(directory, { recursive: true }));

test('a context that is named is taken, else the current one', () => {
  assert.equal(configOf({ kubeconfig, context: 'two' }).getCurrentCluster()?.server, 'https://127.0.0.1:2');
  assert.equal(configOf({ kubeconfig }).getCurrentContext(), 'one');
});

test('a context that is not there is told by its name', () => {
  assert.throws(
    () => configOf({ kubeconfig, context: 'three' }),
    /no context three: kubectl config get-contexts/,
  );
});

test('a cluster that does not answer is told with its address and context', async () => {
  await assert.rejects(
    versionOf(configOf({ kubeconfig })),
    /https:\/\/127\.0\.0\.1:\d+ \(context one\) does not answer: .*ECONNREFUSED.*kubectl --context one get nodes/,
  );
});

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
  return promise;
}
