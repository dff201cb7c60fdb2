import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StatusError } from '../status-error.js';
import { runningPod } from '../testing/cluster.js';
import type { ConfigMap, CustomResourceDefinition, Deployment, Event, Namespace, Service } from '../types.js';
import { deployment } from '../testing/cluster.js';
import { recordEvent } from './record-event.js';
import { Store, keyOf } from './store.js';
import type { Change } from './watchers.js';

describe('the store', () => {
  it('gives a new object a uid, a time, a version and, where its kind has one, generation 1', () => {
    const store = shop();
    const { metadata } = store.create(deployment('web') as Deployment);
    assert.match(metadata.uid ?? '', /^[0-9a-f-]{36}$/);
    assert.match(metadata.creationTimestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(metadata.resourceVersion, String(store.resourceVersion));
    assert.equal(metadata.generation, 1);
    assert.equal(store.create(configMap('conf')).metadata.generation, undefined);
  });

  it('hands out frozen objects', () => {
    const created = shop().create(configMap('conf'));
    assert.throws(() => Object.assign(created.data ?? {}, { a: '2' }), TypeError);
  });

  it('refuses a second object of the same name, and a namespace that is not there', () => {
    const store = shop();
    store.create(configMap('conf'));
    assert.throws(
      () => store.create(configMap('conf')),
      refusal(409, 'AlreadyExists', 'configmaps "conf" already exists'),
    );
    const lost = { ...configMap('conf'), metadata: { name: 'conf', namespace: 'nowhere' } };
    assert.throws(() => store.create(lost), refusal(404, 'NotFound', 'namespaces "nowhere" not found'));
  });

  it('makes up a name from generateName', () => {
    const created = shop().create({
      ...configMap(''),
      metadata: { name: '', generateName: 'conf-', namespace: 'shop' },
    });
    assert.match(created.metadata.name, /^conf-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('leaves the version alone when an update changes nothing', () => {
    const store = shop();
    const created = store.create(configMap('conf'));
    const updated = store.update<ConfigMap>(keyOf(created), (draft) => {
      draft.data = { a: '1' };
    });
    assert.equal(updated, created);
  });

  it('raises the generation for a change of spec, not for one of status or metadata', () => {
    const store = shop();
    const key = keyOf(store.create(deployment('web') as Deployment));
    const generationAfter = (change: (draft: Deployment) => void) =>
      store.update<Deployment>(key, change)?.metadata.generation;
    assert.equal(
      generationAfter((draft) => void (draft.status = { replicas: 1 })),
      1,
    );
    assert.equal(
      generationAfter((draft) => void (draft.metadata.labels = { a: 'b' })),
      1,
    );
    assert.equal(
      generationAfter((draft) => void (draft.spec.replicas = 5)),
      2,
    );
  });

  it('raises the generation of a custom resource without status subresource for its status too', () => {
    const store = shop();
    store.create(definition());
    const created = store.create({
      apiVersion: 'fun.io/v1',
      kind: 'Toy',
      metadata: { name: 'a', namespace: 'shop' },
    });
    const updated = store.update(keyOf(created), (draft) => void (draft['status'] = { ready: true }));
    assert.equal(updated?.metadata.generation, 2);
  });

  it('keeps a deleted object until its last finalizer is gone', () => {
    const store = shop();
    const held = configMap('conf');
    const key = keyOf(store.create({ ...held, metadata: { ...held.metadata, finalizers: ['a/b'] } }));
    assert.notEqual(store.delete(key)?.metadata.deletionTimestamp, undefined);
    assert.notEqual(store.get(key), undefined);
    store.update(key, ({ metadata }) => void (metadata.finalizers = []));
    assert.equal(store.get(key), undefined);
  });

  it('gives a pod that is on a node its grace period, and removes it at once without one', () => {
    const store = shop(new Date('2026-01-01T00:00:00Z'));
    const pod = runningPod('web-1');
    const key = keyOf(store.create({ ...pod, spec: { ...pod.spec, terminationGracePeriodSeconds: 7 } }));
    const deleted = store.delete(key);
    assert.equal(deleted?.metadata.deletionGracePeriodSeconds, 7);
    assert.equal(deleted?.metadata.deletionTimestamp, '2026-01-01T00:00:07Z');
    store.delete(key, { gracePeriodSeconds: 0 });
    assert.equal(store.get(key), undefined);
  });

  it('removes a pod that is on no node at once', () => {
    const store = shop();
    const { nodeName: _nodeName, ...spec } = runningPod('web-1').spec;
    const key = keyOf(store.create({ ...runningPod('web-1'), spec }));
    store.delete(key);
    assert.equal(store.get(key), undefined);
  });

  it('keeps a deleted namespace in phase Terminating until its own finalizer is gone', () => {
    const store = shop();
    const key = { kind: 'Namespace', name: 'shop' };
    const deleted = store.delete(key) as Namespace;
    assert.equal(deleted.status?.phase, 'Terminating');
    assert.throws(() => store.create(configMap('late')), /because it is being terminated/);
    store.update<Namespace>(key, (draft) => void (draft.spec = { finalizers: [] }));
    assert.equal(store.get(key), undefined);
  });

  it('refuses to delete another object than the one meant', () => {
    const store = shop();
    const key = keyOf(store.create(configMap('conf')));
    assert.throws(() => store.delete(key, { uid: 'other' }), refusal(409, 'Conflict'));
  });

  it('gives services an address and a node port that no other has', () => {
    const store = shop();
    const service = (name: string): Service => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { type: 'NodePort', ports: [{ port: 80 }] },
    });
    const [first, second] = ['a', 'b'].map((name) => store.create(service(name)).spec);
    assert.match(first?.clusterIP ?? '', /^10\.96\./);
    assert.equal(first?.ports?.[0]?.targetPort, 80);
    assert.notEqual(first?.ports?.[0]?.nodePort, second?.ports?.[0]?.nodePort);
  });
});

describe('watching the store', () => {
  it('starts with all that exists and goes on with every change', () => {
    const store = shop();
    store.create(configMap('before'));
    const seen = follow(store);
    const key = keyOf(store.create(configMap('after')));
    store.update<ConfigMap>(key, (draft) => void (draft.data = { a: '2' }));
    store.delete(key);
    assert.deepEqual(seen, ['ADDED before', 'ADDED after', 'MODIFIED after', 'DELETED after']);
  });

  it('tells every watcher the changes in order, even when one of them writes', () => {
    const store = shop();
    store.watch<ConfigMap>(['ConfigMap'], ({ type, object }) => {
      if (type === 'ADDED' && object.metadata.name === 'a') store.create(configMap('b'));
    });
    const seen = follow(store);
    store.create(configMap('a'));
    assert.deepEqual(seen, ['ADDED a', 'ADDED b']);
  });

  it('ends when told to', () => {
    const store = shop();
    const seen: string[] = [];
    store.watch(['ConfigMap'], ({ object }) => void seen.push(object.metadata.name))();
    store.create(configMap('a'));
    assert.deepEqual(seen, []);
  });

  it('goes back as far as the history reaches', () => {
    const store = new Store({ historyLength: 2 });
    const start = store.resourceVersion;
    for (const name of ['a', 'b', 'c']) store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name } });
    assert.equal(store.changesSince(start), undefined);
    const names = store.changesSince(start + 1)?.map(({ object }) => object.metadata.name);
    assert.deepEqual(names, ['b', 'c']);
    assert.deepEqual(store.changesSince(store.resourceVersion), []);
  });

  it('sees nothing of a fork', () => {
    const store = shop();
    const seen = follow(store);
    const fork = store.fork();
    fork.create(configMap('a'));
    assert.deepEqual(seen, []);
    assert.equal(fork.list('ConfigMap').length, 1);
    assert.equal(store.list('ConfigMap').length, 0);
  });
});

