import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ApiServer, type KubeObject, Store } from '@chaos-workshop/kube-api';
import { parseAllDocuments } from 'yaml';
import { chaosAdmission, chaosKinds } from './index.js';

const root = new URL('../../../../', import.meta.url);
const folder = new URL('chaos-mesh/', root);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const read = (url: URL) => readFileSync(url, 'utf8');
const documents = (url: URL) => parseAllDocuments(read(url)).map((document) => document.toJS() as KubeObject);

function cluster(): ApiServer {
  const store = new Store();
  for (const object of documents(new URL('k8s/namespace.yaml', root))) store.create(object);
  for (const definition of chaosKinds()) store.create(definition);
  return new ApiServer({ store, admission: [chaosAdmission(store)], token: 'unused' });
}

describe('every manifest of chaos-mesh/', () => {
  for (const file of files) {
    const [manifest, ...more] = documents(new URL(file, folder));
    assert.ok(manifest);

    test(`${file} is one fault, named as its file, in the workshop's namespace`, () => {
      assert.equal(more.length, 0);
      assert.deepEqual(
        [manifest.metadata.name, manifest.metadata.namespace],
        [file.replace('.yaml', ''), 'chaos-workshop'],
      );
    });

    test(`${file} says hypothesis, blast radius and how to stop`, () =>
      assert.match(
        read(new URL(file, folder)),
        /^# Hypothesis {4}\S.*\n# Blast radius {2}\S[^]*?\n# Stop {10}\S/,
      ));

    test(`${file} is admitted`, () => assert.ok(cluster().apply(manifest)));

    test(`${file} ends by itself`, () => {
      const { action, duration } = manifest['spec'] as Record<string, string>;
      const strikesOnce = action === 'pod-kill' || action === 'container-kill';
      assert.equal(duration !== undefined, !strikesOnce);
    });
  }
});

describe('the kinds', () => {
  test('are all accepted as definitions, each once', () => {
    const names = chaosKinds().map(({ metadata }) => metadata.name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(
      names.includes('networkchaos.chaos-mesh.org') && names.includes('httpfaults.chaos-workshop.io'),
    );
    assert.doesNotThrow(cluster);
  });

  test('a field that no kind has is refused or pruned, never kept', () => {
    const [slow] = documents(new URL('menu-slow.yaml', folder));
    const spec = { ...(slow?.['spec'] as object), containerNames: ['x'] };
    try {
      const kept = cluster().apply({ ...(slow as KubeObject), spec });
      assert.equal((kept['spec'] as Record<string, unknown>)['containerNames'], undefined);
    } catch (error) {
      assert.match((error as Error).message, /unknown field "spec\.containerNames"/);
    }
  });
});
