import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { KubeObject } from '@chaos-workshop/kube-api';
import { until } from '../testing/cluster.js';
import { Informer } from './informer.js';
import type { WatchOptions } from './kube-client.js';

test('what changed while nothing was watched is told of when the next watch begins', async (t) => {
  const api = new FakeApi({ a: '1', b: '1' });
  const { seen, informer } = await inform(t, api);
  assert.deepEqual(seen, ['ADDED a 1', 'ADDED b 1']);
  api.objects = { b: '2', c: '3' };
  api.end();
  await until('the second list', () => seen.length === 5);
  assert.deepEqual(seen.slice(2), ['DELETED a 1', 'MODIFIED b 2', 'ADDED c 3']);
  assert.deepEqual(
    informer.list().map(({ metadata }) => metadata.name),
    ['b', 'c'],
  );
});

test('a history that is too short (410) begins anew, and is a problem only until then', async (t) => {
  const api = new FakeApi({ a: '1' });
  const { seen, lines, informer } = await inform(t, api);
  api.objects = { a: '9' };
  api.send('ERROR', { kind: 'Status', code: 410, message: 'too old resource version: 1 (9)' });
  await until('the second list', () => seen.length === 2);
  assert.equal(seen[1], 'MODIFIED a 9');
  assert.deepEqual(lines, ['watching Thing: too old resource version: 1 (9); trying again']);
  assert.equal(informer.problem, undefined);
});

test('an API that is away is asked again, and what is known stays', async (t) => {
  const api = new FakeApi({ a: '1' });
  const { seen, informer } = await inform(t, api);
  api.failure = new Error('ECONNREFUSED');
  api.end();
  await until('the problem', () => informer.problem === 'ECONNREFUSED');
  assert.equal(informer.find('a')?.metadata.name, 'a');
  api.failure = undefined;
  await until('the API to be back', () => informer.problem === undefined);
  assert.deepEqual(seen, ['ADDED a 1']);
});

test('changes are told of as they come, each once', async (t) => {
  const api = new FakeApi({ a: '1' });
  const { seen } = await inform(t, api);
  api.send('MODIFIED', thing('a', '2'));
  api.send('MODIFIED', thing('a', '2'));
  api.send('ADDED', thing('b', '3'));
  api.send('DELETED', thing('a', '4'));
  assert.deepEqual(seen.slice(1), ['MODIFIED a 2', 'ADDED b 3', 'DELETED a 2']);
});

/** Lists what it has; a watch lasts until it is ended. */
class FakeApi {
  objects: Record<string, string>;
  failure: Error | undefined;
  #watch: (WatchOptions & { end: () => void }) | undefined;

  constructor(objects: Record<string, string>) {
    this.objects = objects;
  }

  readonly get = async <T>(): Promise<T> => {
    if (this.failure) throw this.failure;
    const items = Object.entries(this.objects).map(([name, version]) => thing(name, version));
    return { items, metadata: { resourceVersion: '1' } } as T;
  };

  readonly watch = (_path: string, options: WatchOptions): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#watch = { ...options, end: resolve };
    options.signal.addEventListener('abort', () => resolve());
    return promise;
  };

  send(type: string, object: unknown): void {
    this.#watch?.onEvent(type, object);
  }

  end(): void {
    this.#watch?.end();
  }
}

async function inform(t: TestContext, client: FakeApi) {
  const seen: string[] = [];
  const lines: string[] = [];
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const informer = new Informer<KubeObject>({
    client,
    apiVersion: 'v1',
    kind: 'Thing',
    path: '/things',
    onChange: ({ type, object: { metadata } }) =>
      void seen.push(`${type} ${metadata.name} ${metadata.resourceVersion}`),
    log: (line) => void lines.push(line),
    pauseMs: () => 1,
  });
  await informer.start(stopping.signal);
  return { informer, seen, lines };
}

function thing(name: string, resourceVersion: string): object {
  return { metadata: { name, resourceVersion } };
}
