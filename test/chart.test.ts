import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { renderChart } from '../scripts/lib/chart.ts';
import { helm, template, withoutHelm } from './lib/chart.ts';

const skip = withoutHelm;

test('k8s/workshop.yaml is the chart, rendered', { skip }, async () => {
  const committed = readFileSync('k8s/workshop.yaml', 'utf8');
  assert.equal(await renderChart(), committed, 'run `npm run render` and commit k8s/workshop.yaml');
});

test('helm lint has nothing to say', { skip }, () => {
  const { code, output } = helm('lint', '--strict', 'helm/chaos-workshop');
  assert.equal(code, 0, output);
});

const wrong = [
  ['drain=soon', 'drain'],
  ['drain=20s', 'drain'],
  ['telemetry.backend=jaeger', 'telemetry/backend'],
  ['service.type=LoadBalancer', 'service/type'],
  ['services.order-service.nodePort=80', 'services/order-service/nodePort'],
  ['services.order-service.env.VARIANT=best', 'services/order-service/env/VARIANT'],
  ['services.flights-service.env.EXERCISE=6', 'services/flights-service/env/EXERCISE'],
  ['services.menu-service.replicas=-1', 'services/menu-service/replicas'],
  ['mysql.persistence.size=big', 'mysql/persistence/size'],
  ['mysql.persistance.enabled=false', 'persistance'],
  ['resources.limits.memory=lots', 'resources/limits/memory'],
  ['autoscaling.maxReplicas=0', 'autoscaling/maxReplicas'],
  ['networkPolicies.podCidr=everybody', 'networkPolicies/podCidr'],
  ['telemetry.enabled=true', 'enabled'],
] as const;
for (const [value, key] of wrong) {
  test(`${value} is refused by its name`, { skip }, () => {
    const { code, output } = template(value);
    assert.notEqual(code, 0);
    assert.ok(output.includes(key), output);
  });
}

test('each key of values.yaml has a comment, but those that Kubernetes names', () => {
  const lines = readFileSync('helm/chaos-workshop/values.yaml', 'utf8').split('\n');
  const bare = lines.filter(
    (line, index) =>
      /^ *[\w-]+:/.test(line) && !/^ *(requests|limits):/.test(line) && !/^ *#/.test(lines[index - 1] ?? ''),
  );
  assert.deepEqual(bare, []);
});
