// Creating, changing and deleting objects, and what kubectl says of it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Playground } from '../lib/playground.ts';
import { deploy } from '../lib/workloads.ts';

const house = (rooms: string) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'house' }, data: { rooms } });

describe('changes', { timeout: 180_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  before(() => {
    playground = Playground.open('changes');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web' });
  });
  after(() => playground?.end());

  test('apply creates, finds unchanged, configures', () => {
    assert.equal(kubectl.ok('apply -f -', house('2')), 'configmap/house created\n');
    assert.equal(kubectl.ok('apply -f -', house('2')), 'configmap/house unchanged\n');
    assert.equal(kubectl.ok('apply -f -', house('3')), 'configmap/house configured\n');
    assert.equal(kubectl.ok('get configmap house -o jsonpath={.data.rooms}'), '3');
  });

  test('dry runs change nothing', () => {
    assert.equal(
      kubectl.ok('apply --dry-run=server -f -', house('9')),
      'configmap/house configured (server dry run)\n',
    );
    assert.equal(
      kubectl.ok('apply --dry-run=client -f -', house('9')),
      'configmap/house configured (dry run)\n',
    );
    assert.equal(
      kubectl
        .ok('delete configmap house --dry-run=server')
        .split('\n')[0]
        ?.startsWith('configmap "house" deleted'),
      true,
    );
    assert.equal(kubectl.ok('get configmap house -o jsonpath={.data.rooms}'), '3');
  });

  test('diff shows what apply would change, and exits with 1', () => {
    const { code, stdout } = kubectl.run('diff -f -', house('4'));
    assert.equal(code, 1);
    assert.match(stdout, /\n- +rooms: "3"\n\+ +rooms: "4"\n/);
    assert.equal(kubectl.run('diff -f -', house('3')).code, 0);
  });

  test('patches: strategic, merge and JSON', () => {
    assert.equal(kubectl.ok('patch configmap house -p {"data":{"a":"1"}}'), 'configmap/house patched\n');
    assert.equal(
      kubectl.ok('patch configmap house --type=merge -p {"data":{"a":null,"b":"2"}}'),
      'configmap/house patched\n',
    );
    assert.equal(
      kubectl.ok('patch configmap house --type=json -p [{"op":"replace","path":"/data/b","value":"3"}]'),
      'configmap/house patched\n',
    );
    assert.deepEqual(JSON.parse(kubectl.ok('get configmap house -o jsonpath={.data}')), {
      b: '3',
      rooms: '3',
    });
    assert.equal(
      kubectl.ok('patch configmap house -p {"data":{"b":"3"}}'),
      'configmap/house patched (no change)\n',
    );
  });

  test('a strategic patch merges containers by their name', () => {
    kubectl.ok(
      'patch deployment web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"A","value":"1"}]}]}}}}',
    );
    assert.equal(
      kubectl.ok('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}'),
      'redis:7-bookworm',
    );
    kubectl.ok('rollout status deployment/web --timeout=60s');
  });

  test('a JSON patch whose test does not hold is refused', () => {
    const { code, stderr } = kubectl.run(
      'patch configmap house --type=json -p [{"op":"test","path":"/data/b","value":"0"}]',
    );
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^The request is invalid: the server rejected our request due to an error in our request\n$/,
    );
  });

  test('who replaces what has changed meanwhile has a conflict', () => {
    const old = kubectl.ok('get configmap house -o json');
    kubectl.ok('label configmap house floor=first');
    const { code, stderr } = kubectl.run('replace -f -', old);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Error from server \(Conflict\): error when replacing "STDIN": Operation cannot be fulfilled on configmaps "house": the object has been modified; please apply your changes to the latest version and try again\n/,
    );
  });

  test('labels and annotations: set, refuse to overwrite, remove', () => {
    assert.equal(kubectl.ok('label configmap house door=red'), 'configmap/house labeled\n');
    assert.equal(
      kubectl.run('label configmap house door=blue').stderr,
      "error: 'door' already has a value (red), and --overwrite is false\n",
    );
    assert.equal(kubectl.ok('label configmap house door=blue --overwrite'), 'configmap/house labeled\n');
    assert.equal(kubectl.ok('label configmap house door-'), 'configmap/house unlabeled\n');
    assert.equal(kubectl.ok('annotate configmap house by=test'), 'configmap/house annotated\n');
  });

  test('selectors by label and by field', () => {
    kubectl.ok('label configmap house floor=first --overwrite');
    assert.equal(kubectl.ok('get configmaps -l floor=first -o name'), 'configmap/house\n');
    assert.equal(kubectl.ok('get configmaps -l floor!=first,floor -o name'), '');
    assert.equal(
      kubectl.ok('get configmaps --field-selector metadata.name=house -o name'),
      'configmap/house\n',
    );
    assert.match(kubectl.ok('get pods --field-selector status.phase=Running -o name'), /^pod\/web-/);
    assert.equal(kubectl.ok('get pods --field-selector status.phase=Failed -o name'), '');
    const { code, stderr } = kubectl.run('get pods --field-selector spec.colour=red');
    assert.equal(code, 1);
    assert.match(stderr, /field label not supported: spec.colour/);
  });

  test('create and delete by name', () => {
    assert.match(kubectl.ok('delete configmap house'), /^configmap "house" deleted/);
    assert.equal(
      kubectl.run('delete configmap house').stderr,
      'Error from server (NotFound): configmaps "house" not found\n',
    );
    assert.equal(kubectl.ok('delete configmap house --ignore-not-found'), '');
    assert.equal(kubectl.ok('create -f -', house('1')), 'configmap/house created\n');
    assert.match(
      kubectl.run('create -f -', house('1')).stderr,
      /^Error from server \(AlreadyExists\): error when creating "STDIN": configmaps "house" already exists\n$/,
    );
  });
});
