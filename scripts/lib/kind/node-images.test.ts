import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from './node-images.ts';

const manifest = `sha256:${'b'.repeat(64)}`;
const id = `sha256:${'c'.repeat(64)}`;
const other = `sha256:${'d'.repeat(64)}`;
const type = 'application/vnd.docker.distribution.manifest.v2+json';
const listing = (rows: [reference: string, digest: string][]) =>
  [
    'REF TYPE DIGEST SIZE PLATFORMS LABELS',
    ...rows.map(
      ([reference, digest]) =>
        `${reference}  ${type} ${digest} 263.2 MiB linux/amd64 io.cri-containerd.image=managed`,
    ),
  ].join('\n');
const image = { name: 'chaos-workshop/console:0.1.0', id };

test('a node has an image when name and id belong to one manifest', () => {
  const rows: [string, string][] = [
    ['docker.io/chaos-workshop/console:0.1.0', manifest],
    [id, manifest],
  ];
  assert.equal(holds(listing(rows), image), true);
});

test('the name of an older build is not enough, nor is the build without its name', () => {
  const older: [string, string][] = [
    ['docker.io/chaos-workshop/console:0.1.0', other],
    [id, manifest],
  ];
  assert.equal(holds(listing(older), image), false);
  assert.equal(holds(listing([[id, manifest]]), image), false);
  assert.equal(holds(listing([]), image), false);
});

test('where Docker keeps images in containerd, the id is the digest of the manifest', () => {
  assert.equal(holds(listing([['docker.io/chaos-workshop/console:0.1.0', id]]), image), true);
});

test('names are those that containerd gives them', () => {
  const names = {
    'redis:7': 'docker.io/library/redis:7',
    'grafana/otel-lgtm:1': 'docker.io/grafana/otel-lgtm:1',
    'ghcr.io/chaos-mesh/chaos-mesh:v2': 'ghcr.io/chaos-mesh/chaos-mesh:v2',
    'localhost:5000/one:1': 'localhost:5000/one:1',
  };
  for (const [name, reference] of Object.entries(names))
    assert.equal(holds(listing([[reference, id]]), { name, id }), true, name);
});
