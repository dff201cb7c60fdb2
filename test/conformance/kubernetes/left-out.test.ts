// docs/reference/lab.md, row by row: the lab refuses with these words, and a real cluster has no such words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Playground } from '../lib/playground.ts';

const page = readFileSync('docs/reference/lab.md', 'utf8');
const rows = [...page.matchAll(/^\| `(\{.*\})` \| (.*) \|$/gm)].map(([, manifest = '', answer = '']) => ({
  manifest: JSON.parse(manifest) as { apiVersion: string; kind: string; spec?: object },
  answer,
}));

describe('what the lab leaves out', { timeout: 120_000 }, () => {
  let playground: Playground;
  let isLab = false;
  before(() => {
    playground = Playground.open('left-out');
    isLab = playground.kubectl.ok('get nodes -o name') === 'node/lab\n';
  });
  after(() => playground?.end());

  test('the page has rows', () => assert.ok(rows.length >= 10));

  for (const { manifest, answer } of rows)
    test(`${manifest.kind} ${JSON.stringify(manifest.spec ?? {}).slice(0, 40)}`, () => {
      const object = { ...manifest, metadata: { name: 'left-out' }, spec: manifest.spec ?? {} };
      const { code, stderr } = playground.kubectl.run(
        'apply --validate=false --dry-run=server -f -',
        JSON.stringify(object),
      );
      assert.equal(stderr.includes(answer), isLab, stderr);
      if (isLab) assert.equal(code, 1);
    });
});
