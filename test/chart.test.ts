import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { which } from 'zx';
import { renderChart } from '../scripts/lib/chart.ts';

const helm = await which('helm', { nothrow: true });
const skip = helm === null && 'no helm on PATH: the rendering was not compared with the chart';

test('k8s/workshop.yaml is the chart, rendered', { skip }, async () => {
  const committed = readFileSync('k8s/workshop.yaml', 'utf8');
  assert.equal(await renderChart(), committed, 'run `npm run render` and commit k8s/workshop.yaml');
});