describe('recording an event', () => {
  it('counts the same news instead of repeating it', () => {
    const store = shop();
    const about = store.create(runningPod('web-1'));
    const news = { about, type: 'Warning', reason: 'BackOff', component: 'kubelet' } as const;
    recordEvent(store, { ...news, message: 'Back-off' }, new Date('2026-01-01T00:00:00Z'));
    recordEvent(store, { ...news, message: 'Back-off' }, new Date('2026-01-01T00:01:00Z'));
    recordEvent(store, { ...news, message: 'Other' }, new Date('2026-01-01T00:02:00Z'));
    const [counted, ...others] = store
      .list<Event>('Event')
      .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0));
    assert.equal(counted?.count, 2);
    assert.equal(counted?.firstTimestamp, '2026-01-01T00:00:00Z');
    assert.equal(counted?.lastTimestamp, '2026-01-01T00:01:00Z');
    assert.equal(counted?.involvedObject.uid, about.metadata.uid);
    assert.equal(others.length, 1);
  });

  it('names events so that they sort in the order in which they happened', () => {
    const store = shop();
    const about = store.create(runningPod('web-1'));
    const now = new Date('2026-01-01T00:00:00Z');
    for (const reason of ['Scheduled', 'Pulled', 'Created', 'Started'])
      recordEvent(store, { about, type: 'Normal', reason, message: '', component: 'kubelet' }, now);
    const byName = store
      .list<Event>('Event')
      .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
    assert.deepEqual(
      byName.map(({ reason }) => reason),
      ['Scheduled', 'Pulled', 'Created', 'Started'],
    );
  });

  it('forgets news older than an hour', () => {
    const store = shop();
    const about = store.create(runningPod('web-1'));
    const news = { about, type: 'Normal', reason: 'Pulled', component: 'kubelet' } as const;
    recordEvent(store, { ...news, message: 'old' }, new Date('2026-01-01T00:00:00Z'));
    recordEvent(store, { ...news, message: 'new' }, new Date('2026-01-01T01:00:01Z'));
    assert.deepEqual(
      store.list<Event>('Event').map(({ message }) => message),
      ['new'],
    );
  });
});

function shop(now = new Date()): Store {
  const store = new Store({ now: () => now });
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  return store;
}

function configMap(name: string): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' }, data: { a: '1' } };
}

function definition(): CustomResourceDefinition {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'toys.fun.io' },
    spec: {
      group: 'fun.io',
      names: { plural: 'toys', kind: 'Toy' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true }],
    },
  };
}

function follow(store: Store): string[] {
  const seen: string[] = [];
  store.watch(['ConfigMap'], ({ type, object }: Change) => void seen.push(`${type} ${object.metadata.name}`));
  return seen;
}

function refusal(code: number, reason: string, message?: string) {
  return (error: unknown) =>
    error instanceof StatusError &&
    error.code === code &&
    error.reason === reason &&
    (message === undefined || error.message === message);
}
