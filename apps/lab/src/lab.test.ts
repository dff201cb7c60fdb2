// The lab from end to end: a real process, real pods, its Kubernetes API as any client uses it.
import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Deployment, type Endpoints, type Event, type Pod } from '@chaos-workshop/kube-api';

import { clearLeftovers } from './leftovers.js';
import { markedProcesses } from './process-table.js';
import { LabUnderTest } from './testing/lab-under-test.js';
import { shop, webScript } from './testing/web.js';

const lab = new LabUnderTest();
const core = '/api/v1/namespaces/shop';
const apps = '/apis/apps/v1/namespaces/shop';

before(() => lab.start(shop, { 'fixture/web': webScript }));
after(async () => {
  await lab.end('SIGKILL');
  await clearLeftovers(lab.root);
  lab.remove();
});

async function pods(app: string): Promise<Pod[]> {
  const list = await lab.get<{ items: Pod[] }>(`${core}/pods?labelSelector=app%3D${app}`);
  return list.items;
}

function isReady(pod: Pod): boolean {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' && !pod.metadata.deletionTimestamp;
}

function readyPods(app: string, count: number): Promise<Pod[]> {
  return lab.until(`${count} ready pods of ${app}`, async () => {
    const found = await pods(app);
    return found.length === count && found.every(isReady) && found;
  });
}

async function front(path: string): Promise<string> {
  const url = `http://127.0.0.1:${lab.nodePort('shop/front:http')}${path}`;
  return (await fetch(url, { headers: { connection: 'close' } })).text();
}

async function addresses(name: string): Promise<number> {
  const { subsets = [] } = await lab.get<Endpoints>(`${core}/endpoints/${name}`);
  return subsets.flatMap((subset) => subset.addresses ?? []).length;
}

function pidOf(pod: Pod): number {
  return Number(pod.status?.containerStatuses?.[0]?.containerID?.replace('process://', ''));
}

test('a customer reaches a pod over the node port, and the pod its Service by name', async () => {
  const names = (await readyPods('back', 2)).map(({ metadata }) => metadata.name);
  match(await front('/'), /^front-/);
  const seen = new Set<string>();
  await lab.until('both pods answered', async () => seen.add(await front('/upstream')).size === 2);
  deepEqual([...seen].sort(), names.sort());
});

test('a client of Toxiproxy finds each link as a proxy named caller->service', async () => {
  const [caller] = await readyPods('front', 1);
  const links = (await (await fetch(`${lab.file().toxiproxy}/proxies`)).json()) as Record<string, unknown>;
  const names = Object.keys(links).map((name) => name.replace(/:\d+$/, ''));
  deepEqual(names.sort(), [`external->shop/front`, `shop/${caller?.metadata.name}->shop/back`]);
});

test('what a pod writes can be read', async () => {
  const [pod] = await readyPods('front', 1);
  const { text } = await lab.request('GET', `${core}/pods/${pod?.metadata.name}/log`);
  equal(text, `hello from ${pod?.metadata.name}\n`);
});

test('a deleted pod is replaced by one with another name', async () => {
  const [old] = await readyPods('front', 1);
  await lab.request('DELETE', `${core}/pods/${old?.metadata.name}`);
  const [replacement] = await lab.until('a new pod', async () => {
    const found = await pods('front');
    return (
      found.length === 1 && found.every(isReady) && found[0]?.metadata.uid !== old?.metadata.uid && found
    );
  });
  notEqual(replacement?.metadata.name, old?.metadata.name);
  await lab.until('the new pod answers', async () => {
    const answer = await front('/').catch(String);
    return answer === replacement?.metadata.name;
  });
});

test('a process killed by hand comes back in the same pod, with its earlier log', async () => {
  const [pod] = await readyPods('front', 1);
  const path = `${core}/pods/${pod?.metadata.name}`;
  process.kill(pidOf(pod as Pod), 'SIGKILL');
  const status = await lab.until('the container runs again', async () => {
    const after = await lab.get<Pod>(path);
    const container = after.status?.containerStatuses?.[0];
    return container?.restartCount === 1 && isReady(after) && container;
  });
  equal(status.lastState?.terminated?.exitCode, 137);
  equal((await lab.request('GET', `${path}/log?previous=true`)).text, `hello from ${pod?.metadata.name}\n`);
});

test('a pod that is not ready gets no traffic', async () => {
  await readyPods('back', 2);
  const shy = await front('/upstream');
  const pod = await lab.get<Pod>(`${core}/pods/${shy}`);
  const ports = JSON.parse(pod.metadata.annotations?.['lab.chaos-workshop.io/ports'] ?? '{}') as Record<
    string,
    number
  >;
  await fetch(`http://127.0.0.1:${ports['8080']}/unready`);
  await lab.until('one address less', async () => (await addresses('back')) === 1);
  await lab.until('the other one alone answers', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => front('/upstream')));
    return answers.every((answer) => answer.startsWith('back-') && answer !== shy);
  });
  const { items } = await lab.get<{ items: Event[] }>(`${core}/events`);
  const unhealthy = items.find((event) => event.reason === 'Unhealthy' && event.involvedObject.name === shy);
  match(unhealthy?.message ?? '', /^Readiness probe failed: /);
  await lab.request('DELETE', `${core}/pods/${shy}`);
  await readyPods('back', 2);
});

