// What `kubectl get` and `describe` show: columns, and the words for what is not there.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Playground } from '../lib/playground.ts';
import { deploy } from '../lib/workloads.ts';

/** Resource → the columns of `kubectl get` for it. */
const columns: Record<string, string> = {
  pods: 'NAME READY STATUS RESTARTS AGE',
  'pods -o wide': 'NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES',
  'pods -A': 'NAMESPACE NAME READY STATUS RESTARTS AGE',
  'pods --show-labels': 'NAME READY STATUS RESTARTS AGE LABELS',
  'pods -L app.kubernetes.io/name': 'NAME READY STATUS RESTARTS AGE NAME',
  deployments: 'NAME READY UP-TO-DATE AVAILABLE AGE',
  'deployments -o wide': 'NAME READY UP-TO-DATE AVAILABLE AGE CONTAINERS IMAGES SELECTOR',
  replicasets: 'NAME DESIRED CURRENT READY AGE',
  services: 'NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE',
  'services -o wide': 'NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE SELECTOR',
  endpointslices: 'NAME ADDRESSTYPE PORTS ENDPOINTS AGE',
  configmaps: 'NAME DATA AGE',
  secrets: 'NAME TYPE DATA AGE',
  serviceaccounts: 'NAME SECRETS AGE',
  networkpolicies: 'NAME POD-SELECTOR AGE',
  poddisruptionbudgets: 'NAME MIN AVAILABLE MAX UNAVAILABLE ALLOWED DISRUPTIONS AGE',
  events: 'LAST SEEN TYPE REASON OBJECT MESSAGE',
  namespaces: 'NAME STATUS AGE',
  nodes: 'NAME STATUS ROLES AGE VERSION',
};

const others = [
  { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'key' }, stringData: { a: 'b' } },
  {
    kind: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name: 'closed' },
    spec: { podSelector: { matchLabels: { a: 'b' } }, policyTypes: ['Ingress'] },
  },
  {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    metadata: { name: 'web' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } },
  },
];

describe('tables', { timeout: 180_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  before(() => {
    playground = Playground.open('tables');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web', isCalled: true });
    kubectl.ok('apply -f -', others.map((object) => JSON.stringify(object)).join('\n---\n'));
  });
  after(() => playground?.end());

  for (const [words, expected] of Object.entries(columns))
    test(`get ${words}`, () => {
      const [header = ''] = kubectl.ok(`get ${words}`).split('\n');
      assert.equal(header.replaceAll(/ +/g, ' ').trim(), expected);
    });

  test('rows of a ready Deployment, its ReplicaSet and its pod', () => {
    assert.match(kubectl.ok('get deployment web --no-headers'), /^web +1\/1 +1 +1 +\d+s\n$/);
    assert.match(kubectl.ok('get replicasets --no-headers'), /^web-[a-z0-9]+ +1 +1 +1 +\d+s\n$/);
    assert.match(
      kubectl.ok('get pods --no-headers'),
      /^web-[a-z0-9]+-[a-z0-9]{5} +1\/1 +Running +0 +\d+s\n$/,
    );
  });

  test('rows of Services, with and without an address of their own', () => {
    const rows = kubectl.ok('get services --no-headers');
    assert.match(rows, /^web +ClusterIP +\d+\.\d+\.\d+\.\d+ +<none> +6379\/TCP +\d+s$/m);
    assert.match(rows, /^web-pods +ClusterIP +None +<none> +6379\/TCP +\d+s$/m);
  });

  test('rows of a budget and a policy', () => {
    assert.match(kubectl.ok('get pdb --no-headers'), /^web +N\/A +1 +[01] +\d+s\n$/);
    assert.match(kubectl.ok('get netpol --no-headers'), /^closed +a=b +\d+s\n$/);
    assert.match(kubectl.ok('get secret key --no-headers'), /^key +Opaque +1 +\d+s\n$/);
  });

  test('-o name, jsonpath, custom columns, json and yaml', () => {
    assert.equal(kubectl.ok('get deployment web -o name'), 'deployment.apps/web\n');
    assert.equal(kubectl.ok('get deployment web -o jsonpath={.spec.replicas}'), '1');
    assert.equal(
      kubectl.ok('get deployment web -o custom-columns=A:.metadata.name,B:.kind'),
      'A     B\nweb   Deployment\n',
    );
    assert.equal((JSON.parse(kubectl.ok('get services -o json')) as { kind: string }).kind, 'List');
    assert.match(kubectl.ok('get deployment web -o yaml'), /^apiVersion: apps\/v1\nkind: Deployment\n/);
  });

  test('nothing there is said with the namespace', () => {
    const { code, stdout, stderr } = kubectl.run('get pods -l app.kubernetes.io/name=nobody');
    assert.deepEqual([code, stdout], [0, '']);
    assert.equal(stderr, `No resources found in ${playground.namespace} namespace.\n`);
  });

  test('describe a Deployment, a Service and a pod', () => {
    const deployment = kubectl.ok('describe deployment web');
    assert.match(deployment, /^Name: +web\nNamespace: +conformance-tables\n/);
    assert.match(
      deployment,
      /\nReplicas: +1 desired \| 1 updated \| 1 total \| 1 available \| 0 unavailable\n/,
    );
    assert.match(deployment, /\nStrategyType: +RollingUpdate\n/);
    assert.match(
      deployment,
      /Normal +ScalingReplicaSet +\S+ +deployment-controller +Scaled up replica set web-\S+ from 0 to 1\n/,
    );
    assert.match(
      kubectl.ok('describe service web'),
      /\nSelector: +app.kubernetes.io\/name=web\nType: +ClusterIP\n[^]*\nTargetPort: +6379\/TCP\nEndpoints: +\S+:\d+\n/,
    );
    const pod = kubectl.ok('describe pod -l app.kubernetes.io/name=web');
    assert.match(pod, /\nStatus: +Running\n/);
    assert.match(pod, /\nControlled By: +ReplicaSet\/web-/);
    assert.match(pod, /\n +State: +Running\n +Started: +/);
  });
});
