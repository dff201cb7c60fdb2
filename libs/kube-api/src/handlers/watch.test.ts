import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { type TestCluster, startCluster } from '../testing/cluster.js';
import { at, open, send } from '../testing/request.js';
import type { ConfigMap } from '../types.js';

let cluster: TestCluster;
const path = '/api/v1/namespaces/shop/configmaps?watch=true';

before(async () => {
  cluster = await startCluster();
});
after(() => cluster.close());

describe('a watch', () => {
  it('starts with what exists when no version is named', async () => {
    create('first', { set: 'a' });
    const watch = await events(`${path}&labelSelector=set%3Da`);
    create('second', { set: 'a' });
    assert.deepEqual(await watch.take(2), ['ADDED first', 'ADDED second']);
    watch.stop();
  });

  it('goes on after a version from a list', async () => {
    create('old', { set: 'b' });
    const { body } = await send(cluster, '/api/v1/namespaces/shop/configmaps');
    create('missed', { set: 'b' });
    const since = String(at(body, 'metadata.resourceVersion'));
    const watch = await events(`${path}&resourceVersion=${since}&labelSelector=set%3Db`);
    remove('old');
    assert.deepEqual(await watch.take(2), ['ADDED missed', 'DELETED old']);
    watch.stop();
  });

  it('says 410 for a version older than its history', async () => {
    const watch = await events(`${path}&resourceVersion=1`);
    const [error] = await watch.takeRaw(1);
    assert.deepEqual(
      [error?.type, at(error?.object, 'code'), at(error?.object, 'reason')],
      ['ERROR', 410, 'Expired'],
    );
  });

  it('sends a bookmark after the initial events when asked', async () => {
    create('initial', { set: 'c' });
    const watch = await events(
      `${path}&sendInitialEvents=true&allowWatchBookmarks=true&labelSelector=set%3Dc`,
    );
    const [added, bookmark] = await watch.takeRaw(2);
    assert.equal(added?.type, 'ADDED');
    assert.equal(bookmark?.type, 'BOOKMARK');
    assert.equal(at(bookmark?.object, 'kind'), 'ConfigMap');
    assert.deepEqual(at(bookmark?.object, 'metadata.annotations'), { 'k8s.io/initial-events-end': 'true' });
    watch.stop();
  });

  it('shows an object that enters the selector as added and one that leaves it as deleted', async () => {
    const watch = await events(`${path}&labelSelector=on%3Dyes`);
    create('switch', { on: 'no' });
    label('switch', { on: 'yes' });
    label('switch', { on: 'yes', more: 'x' });
    label('switch', { on: 'no' });
    remove('switch');
    create('end', { on: 'yes' });
    assert.deepEqual(await watch.take(4), ['ADDED switch', 'MODIFIED switch', 'DELETED switch', 'ADDED end']);
    watch.stop();
  });

  it('sends rows of a table, the columns only with the first', async () => {
    create('row-1', { set: 'd' });
    create('row-2', { set: 'd' });
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const watch = await events(`${path}&labelSelector=set%3Dd`, { accept });
    const [first, second] = await watch.takeRaw(2);
    assert.equal(at(first?.object, 'kind'), 'Table');
    assert.equal(at(first?.object, 'rows.0.cells.0'), 'row-1');
    assert.notDeepEqual(at(first?.object, 'columnDefinitions'), []);
    assert.deepEqual(at(second?.object, 'columnDefinitions'), []);
    watch.stop();
  });

  it('ends after timeoutSeconds', async () => {
    const watch = await events(`${path}&timeoutSeconds=1&labelSelector=none`);
    await watch.ended;
  });
});

interface WatchEvent {
  type: string;
  object: Record<string, never>;
}

interface Watch {
  takeRaw: (count: number) => Promise<WatchEvent[]>;
  take: (count: number) => Promise<string[]>;
  stop: () => void;
  ended: Promise<void>;
}

async function events(url: string, headers = {}): Promise<Watch> {
  const response: IncomingMessage = await open(cluster, url, { headers });
  assert.equal(response.statusCode, 200);
  response.on('error', () => {});
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  const takeRaw = async (count: number) => {
    const taken: WatchEvent[] = [];
    while (taken.length < count) {
      const { value, done } = await lines.next();
      if (done === true) break;
      if (value !== '') taken.push(JSON.parse(value) as WatchEvent);
    }
    return taken;
  };
  const named = ({ type, object }: WatchEvent) => `${type} ${String(at(object, 'metadata.name'))}`;
  return {
    takeRaw,
    take: async (count) => (await takeRaw(count)).map(named),
    stop: () => void response.destroy(),
    ended: new Promise((resolve) => void response.once('end', () => resolve())),
  };
}

function create(name: string, labels: Record<string, string>): void {
  cluster.store.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop', labels },
  });
}

function label(name: string, labels: Record<string, string>): void {
  cluster.store.update<ConfigMap>(keyFor(name), ({ metadata }) => void (metadata.labels = labels));
}

function remove(name: string): void {
  cluster.store.delete(keyFor(name));
}

function keyFor(name: string) {
  return { kind: 'ConfigMap', namespace: 'shop', name };
}
