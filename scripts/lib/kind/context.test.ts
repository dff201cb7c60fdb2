import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextName, isLocal, type Kubeconfig, serverOf, whyNotLocal } from './context.ts';

test('a server is local at a loopback address, and nowhere else', () => {
  for (const url of [
    'https://127.0.0.1:6443',
    'https://127.3.2.1',
    'https://localhost:1',
    'https://[::1]:6443',
  ])
    assert.equal(isLocal(url), true, url);
  for (const url of [
    'https://10.0.0.1:6443',
    'https://127.0.0.1.example.com',
    'https://localhost.example.com',
    '',
  ])
    assert.equal(isLocal(url), false, url);
});

test('a context of our name that leads elsewhere is refused, with the way out', () => {
  const complaint = whyNotLocal('https://api.example.com:6443') ?? '';
  assert.match(complaint, /leads to https:\/\/api\.example\.com:6443/);
  assert.match(complaint, /kubectl config rename-context kind-chaos-workshop/);
  assert.equal(whyNotLocal('https://127.0.0.1:41234'), undefined);
  assert.equal(whyNotLocal(undefined), undefined);
});

test('the server of a context is that of its cluster, whatever the names and the current context', () => {
  const config: Kubeconfig = {
    clusters: [
      { name: 'prod', cluster: { server: 'https://prod.example.com' } },
      { name: 'mine', cluster: { server: 'https://127.0.0.1:1' } },
    ],
    contexts: [
      { name: 'prod', context: { cluster: 'prod' } },
      { name: contextName, context: { cluster: 'mine' } },
    ],
  };
  assert.equal(serverOf(config), 'https://127.0.0.1:1');
  assert.equal(serverOf({ clusters: null, contexts: null }), undefined);
});
