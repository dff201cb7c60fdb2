// What a participant sees with kubectl: the real one, in every version at hand, on a lab that runs the restaurant.
// The expected lines are what Kubernetes 1.34 with Chaos Mesh 2.8 printed for the same commands.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { Lab } from '../scripts/lib/lab.ts';
import { findKubectls, Kubectl } from './lib/kubectl.ts';

const dir = '.lab-kubectl-test';
const kubectls = findKubectls();
const newest = kubectls[0];
const skip = newest === undefined && 'no kubectl from 1.29 on is on PATH: nothing was checked with kubectl';

const configMap = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"house"},"data":{"rooms":"2"}}`;
const typo = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"t"},"spec":{"replcas":2,
  "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
  "spec":{"containers":[{"name":"a","image":"b","prots":[]}]}}}}`;
const unknownImage = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"stranger"},
  "spec":{"containers":[{"name":"a","image":"nobody/knows:1","imagePullPolicy":"Never"}]}}`;

describe('kubectl on the lab', { skip, timeout: 240_000 }, () => {
  let lab: Lab;
  let kubectl: Kubectl;

  before(async () => {
    await clearLeftovers('.');
    lab = await Lab.start({ dir, anyNodePorts: true, signal: AbortSignal.timeout(60_000) });
    kubectl = new Kubectl(newest!.path, lab.file.kubeconfig);
  });
  after(async () => {
    await lab?.stop();
    await clearLeftovers('.');
  });

  for (const { path, version } of kubectls) {
    test(`${version} gets, describes, applies, waits, scales, rolls out, logs and deletes`, async () => {
      const here = new Kubectl(path, lab.file.kubeconfig);
      assert.match(here.ok('get pods'), /^NAME +READY +STATUS +RESTARTS +AGE\nlgtm-\S+ +1\/1 +Running +0/);
      assert.match(
        here.ok('get pods -l app.kubernetes.io/name=redis -o wide'),
        /redis-\S+ +1\/1 +Running .* lab /,
      );
      assert.match(here.ok('get pods -A'), /^NAMESPACE +NAME +READY/);
      assert.match(
        here.ok('describe deployment menu-service'),
        /Replicas: +1 desired \| 1 updated \| 1 total \| 1 available/,
      );
      assert.match(here.ok('describe pod mysql-0'), /Successfully assigned chaos-workshop\/mysql-0 to lab/);
      assert.equal(here.ok('apply -f -', configMap), 'configmap/house created\n');
      assert.equal(here.ok('apply -f -', configMap), 'configmap/house unchanged\n');
      assert.equal(here.ok('label configmap house floor=first'), 'configmap/house labeled\n');
      assert.equal(here.ok('annotate configmap house by=test'), 'configmap/house annotated\n');
      assert.equal(here.ok('patch configmap house -p {"data":{"rooms":"3"}}'), 'configmap/house patched\n');
      assert.equal(here.ok('get configmap house -o jsonpath={.data.rooms}'), '3');
      assert.equal(
        here.ok('delete configmap house').split('\n')[0]?.startsWith('configmap "house" deleted'),
        true,
      );
      here.ok('scale deployment menu-service --replicas=2');
      here.ok('rollout status deployment/menu-service --timeout=30s');
      assert.match(here.ok('get deployment menu-service'), /menu-service +2\/2 +2 +2/);
      here.ok('scale deployment menu-service --replicas=1');
      here.ok('wait --for=condition=Available deployment/menu-service --timeout=20s');
      here.ok('wait --for=jsonpath={.status.replicas}=1 deployment/menu-service --timeout=30s');
      assert.match(here.ok('logs deployment/menu-service --tail=1'), /^\{.*\}\n$/);
    });
  }

  test('a deleted pod is replaced, as `get pods -w` shows', async () => {
    const [name] = podsOf('loyalty-service');
    const watch = kubectl.follow('get pods -w -l app.kubernetes.io/name=loyalty-service');
    await watch.until(/Running/);
    kubectl.ok(`delete pod ${name}`);
    await watch.until(/1\/1 +Running.*\n[^]*1\/1 +Running/);
    await watch.until(new RegExp(`${name} +0/1 +(Completed|Error)`));
    watch.stop();
    const replacement = podsOf('loyalty-service').filter((pod) => pod !== name);
    assert.equal(replacement.length, 1);
    const story = statuses(watch.output, replacement[0]!);
    assert.deepEqual(story, ['Pending', 'ContainerCreating', 'Running'], watch.output);
    assert.match(watch.output, new RegExp(`${name} +1/1 +Terminating`));
  });

  test('a process killed by hand shows as a restart of the same pod', async () => {
    const [name] = podsOf('menu-service');
    const watch = kubectl.follow(`get pod ${name} -w`);
    await watch.until(/Running/);
    const id = kubectl.ok(`get pod ${name} -o jsonpath={.status.containerStatuses[0].containerID}`);
    process.kill(Number(id.replace('process://', '')), 'SIGKILL');
    await watch.until(/1\/1 +Running +1 \(/);
    watch.stop();
    assert.match(kubectl.ok(`logs ${name} --previous --tail=1`), /^\{/);
    assert.match(kubectl.ok(`describe pod ${name}`), /Last State: +Terminated[^]*Exit Code: +137/);
  });

  test('`logs -f` goes on with what the pod says next', async () => {
    const [name] = podsOf('order-service');
    const logs = kubectl.follow(`logs -f ${name} --tail=0`);
    const port = lab.file.nodePorts['chaos-workshop/order-service:http'];
    const asked = setInterval(() => void fetch(`http://127.0.0.1:${port}/orders/typo`).catch(() => {}), 300);
    await logs.until(/typo/).finally(() => clearInterval(asked));
    logs.stop();
  });

  test('`rollout restart` makes a new revision; `rollout undo` goes back', () => {
    kubectl.ok('rollout restart deployment/loyalty-service');
    assert.match(
      kubectl.ok('rollout status deployment/loyalty-service --timeout=60s'),
      /successfully rolled out/,
    );
    assert.match(kubectl.ok('rollout history deployment/loyalty-service'), /\n1 .*\n2 /);
    kubectl.ok('rollout undo deployment/loyalty-service');
    kubectl.ok('rollout status deployment/loyalty-service --timeout=60s');
  });

  test('what the lab applied at its start is unchanged for `kubectl apply`', () => {
    const said = kubectl.ok('apply --dry-run=server -f k8s/workshop.yaml').trim().split('\n');
    const changed = said.filter((line) => !line.includes(' unchanged'));
    // A StatefulSet with claim templates and a budget are "configured" every time, on Kubernetes too; node ports are this
    // lab's own.
    assert.deepEqual(
      changed.filter((line) => !/^(statefulset|service|poddisruptionbudget)/.test(line)),
      [],
    );
  });

  test('a typo is refused with every unknown field named', () => {
    const { code, stderr } = kubectl.run('apply -f -', typo);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replcas", unknown field "spec.template.spec.containers\[0\].prots"/,
    );
  });

  test('`explain` names the fields of built-in and of Chaos Mesh kinds', () => {
    assert.match(
      kubectl.ok('explain deployment.spec.strategy'),
      /^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: strategy <DeploymentStrategy>\n[^]*\n +rollingUpdate\t<RollingUpdateDeployment>\n/,
    );
    assert.match(
      kubectl.ok('explain networkchaos.spec.delay'),
      /^GROUP: +chaos-mesh.org\nKIND: +NetworkChaos\nVERSION: +v1alpha1\n\nFIELD: delay <Object>\n[^]*\n +latency\t<string>/,
    );
    assert.match(kubectl.ok('explain pod --recursive'), /\n +containers\t<\[\]Container>/);
  });

  test('what is not there is said as Kubernetes says it', () => {
    assert.equal(
      kubectl.run('get pod nobody').stderr,
      'Error from server (NotFound): pods "nobody" not found\n',
    );
    assert.equal(
      kubectl.run('rollout status deploy/nobody').stderr,
      'Error from server (NotFound): deployments.apps "nobody" not found\n',
    );
    assert.equal(kubectl.run('get gardens').code, 1);
  });

  test('an image that the lab cannot run and may not pull leaves the pod in ErrImageNeverPull, with an event that says what to do', async () => {
    kubectl.ok('apply -f -', unknownImage);
    const watch = kubectl.follow('get pod stranger -w');
    await watch.until(/stranger +0\/1 +ErrImageNeverPull/);
    watch.stop();
    assert.match(kubectl.ok('get events --field-selector involvedObject.name=stranger'), /ErrImageNeverPull/);
    kubectl.ok('delete pod stranger --now');
  });

  test('`get events -w` tells what happens', async () => {
    const events = kubectl.follow('get events -w');
    kubectl.ok('scale deployment menu-service --replicas=2');
    await events.until(
      /ScalingReplicaSet +deployment\/menu-service +Scaled up replica set menu-service-\S+ from 1 to 2/,
    );
    kubectl.ok('scale deployment menu-service --replicas=1');
    events.stop();
  });

  function podsOf(app: string): string[] {
    const names = kubectl.ok(`get pods -l app.kubernetes.io/name=${app} -o name`).trim().split('\n');
    return names.map((name) => name.replace('pod/', ''));
  }
});

/** The statuses that a watch showed of one pod, each once, in order. */
function statuses(watch: string, pod: string): string[] {
  const rows = watch.split('\n').filter((line) => line.startsWith(pod));
  return [...new Set(rows.map((row) => row.split(/ +/)[2] ?? ''))];
}
