// The chart as a release of its own, from its installation to its end.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubectlIn, valuesOfPlace } from './lib/cluster.ts';
import { helm, whyNoHelm } from './lib/helm.ts';

const namespace = 'operations-release';
const release = `tavern --namespace ${namespace}`;

describe('a release', { skip: whyNoHelm(), timeout: 600_000 }, () => {
  const kubectl = kubectlIn(namespace);

  before(() => {
    const text = readFileSync('k8s/namespace.yaml', 'utf8').replace(
      'name: chaos-workshop',
      `name: ${namespace}`,
    );
    kubectl.ok('apply -f -', text);
  });
  after(() => kubectl.run(`delete namespace ${namespace} --wait=false`));

  test('is ready within a minute where Pod Security is restricted', (t) => {
    const start = Date.now();
    helm(`install ${release} helm/chaos-workshop --set ${valuesOfPlace()} --wait --timeout 150s`);
    const seconds = (Date.now() - start) / 1_000;
    t.diagnostic(`all pods ready ${seconds.toFixed(1)} s after helm install`);
    assert.ok(seconds < 60, `${seconds} s`);
  });

  test('passes helm test: orders placed, and once', () => {
    assert.match(helm(`test ${release} --logs`), /20 orders in .*, 0 failed[^]*0 lost, 0 doubled, 0 wrong/);
  });

  test('refuses a wrong value by its name', () => {
    assert.throws(() => helm(`upgrade ${release} helm/chaos-workshop --set drain=soon`), /drain/);
  });

  test('leaves nothing when it is uninstalled', async () => {
    helm(`uninstall ${release} --wait --timeout 2m`);
    kubectl.run('delete pod orders-test --ignore-not-found');
    const kinds =
      'deployments,statefulsets,services,secrets,configmaps,persistentvolumeclaims,networkpolicies,poddisruptionbudgets,serviceaccounts,roles,rolebindings';
    const left = () => kubectl.ok(`get ${kinds} -o name`).trim().split('\n').toSorted();
    const ofEachNamespace = ['configmap/kube-root-ca.crt', 'serviceaccount/default'];
    // A claim goes when the pod that used it is gone.
    for (let waits = 0; waits < 60 && left().length > ofEachNamespace.length; waits += 1) await sleep(1_000);
    assert.deepEqual(left(), ofEachNamespace);
  });

  test('k8s/ is accepted without a warning where nothing is yet', () => {
    const text = readFileSync('k8s/workshop.yaml', 'utf8')
      .replaceAll('namespace: chaos-workshop', `namespace: ${namespace}`)
      .replaceAll(/^ *nodePort: .*\n/gm, '');
    const { code, stderr } = kubectl.run('apply --dry-run=server -f -', text);
    const ofHelm =
      /^Warning: resource customresourcedefinitions.* is missing the .*last-applied-config.*\n/gm;
    assert.equal(stderr.replaceAll(ofHelm, ''), '');
    assert.equal(code, 0);
  });
});