test('a Deployment can be scaled', async () => {
  await lab.patch(`${apps}/deployments/back`, { spec: { replicas: 3 } });
  await readyPods('back', 3);
  await lab.until('three addresses', async () => (await addresses('back')) === 3);
  await lab.patch(`${apps}/deployments/back`, { spec: { replicas: 1 } });
  await readyPods('back', 1);
});

test('a rollout replaces the pods without a moment in which none answers, and can be undone', async () => {
  const [old] = await readyPods('front', 1);
  let failures = 0;
  const over = new AbortController();
  const customer = (async () => {
    while (!over.signal.aborted) await front('/').catch(() => failures++);
  })();
  const annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
  await lab.patch(`${apps}/deployments/front`, { spec: { template: { metadata: { annotations } } } });
  await lab.until('the rollout is over', async () => {
    const { metadata, status } = await lab.get<Deployment>(`${apps}/deployments/front`);
    const isObserved = status?.observedGeneration === metadata.generation;
    return (
      isObserved && status?.updatedReplicas === 1 && status.replicas === 1 && status.availableReplicas === 1
    );
  });
  over.abort();
  await customer;
  equal(failures, 0);
  const [fresh] = await readyPods('front', 1);
  notEqual(fresh?.metadata.labels?.['pod-template-hash'], old?.metadata.labels?.['pod-template-hash']);
  const undo = { spec: { template: { metadata: { annotations: null } } } };
  await lab.patch(`${apps}/deployments/front`, undo);
  await lab.until('the first ReplicaSet is back', async () => {
    const found = await pods('front');
    const hash = found[0]?.metadata.labels?.['pod-template-hash'];
    return (
      found.length === 1 && isReady(found[0] as Pod) && hash === old?.metadata.labels?.['pod-template-hash']
    );
  });
  const { metadata } = await lab.get<Deployment>(`${apps}/deployments/front`);
  equal(metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
});

test('a pause image in a running pod stands in for it until the image is put back', async () => {
  const [pod] = await readyPods('front', 1);
  const path = `${core}/pods/${pod?.metadata.name}`;
  const setImage = (image: string) => lab.patch(path, { spec: { containers: [{ name: 'web', image }] } });
  await setImage('gcr.io/google-containers/pause:latest');
  await lab.until('the pod runs and is not ready', async () => {
    const { status } = await lab.get<Pod>(path);
    const container = status?.containerStatuses?.[0];
    return container?.image.includes('pause') && container.state?.running && !container.ready;
  });
  await setImage('fixture/web');
  await readyPods('front', 1);
});

test('an image that the lab cannot run says what to do', async () => {
  const spec = { containers: [{ name: 'box', image: 'busybox' }] };
  await lab.request('POST', `${core}/pods`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'box' },
    spec,
  });
  const waiting = await lab.until('the pod is refused', async () => {
    const { status } = await lab.get<Pod>(`${core}/pods/box`);
    return (
      status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ErrImagePull' && status.containerStatuses[0]
    );
  });
  match(waiting.state?.waiting?.message ?? '', /start the lab with --image NAME=COMMAND/);
  await lab.request('DELETE', `${core}/pods/box`);
});

test('the data plane comes back with all links when it is killed', async () => {
  const [dataPlane] = markedProcesses().filter(
    (one) => one.lab === lab.directory && isFaultProxy(one.command),
  );
  process.kill(dataPlane?.pid ?? 0, 'SIGKILL');
  await lab.until('the node port answers again', () =>
    front('/upstream').then(
      (text) => text.startsWith('back-'),
      () => false,
    ),
  );
});

test('after the lab was killed the next command leaves no process and no directory', async () => {
  await lab.end('SIGKILL');
  notEqual(markedProcesses().filter((one) => one.lab === lab.directory).length, 0);
  await clearLeftovers(lab.root);
  deepEqual(
    markedProcesses().filter((one) => one.lab === lab.directory),
    [],
  );
  equal(existsSync(lab.directory), false);
});

test('a lab that is asked to end leaves nothing, and exits with 0', async () => {
  const second = new LabUnderTest();
  await second.start(shop, { 'fixture/web': webScript });
  equal(await second.end('SIGTERM'), 0);
  deepEqual(
    markedProcesses().filter((one) => one.lab === second.directory),
    [],
  );
  equal(existsSync(second.directory), false);
  second.remove();
});

test('a lab whose starter was killed ends by itself and leaves nothing', async () => {
  const second = new LabUnderTest();
  await second.start(shop, { 'fixture/web': webScript });
  equal(await second.orphan(), 0);
  deepEqual(
    markedProcesses().filter((one) => one.lab === second.directory),
    [],
  );
  equal(existsSync(second.directory), false);
  second.remove();
});

function isFaultProxy(command: string): boolean {
  return command.includes('fault-proxy');
}
