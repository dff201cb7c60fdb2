// The experiments of chaos-mesh/ are taken by any cluster as they are.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Playground } from '../lib/playground.ts';

describe('the manifests of chaos-mesh/', { timeout: 120_000 }, () => {
  let playground: Playground;

  before(() => {
    playground = Playground.open('manifests');
  });
  after(() => playground?.end());

  for (const file of globSync('chaos-mesh/*.yaml').toSorted()) {
    test(`${file} passes a server-side dry run`, () => {
      const manifest = readFileSync(file, 'utf8').replace(
        /namespace: .*/,
        `namespace: ${playground.namespace}`,
      );
      const said = playground.kubectl.ok('create --dry-run=server -f -', manifest);
      assert.match(said, /^\w+\.chaos-(mesh\.org|workshop\.io)\/[a-z-]+ created \(server dry run\)\n$/);
    });
  }
});
