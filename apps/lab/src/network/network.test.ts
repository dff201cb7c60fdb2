import { deepEqual, equal, match } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Pod } from '@chaos-workshop/kube-api';

import { realDataPlane } from '../testing/fault-proxy.js';
import { podOf, serviceOf, shopStore } from '../testing/objects.js';
import { ask, namedServer, until } from '../testing/sockets.js';
import { PortAllocator } from './free-ports.js';
import { Network } from './network.js';

const store = shopStore();
const dataPlane = realDataPlane();
const network = new Network({ store, dataPlane, ports: new PortAllocator(), log: () => {} });
const target = await namedServer('target');
const linkName = 'shop/caller->shop/web:80';

before(async () => {
  await dataPlane.start();
  await network.start();
});
after(async () => {
  await network.stop();
  await dataPlane.stop();
  await target.close();
});

function portOf(name: string): number {
  return network.links.get(name)?.address.port ?? 0;
}

test('a pod gets a link for each Service that its environment names, before the Service is there', async () => {
  const caller = podOf('caller', { labels: {} });
  store.create(caller);
  const env = await network.connect(
    caller,
    { URL: 'tcp://web:80/x', OTHER: 'y' },
    new AbortController().signal,
  );
  match(env['URL'] ?? '', /^tcp:\/\/127\.0\.0\.1:2\d{4}\/x$/);
  deepEqual(env, { URL: `tcp://127.0.0.1:${portOf(linkName)}/x`, OTHER: 'y' });
  equal(await ask(portOf(linkName)), '');
});

test('a client of Toxiproxy sees the link as a proxy named caller->service, and finds it by that name', async () => {
  const toxiproxy = await dataPlane.address();
  const all = (await (await fetch(`${toxiproxy}/proxies`)).json()) as Record<string, unknown>;
  deepEqual(Object.keys(all), [linkName]);
  const toxics = `${toxiproxy}/proxies/${linkName}/toxics`;
  const added = await fetch(toxics, { method: 'POST', body: '{"type":"latency","name":"slow"}' });
  equal(added.status, 200);
  equal((await fetch(`${toxics}/slow`, { method: 'DELETE' })).status, 204);
});

test('the link follows the Service and its ready pods, without moving', async () => {
  const port = portOf(linkName);
  store.create(serviceOf('web', { name: 'text' }));
  store.create<Pod>(podOf('target', { localPort: target.port }));
  await until('the pod answers', async () => (await ask(port)) === 'target');
  store.update<Pod>({ kind: 'Pod', namespace: 'shop', name: 'target' }, (draft) => {
    draft.status = { ...draft.status, conditions: [{ type: 'Ready', status: 'False' }] };
  });
  await until('nobody answers', async () => (await ask(port)) === '');
  equal(portOf(linkName), port);
  store.update<Pod>({ kind: 'Pod', namespace: 'shop', name: 'target' }, (draft) => {
    draft.status = { ...draft.status, conditions: [{ type: 'Ready', status: 'True' }] };
  });
});

test('a node port is a link of its own, moves when the Service says so, and goes with the Service', async () => {
  const external = 'external->shop/web:80';
  const free = new PortAllocator({ from: 30_000, to: 32_767 });
  const [first, second] = [await free.allocate(), await free.allocate()];
  const setPort = (nodePort: number) =>
    store.update({ kind: 'Service', namespace: 'shop', name: 'web' }, (draft) => {
      draft['spec'] = { ...serviceOf('web', { name: 'text', nodePort }).spec, type: 'NodePort' };
    });
  setPort(first);
  await until('the first port answers', async () => (await ask(first)) === 'target');
  equal(network.links.get(external)?.caller, undefined);
  setPort(second);
  await until('the second port answers', async () => (await ask(second)) === 'target');
  equal(await ask(first), '');
  store.delete({ kind: 'Service', namespace: 'shop', name: 'web' });
  await until('the link is gone', () => !network.links.get(external));
});

test('the links of a pod go with it', async () => {
  const port = portOf(linkName);
  store.delete({ kind: 'Pod', namespace: 'shop', name: 'caller' }, { gracePeriodSeconds: 0 });
  await until('the link is gone', () => network.links.list().length === 0);
  equal(await ask(port), '');
});
