import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howToInstall, isLocalDocker } from './tools.ts';

test('all that is missing is named at once, each with where to get it', () => {
  const text = howToInstall(['kind', 'helm'], 'linux');
  assert.match(text, /^not installed: kind, helm/);
  assert.match(text, /kind {2}https:\/\/kind\.sigs\.k8s\.io/);
  assert.match(text, /helm {2}https:\/\/helm\.sh/);
  assert.doesNotMatch(text, /brew/);
});

test('on a Mac one command installs them', () => {
  assert.match(
    howToInstall(['docker', 'kubectl'], 'darwin'),
    /brew install --cask docker && brew install kubectl/,
  );
});

test('Docker is local behind a socket, a pipe or a loopback address', () => {
  for (const endpoint of [
    'unix:///var/run/docker.sock',
    'npipe:////./pipe/docker_engine',
    'tcp://127.0.0.1:2375',
  ])
    assert.equal(isLocalDocker(endpoint), true, endpoint);
  for (const endpoint of ['tcp://build.example.com:2376', 'ssh://me@build.example.com', ''])
    assert.equal(isLocalDocker(endpoint), false, endpoint);
});
