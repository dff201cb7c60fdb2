// Deployments that change: rollouts and their history, scaling, and what a watch shows of it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Playground } from '../lib/playground.ts';
import { deploy } from '../lib/workloads.ts';

describe('rollouts', { timeout: 240_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  before(() => {
    playground = Playground.open('rollouts');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web' });
  });
  after(() => playground?.end());

  const untilOut = () => kubectl.ok('rollout status deployment/web --timeout=60s');

  test('restart: a new ReplicaSet, the old one at none', () => {
    assert.equal(kubectl.ok('rollout restart deployment/web'), 'deployment.apps/web restarted\n');
    assert.match(untilOut(), /deployment "web" successfully rolled out\n$/);
    kubectl.ok('wait --for=jsonpath={.status.replicas}=1 deployment/web --timeout=30s');
    const sets = kubectl
      .ok(
        'get replicasets --no-headers --sort-by=.metadata.annotations.deployment\\.kubernetes\\.io/revision',
      )
      .trim()
      .split('\n');
    assert.deepEqual(
      sets.map((row) => row.split(/ +/).slice(1, 4).join(' ')),
      ['0 0 0', '1 1 1'],
    );
  });

  test('set env and set image, history, undo', () => {
    assert.equal(kubectl.ok('set env deployment/web COLOUR=red'), 'deployment.apps/web env updated\n');
    untilOut();
    assert.match(
      kubectl.ok('rollout history deployment/web'),
      /^deployment.apps\/web \nREVISION  CHANGE-CAUSE\n1 +<none>\n2 +<none>\n3 +<none>\n/,
    );
    assert.match(kubectl.ok('rollout history deployment/web --revision=3'), /COLOUR:\tred/);
    assert.equal(kubectl.ok('rollout undo deployment/web'), 'deployment.apps/web rolled back\n');
    untilOut();
    assert.doesNotMatch(kubectl.ok('get deployment web -o yaml'), /value: red/);
    assert.equal(
      kubectl.ok('set image deployment/web web=nobody/knows:2'),
      'deployment.apps/web image updated\n',
    );
    const { code } = kubectl.run('rollout status deployment/web --timeout=3s');
    assert.equal(code, 1);
    assert.match(kubectl.ok('get deployment web --no-headers'), /^web +1\/1 +1 +1 /, 'the old pod goes on');
    kubectl.ok('rollout undo deployment/web');
    untilOut();
  });

  test('pause and resume', () => {
    assert.equal(kubectl.ok('rollout pause deployment/web'), 'deployment.apps/web paused\n');
    const revision = () =>
      kubectl.ok(
        'get deployment web -o jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}',
      );
    const before = revision();
    kubectl.ok('set env deployment/web COLOUR=green');
    assert.equal(revision(), before);
    assert.match(
      kubectl.run('rollout restart deployment/web').stderr,
      /error: deployments.apps "web" can't restart paused deployment \(run rollout resume first\)\n/,
    );
    assert.equal(kubectl.ok('rollout resume deployment/web'), 'deployment.apps/web resumed\n');
    untilOut();
    assert.notEqual(revision(), before);
  });

  test('scale up and down, with events', () => {
    deploy(kubectl, { name: 'scaled' });
    assert.equal(kubectl.ok('scale deployment scaled --replicas=3'), 'deployment.apps/scaled scaled\n');
    kubectl.ok('rollout status deployment/scaled --timeout=60s');
    assert.match(kubectl.ok('get deployment scaled --no-headers'), /^scaled +3\/3 +3 +3 /);
    kubectl.ok('scale deployment/scaled --replicas=0');
    kubectl.ok('wait --for=delete pod -l app.kubernetes.io/name=scaled --timeout=60s');
    assert.match(kubectl.ok('get deployment scaled --no-headers'), /^scaled +0\/0 +0 +0 /);
    const events = kubectl.ok('get events --field-selector involvedObject.name=scaled');
    assert.match(
      events,
      /ScalingReplicaSet +deployment\/scaled +Scaled up replica set scaled-\S+ from 1 to 3/,
    );
    assert.match(
      events,
      /ScalingReplicaSet +deployment\/scaled +Scaled down replica set scaled-\S+ from 3 to 0/,
    );
    const { stderr } = kubectl.run('scale deployment scaled --replicas=1 --current-replicas=7');
    assert.match(stderr, /Expected replicas to be 7, was 0/);
  });

  test('wait: a condition, and the time-out of one', () => {
    assert.equal(
      kubectl.ok('wait --for=condition=Available deployment/web --timeout=60s'),
      'deployment.apps/web condition met\n',
    );
    const { code, stderr } = kubectl.run('wait --for=condition=Cooked deployment/web --timeout=1s');
    assert.equal(code, 1);
    assert.equal(stderr, 'error: timed out waiting for the condition on deployments/web\n');
  });

  test('delete orphans what it is told to leave', () => {
    kubectl.ok('delete deployment web --cascade=orphan');
    assert.match(kubectl.ok('get replicasets --no-headers'), /web-/);
    kubectl.ok('delete replicasets -l app.kubernetes.io/name=web');
    kubectl.ok('wait --for=delete pod -l app.kubernetes.io/name=web --timeout=60s');
  });
});
