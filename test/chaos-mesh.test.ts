// What a participant sees of crashing pods and of experiments with kubectl, in a playground namespace on a lab.
// The expected lines are what Kubernetes 1.34 with Chaos Mesh 2.8 printed for the same commands.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { Lab } from '../scripts/lib/lab.ts';
import { findKubectls, Kubectl } from './lib/kubectl.ts';
import { chaos, pod, redisDeployment, webSelector } from './lib/manifests.ts';

const dir = '.lab/chaos-mesh-test';
const newest = findKubectls()[0];
const skip = newest === undefined && 'no kubectl from 1.29 on is on PATH: nothing was checked with kubectl';

describe('pods and experiments in a playground', { skip, timeout: 240_000 }, () => {
  let lab: Lab;
  let kubectl: Kubectl;

  before(async () => {
    await clearLeftovers('.', [dir]);
    lab = await Lab.start({ dir, anyNodePorts: true, signal: AbortSignal.timeout(60_000) });
    kubectl = new Kubectl(newest!.path, lab.file.kubeconfig);
    kubectl.ok('apply -f -', '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"play"}}');
    kubectl.ok('annotate namespace play chaos-mesh.org/inject=enabled');
    kubectl.ok('config set-context --current --namespace=play');
    kubectl.ok('apply -f -', redisDeployment('web', 2));
    kubectl.ok('rollout status deployment/web --timeout=30s');
  });
  after(async () => {
    await lab?.stop();
    await clearLeftovers('.', [dir]);
  });

  test('`describe pod` lists priority, tolerations and the events in the order in which they happened', () => {
    const text = kubectl.ok('describe pod -l app.kubernetes.io/name=web');
    assert.match(text, /\nPriority: +0\nService Account: +default\nNode: +lab\/127\.0\.0\.1\n/);
    assert.match(text, /\nTolerations: +node\.kubernetes\.io\/not-ready:NoExecute op=Exists for 300s\n/);
    assert.match(text, /\nQoS Class: +BestEffort\n/);
    assert.match(reasonsOf(text), /^Scheduled Pulled Created Started /);
    assert.doesNotMatch(text, /Unhealthy/);
    assert.match(
      kubectl.ok('get events -o wide'),
      /Started +pod\/web-\S+ +spec.containers{web} +kubelet, lab /,
    );
  });

  test('a namespace has its ServiceAccount, a ReplicaSet the numbers of its Deployment', () => {
    assert.match(kubectl.ok('get serviceaccounts'), /^NAME +SECRETS +AGE\ndefault +0 /);
    assert.match(
      kubectl.ok('describe replicaset'),
      /\nAnnotations: +deployment.kubernetes.io\/desired-replicas: 2\n +deployment.kubernetes.io\/max-replicas: 3\n +deployment.kubernetes.io\/revision: 1\n/,
    );
  });

  test('a crashing command shows Error, restarts at once, then CrashLoopBackOff', async () => {
    const watch = kubectl.follow('get pods -w');
    kubectl.ok('apply -f -', pod('crash', `"command":["sh","-c","sleep 1; echo dying; exit 3"]`));
    await watch.until(/crash +0\/1 +CrashLoopBackOff +1 \(/);
    watch.stop();
    assert.equal(
      story(watch.output, 'crash'),
      '0/1 Pending 0, 0/1 ContainerCreating 0, 1/1 Running 0, 0/1 Error 0, 1/1 Running 1, 0/1 Error 1, 0/1 CrashLoopBackOff 1',
    );
    assert.equal(kubectl.ok('logs crash'), 'dying\n');
    assert.equal(kubectl.ok('logs crash --previous'), 'dying\n');
    assert.match(
      kubectl.ok('describe pod crash'),
      /Reason: +CrashLoopBackOff[^]*Last State: +Terminated\n +Reason: +Error\n +Exit Code: +3\n[^]*Back-off restarting failed container crash in pod crash_play\(/,
    );
    kubectl.ok('delete pod crash --now');
  });

  test('an image that cannot be pulled shows ErrImagePull, then ImagePullBackOff', async () => {
    const watch = kubectl.follow('get pods -w');
    kubectl.ok('apply -f -', pod('stranger', '', 'nothere:1'));
    await watch.until(/stranger +0\/1 +ErrImagePull/);
    assert.equal(
      kubectl.run('logs stranger').stderr,
      `Error from server (BadRequest): container "stranger" in pod "stranger" is waiting to start: image can't be pulled\n`,
    );
    await watch.until(/stranger +0\/1 +ImagePullBackOff/);
    assert.match(
      kubectl.run('logs stranger').stderr,
      /is waiting to start: trying and failing to pull image\n$/,
    );
    watch.stop();
    const events = kubectl.ok('describe pod stranger');
    assert.equal(reasonsOf(events), 'Scheduled Pulling Failed Failed BackOff Failed');
    assert.match(events, /Failed to pull image "nothere:1"[^\n]*--image NAME=COMMAND/);
    assert.match(events, /Back-off pulling image "nothere:1"\n[^\n]*Error: ImagePullBackOff/);
    kubectl.ok('delete pod stranger --now');
  });

  test('a command that is not there is RunContainerError; one typed after `--` runs and ends', async () => {
    kubectl.ok('apply -f -', pod('nothing', `"command":["nope"]`));
    kubectl.ok('run once --image=redis:7-bookworm --restart=Never -- echo done');
    const watch = kubectl.follow('get pods -w');
    await watch.until(/nothing +0\/1 +RunContainerError/);
    await watch.until(/once +0\/1 +Completed +0/);
    watch.stop();
    assert.match(
      kubectl.ok('describe pod nothing'),
      /Error: failed to create containerd task: .*exec: "nope": executable file not found in \$PATH: unknown/,
    );
    assert.equal(kubectl.ok('logs once'), 'done\n');
    kubectl.ok('delete pod nothing once --now');
    const missing = kubectl.run('exec deploy/web -- nope');
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /error: Internal error occurred: .*exec: "nope": executable file not found/);
    assert.equal(kubectl.run('exec deploy/web -- sh -c exit\t7').code, 7);
  });

  test('a container-kill and a pod-failure restart containers in their pods', async () => {
    const watch = kubectl.follow('get pods -w');
    await watch.until(/Running[^]*Running/);
    const failure = `"action":"pod-failure","mode":"one","duration":"3s",${webSelector}`;
    kubectl.ok('apply -f -', chaos('PodChaos', 'failure', failure));
    await watch.until(/1\/1 +Running +2 \(/);
    const failed = /^(\S+) +1\/1 +Running +2 \(/m.exec(watch.output)?.[1] ?? '';
    assert.equal(
      story(watch.output, failed),
      '1/1 Running 0, 0/1 Running 0, 0/1 Running 1, 0/1 Running 2, 1/1 Running 2',
    );
    const described = kubectl.ok(`describe pod ${failed}`);
    assert.match(described, /Container image "gcr.io\/google-containers\/pause:latest" already present/);
    assert.match(described, /Container web definition changed, will be restarted/);
    assert.match(described, /Last State: +Terminated\n +Reason: +Completed\n +Exit Code: +0/);
    watch.stop();
    const kill = `"action":"container-kill","mode":"all","containerNames":["web"],${webSelector}`;
    kubectl.ok('apply -f -', chaos('PodChaos', 'kill', kill));
    const killed = kubectl.follow('get pods -w');
    await killed.until(/1\/1 +Running +1 \(/);
    killed.stop();
    assert.match(
      kubectl.ok('describe pod -l app.kubernetes.io/name=web'),
      /Last State: +Terminated\n +Reason: +Error\n +Exit Code: +137/,
    );
    assert.equal(
      reasonsOf(kubectl.ok('describe podchaos failure')),
      'FinalizerInited Updated Started Updated Applied Updated TimeUp Updated Recovered Updated',
    );
    assert.match(kubectl.ok('get podchaos'), /^NAME +AGE\n/);
    assert.match(kubectl.ok('delete podchaos --all'), /podchaos.chaos-mesh.org "failure" deleted/);
  });

  test('an experiment that selects nothing says so in its events and conditions', () => {
    const nobody = `"action":"delay","delay":{"latency":"1ms"},"mode":"all","selector":{"labelSelectors":{"app":"nobody"}}`;
    kubectl.ok('apply -f -', chaos('NetworkChaos', 'none', nobody));
    kubectl.ok('wait --for=jsonpath={.status.experiment.desiredPhase}=Run networkchaos/none --timeout=10s');
    const conditions = kubectl.ok('get networkchaos none -o jsonpath={.status.conditions[*].status}');
    assert.equal(conditions, 'False False False False');
    assert.match(
      kubectl.ok('describe networkchaos none'),
      /Warning +Failed +\S+ +records +Failed to select targets: no pod is selected\n/,
    );
    kubectl.ok('delete networkchaos none');
  });

  for (const [manifest, complaint] of refused()) {
    test(`refused: ${complaint}`, () => {
      const { code, stderr } = kubectl.run('apply -f -', manifest);
      assert.equal(code, 1);
      assert.ok(stderr.endsWith(`denied the request: ${complaint}\n`), stderr);
    });
  }

  test('a patch of a wrong type is refused as the converter says it', () => {
    assert.equal(
      kubectl.run('patch deploy web --type strategic -p {"spec":{"replicas":"x"}}').stderr,
      'The request is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32\n',
    );
  });
});

/** `READY STATUS RESTARTS` of one pod as a watch told them, without repetitions. */
function story(watch: string, name: string): string {
  const rows = watch.split('\n').flatMap((line) => {
    const [pod, ...columns] = line.split(/ +/);
    return pod === name ? columns.slice(0, 3).join(' ') : [];
  });
  return rows.filter((row, at) => row !== rows[at - 1]).join(', ');
}

/** The reasons of the events that `kubectl describe` listed, in its order. */
function reasonsOf(description: string): string {
  const rows = [...description.matchAll(/^ +(?:Normal|Warning) +(\S+)/gm)];
  return rows.map(([, reason = '']) => reason).join(' ');
}

function refused(): [manifest: string, complaint: string][] {
  return [
    [
      chaos('PodChaos', 'b9', `"action":"container-kill","mode":"one",${webSelector}`),
      'Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
    ],
    [
      chaos('HTTPChaos', 'b10', `"mode":"one","target":"Request","method":"get","abort":true,${webSelector}`),
      '[Spec.Port: Invalid value: 0: port 0 is not supported, Spec.Method: Invalid value: "get": method get is not supported]',
    ],
    [
      chaos('HTTPChaos', 'b11', `"mode":"one","target":"Request","port":80,"delay":"1x",${webSelector}`),
      'Spec.PodHttpChaosActions.Delay: Invalid value: "1x": invalid duration 1x',
    ],
    [
      chaos('PodChaos', 'b12', `"action":"pod-kill","mode":"fixed-percent","value":"101",${webSelector}`),
      '[Spec.ContainerSelector.value: Invalid value: "101": value of 101 is invalid, Must be (0,100] with mode:fixed-percent, Spec.ContainerSelector.PodSelector.value: Invalid value: "101": value of 101 is invalid, Must be (0,100] with mode:fixed-percent]',
    ],
  ];
}
