import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inNamespace, readManifest } from './manifest.ts';

test('a manifest moves with everything that names its namespace', () => {
  const partition = {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'NetworkChaos',
    metadata: { name: 'cut', namespace: 'chaos-workshop' },
    spec: {
      selector: { namespaces: ['chaos-workshop'], labelSelectors: { app: 'one' } },
      target: { mode: 'all', selector: { namespaces: ['chaos-workshop'] } },
    },
  };
  assert.deepEqual(inNamespace(partition, 'elsewhere'), {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'NetworkChaos',
    metadata: { name: 'cut', namespace: 'elsewhere' },
    spec: {
      selector: { namespaces: ['elsewhere'], labelSelectors: { app: 'one' } },
      target: { mode: 'all', selector: { namespaces: ['elsewhere'] } },
    },
  });
});

test('nothing of the manifests of the workshop stays behind', () => {
  const files = globSync('chaos-mesh/*.yaml');
  assert.notEqual(files.length, 0);
  for (const file of files) {
    const moved = JSON.stringify(inNamespace(readManifest(file), 'elsewhere'));
    assert.doesNotMatch(moved, /"chaos-workshop"/, file);
  }
});

test('a file that is no manifest is told by its name', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'manifest-'));
  const written = async (text: string) => {
    await writeFile(join(directory, 'fault.yaml'), text);
    return join(directory, 'fault.yaml');
  };
  assert.throws(() => readManifest('nowhere.yaml'), /cannot read nowhere\.yaml: ENOENT/);
  const empty = await written('');
  assert.throws(() => readManifest(empty), /fault\.yaml is no manifest/);
  const several = await written('kind: A\n---\nkind: B\n');
  assert.throws(() => readManifest(several), /several documents/);
  await rm(directory, { recursive: true });
});
