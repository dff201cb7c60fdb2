// What `kubectl describe` tells of pods and their owners.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kubectl } from '../../lib/kubectl.ts';
import { pod } from '../../lib/manifests.ts';
import { Playground } from '../lib/playground.ts';
import { reasonsOf, story } from '../lib/stories.ts';
import { deploy } from '../lib/workloads.ts';

describe('kubectl describe', { timeout: 180_000 }, () => {
  let playground: Playground;
  let kubectl: Kubectl;

  before(() => {
    playground = Playground.open('describe');
    kubectl = playground.kubectl;
    deploy(kubectl, { name: 'web', replicas: 2 });
  });
  after(() => playground?.end());

  test('a pod: priority, account, tolerations, and its events in the order in which they happened', () => {
    const text = kubectl.ok('describe pod -l app.kubernetes.io/name=web');
    assert.match(text, /\nPriority: +0\nService Account: +default\nNode: +\S+\/[\d.]+\n/);
    assert.match(
      text,
      /\nTolerations: +node\.kubernetes\.io\/not-ready:NoExecute op=Exists for 300s\n +node\.kubernetes\.io\/unreachable:NoExecute op=Exists for 300s\n/,
    );
    assert.match(text, /\nQoS Class: +BestEffort\n/);
    assert.match(reasonsOf(text), /^Scheduled Pulled Created Started /);
    assert.match(
      kubectl.ok('get events -o wide'),
      /Started +pod\/web-\S+ +spec.containers\{web\} +kubelet, \S+ /,
    );
  });

  test('a ReplicaSet: the numbers of its Deployment', () => {
    assert.match(
      kubectl.ok('describe replicaset'),
      /\nAnnotations: +deployment.kubernetes.io\/desired-replicas: 2\n +deployment.kubernetes.io\/max-replicas: 3\n +deployment.kubernetes.io\/revision: 1\n/,
    );
  });

  test('a container that crashes: Error, at once again, then CrashLoopBackOff', async () => {
    const watch = kubectl.follow('get pods -w');
    await watch.until(/Running/);
    kubectl.ok('apply -f -', pod('crash', `"command":["sh","-c","sleep 1; echo dying; exit 3"]`));
    await watch.until(/crash +0\/1 +CrashLoopBackOff +1 \(/);
    watch.stop();
    // A busy kubelet may report two steps as one.
    assert.match(
      story(watch.output, 'crash'),
      /^0\/1 Pending 0, (?:0\/1 ContainerCreating 0, )?(?:1\/1 Running 0, )?0\/1 Error 0, (?:1\/1 Running 1, )?(?:0\/1 Error 1, )?0\/1 CrashLoopBackOff 1/,
    );
    assert.match(
      kubectl.ok('describe pod crash'),
      /Reason: +CrashLoopBackOff[^]*Last State: +Terminated\n +Reason: +Error\n +Exit Code: +3\n[^]*Back-off restarting failed container crash in pod crash_conformance-describe\(/,
    );
    kubectl.ok('delete pod crash --now');
  });

  test('a command that is not there: RunContainerError', async () => {
    kubectl.ok('apply -f -', pod('nothing', `"command":["nope"]`));
    const watch = kubectl.follow('get pods -w');
    await watch.until(/nothing +0\/1 +RunContainerError/);
    watch.stop();
    assert.match(
      kubectl.ok('describe pod nothing'),
      /Error: failed to create containerd task: .*exec: "nope": executable file not found in \$PATH: unknown/,
    );
    kubectl.ok('delete pod nothing --now');
  });

  test('a patch of a wrong type is refused as the converter says it', () => {
    assert.equal(
      kubectl.run('patch deploy web --type strategic -p {"spec":{"replicas":"x"}}').stderr,
      'The request is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32\n',
    );
  });
});
