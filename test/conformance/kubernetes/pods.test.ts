// The life of a pod as a watch, its logs and its events tell it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { Playground } from '../lib/playground.ts';
import { reasonsOf, story } from '../lib/stories.ts';
import { deploy } from '../lib/workloads.ts';

function pod(name: string, fields: object, spec: object = {}): string {
  const container = { name, image: 'redis:7-bookworm', ...fields };
  const whole = { terminationGracePeriodSeconds: 1, containers: [container], ...spec };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: whole,
  });
}
const shell = (script: string) => ({ command: ['sh', '-c', script] });

describe('pods', { timeout: 300_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;
  before(() => {
    playground = Playground.open('pods');
    kubectl = playground.kubectl;
  });
  after(() => playground?.end());

  test('a deleted pod terminates, and its Deployment makes another', async () => {
    deploy(kubectl, { name: 'web' });
    const old = nameOf('web');
    const watch = kubectl.follow('get pods -w -l app.kubernetes.io/name=web');
    await watch.until(/Running/);
    assert.match(kubectl.ok(`delete pod ${old}`), new RegExp(`^pod "${old}" deleted`));
    await watch.until(/\n[^]*Pending[^]*1\/1 +Running/);
    watch.stop();
    assert.match(story(watch.output, old), /^1\/1 Running 0, 1\/1 Terminating 0/);
    // A busy kubelet may report two steps as one.
    assert.match(
      story(watch.output, nameOf('web')),
      /^0\/1 Pending 0, (?:0\/1 ContainerCreating 0, )?(?:0\/1 Running 0, )?1\/1 Running 0$/,
    );
  });

  test('a command that ends well completes', async () => {
    kubectl.ok('apply -f -', pod('done', shell('echo bye'), { restartPolicy: 'Never' }));
    kubectl.ok('wait --for=jsonpath={.status.phase}=Succeeded pod/done --timeout=30s');
    assert.match(kubectl.ok('get pod done --no-headers'), /^done +0\/1 +Completed +0 /);
    assert.equal(kubectl.ok('logs done'), 'bye\n');
    assert.match(
      kubectl.ok('describe pod done'),
      /\n +State: +Terminated\n +Reason: +Completed\n +Exit Code: +0\n/,
    );
  });

  test('a command that fails and may not be restarted is an Error with its exit code', () => {
    kubectl.ok('apply -f -', pod('failed', shell('exit 3'), { restartPolicy: 'Never' }));
    kubectl.ok('wait --for=jsonpath={.status.phase}=Failed pod/failed --timeout=30s');
    assert.match(kubectl.ok('get pod failed --no-headers'), /^failed +0\/1 +Error +0 /);
    assert.match(kubectl.ok('describe pod failed'), /Exit Code: +3\n/);
  });

  test('one that keeps failing backs off, and its last words are kept', async () => {
    const watch = kubectl.follow('get pods -w -l app=crash');
    kubectl.ok('apply -f -', pod('crash', shell('sleep 1; echo dying; exit 4')));
    await watch.until(/crash +0\/1 +CrashLoopBackOff +[12] \(/);
    watch.stop();
    assert.match(story(watch.output, 'crash'), /1\/1 Running 0, 0\/1 Error 0, /);
    assert.equal(kubectl.ok('logs crash --previous'), 'dying\n');
    assert.match(reasonsOf(kubectl.ok('describe pod crash')), /^Scheduled .*BackOff/);
    assert.match(
      kubectl.ok('get pod crash -o jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}'),
      /^4$/,
    );
  });

  test('a failed readiness probe takes the pod out of its Service, a good one lets it in', async () => {
    const probe = { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 1 };
    kubectl.ok(
      'apply -f -',
      pod('shy', {
        ...shell('rm -f /tmp/ready; sleep 600'),
        readinessProbe: probe,
        ports: [{ name: 'redis', containerPort: 6379 }],
      }),
    );
    kubectl.ok(
      'apply -f -',
      `{"apiVersion":"v1","kind":"Service","metadata":{"name":"shy"},"spec":{"selector":{"app":"shy"},"ports":[{"port":6379}]}}`,
    );
    const ready = () =>
      kubectl.ok(
        'get endpointslices -l kubernetes.io/service-name=shy -o jsonpath={.items[*].endpoints[*].conditions.ready}',
      );
    kubectl.ok('wait --for=jsonpath={.status.phase}=Running pod/shy --timeout=30s');
    kubectl.ok('wait --for=jsonpath={.status.containerStatuses[0].started}=true pod/shy --timeout=30s');
    assert.match(kubectl.ok('get pod shy --no-headers'), /^shy +0\/1 +Running +0 /);
    assert.equal(ready(), 'false');
    kubectl.ok('exec shy -- touch /tmp/ready');
    kubectl.ok('wait --for=condition=Ready pod/shy --timeout=30s');
    kubectl.ok(
      'wait --for=jsonpath={.endpoints[0].conditions.ready}=true endpointslices -l kubernetes.io/service-name=shy --timeout=20s',
    );
    assert.match(
      kubectl.ok('get events --field-selector involvedObject.name=shy'),
      /Unhealthy +pod\/shy +Readiness probe failed/,
    );
  });

  test('an image that nobody has', async () => {
    const never = { image: 'nobody/knows:1', imagePullPolicy: 'Never' };
    kubectl.ok('apply -f -', pod('stranger', never));
    const watch = kubectl.follow('get pod stranger -w');
    await watch.until(/stranger +0\/1 +ErrImageNeverPull/);
    watch.stop();
    assert.match(kubectl.ok('get events --field-selector involvedObject.name=stranger'), /ErrImageNeverPull/);
  });

  test('environment from values, fields, ConfigMaps and Secrets', () => {
    kubectl.ok(
      'apply -f -',
      `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"menu"},"data":{"dish":"soup"}}`,
    );
    kubectl.ok(
      'apply -f -',
      `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"safe"},"stringData":{"code":"1234"}}`,
    );
    const env = [
      { name: 'PLAIN', value: 'yes' },
      { name: 'TWICE', value: '$(PLAIN) $(PLAIN) $(NOBODY) $$(PLAIN)' },
      { name: 'SELF', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'DISH', valueFrom: { configMapKeyRef: { name: 'menu', key: 'dish' } } },
      { name: 'CODE', valueFrom: { secretKeyRef: { name: 'safe', key: 'code' } } },
    ];
    kubectl.ok(
      'apply -f -',
      pod('env', { ...shell('echo "$PLAIN|$TWICE|$SELF|$DISH|$CODE"'), env }, { restartPolicy: 'Never' }),
    );
    kubectl.ok('wait --for=jsonpath={.status.phase}=Succeeded pod/env --timeout=30s');
    assert.equal(kubectl.ok('logs env'), 'yes|yes yes $(NOBODY) $(PLAIN)|env|soup|1234\n');
  });

  test('a ConfigMap that is not there holds the pod up, with its name', async () => {
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'nowhere', key: 'a' } } }];
    kubectl.ok('apply -f -', pod('waiting', { env }));
    const watch = kubectl.follow('get pod waiting -w');
    await watch.until(/waiting +0\/1 +CreateContainerConfigError/);
    watch.stop();
    assert.match(kubectl.ok('describe pod waiting'), /configmap "nowhere" not found/);
  });

  test('logs: tail, since, timestamps, follow', async () => {
    kubectl.ok(
      'apply -f -',
      pod('talker', shell('for i in 1 2 3; do echo line $i; done; while true; do sleep 1; echo more; done')),
    );
    kubectl.ok('wait --for=condition=Ready pod/talker --timeout=30s');
    const logs = kubectl.follow('logs -f talker');
    await logs.until(/^line 1\nline 2\nline 3\nmore\nmore\n/);
    logs.stop();
    assert.equal(kubectl.ok('logs talker --tail=1'), 'more\n');
    assert.match(
      kubectl.ok('logs talker --tail=1 --timestamps'),
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z more\n$/,
    );
    assert.doesNotMatch(kubectl.ok('logs talker --since=1s'), /line 1/);
    assert.match(kubectl.run('logs talker -c nobody').stderr, /container nobody is not valid for pod talker/);
  });

  test('exec runs a command, and its exit code is kubectl’s', () => {
    assert.equal(kubectl.ok('exec talker -- echo hello'), 'hello\n');
    const { code, stderr } = kubectl.run('exec talker -- sh -c false');
    assert.equal(code, 1);
    assert.match(stderr, /command terminated with exit code 1/);
  });

  function nameOf(app: string): string {
    const running = kubectl.ok(
      `get pods -l app.kubernetes.io/name=${app} --sort-by=.metadata.creationTimestamp -o name`,
    );
    return running.trim().split('\n').at(-1)!.replace('pod/', '');
  }
});
