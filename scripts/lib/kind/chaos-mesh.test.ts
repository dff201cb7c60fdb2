import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chart, chaosMeshVersion } from './chaos-mesh.ts';
import { readFileSync } from 'node:fs';

test('the chart is the public one at a fixed version, unless another place is named', () => {
  assert.match(
    chart('').join(' '),
    new RegExp(`^chaos-mesh --repo https://\\S+ --version ${chaosMeshVersion}$`),
  );
  assert.deepEqual(chart('helm/chaos-workshop'), ['helm/chaos-workshop']);
});

test('a place with nothing in it is an error that names it', () => {
  assert.throws(() => chart('/no/such/chart'), /CHAOS_MESH_CHART is \/no\/such\/chart/);
});

test('the values say the same version to whoever installs it by hand', () => {
  assert.ok(readFileSync('helm/chaos-mesh-values.yaml', 'utf8').includes(`--version ${chaosMeshVersion} `));
});
