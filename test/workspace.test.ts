import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';

const folders = globSync('{libs,apps}/*');

test('nx knows every project by the name of its folder', () => {
  const env = { ...process.env, NX_DAEMON: 'false' };
  const { stdout, stderr } = spawnSync('npx', ['--no-install', 'nx', 'show', 'projects', '--json'], {
    env,
    encoding: 'utf8',
  });
  const projects = JSON.parse(stdout || `"${stderr}"`) as string[];
  assert.deepEqual(projects.toSorted(), folders.map((folder) => basename(folder)).toSorted());
});

test('folder, package and image have one name', () => {
  for (const folder of folders) {
    const { name } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { name: string };
    assert.equal(name, `@chaos-workshop/${basename(folder)}`);
  }
  const images = readFileSync('k8s/workshop.yaml', 'utf8').matchAll(/image: chaos-workshop\/([a-z-]+):/g);
  for (const [, image] of images)
    assert.ok(folders.includes(`apps/${image}`), `no app for the image ${image}`);
});

test('no file names a package registry', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  const resolved = Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith('http'));
  assert.deepEqual(resolved, []);
});
