import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { V1Pod, V1Service } from '@kubernetes/client-node';
import { connectToAny, readyPods, selectorOf } from './service-pods.js';

const service: V1Service = {
  spec: { selector: { app: 'web', tier: 'front' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
};

test('a connection may go to the pods that are ready and not on their way out', () => {
  const leaving = pod('leaving');
  leaving.metadata!.deletionTimestamp = new Date(0);
  const pods = [pod('one'), pod('starting', 'False'), leaving, pod('two')];
  assert.deepEqual(readyPods(service, 'http', pods), [
    { pod: 'one', port: 8080 },
    { pod: 'two', port: 8080 },
  ]);
});

test('the name of a port is looked up in each pod, sidecars included', () => {
  const behindSidecar = pod('one');
  behindSidecar.spec = {
    containers: [{ name: 'app', ports: [{ name: 'app', containerPort: 8081 }] }],
    initContainers: [{ name: 'proxy', ports: [{ name: 'http', containerPort: 8080 }] }],
  };
  assert.deepEqual(readyPods(service, 'http', [behindSidecar]), [{ pod: 'one', port: 8080 }]);
  assert.deepEqual(readyPods(service, 'metrics', [behindSidecar]), []);
});

test('a Service without a target port means the port of the same number', () => {
  const plain: V1Service = { spec: { ports: [{ name: 'http', port: 8080 }] } };
  assert.deepEqual(readyPods(plain, 'http', [pod('one')]), [{ pod: 'one', port: 8080 }]);
});

test('a selector is asked for as kubectl writes it', () => {
  assert.equal(selectorOf(service), 'app=web,tier=front');
});

test('a pod that cannot be reached is passed over, and the last complaint is told when none can', async () => {
  const pods = ['one', 'two', 'three'].map((name) => ({ pod: name, port: 8080 }));
  const tried: string[] = [];
  const reached = await connectToAny(
    pods,
    async (candidate) => {
      tried.push(candidate.pod);
      if (candidate.pod !== 'one') throw new Error(`${candidate.pod} is gone`);
      return candidate.pod;
    },
    () => 0.5,
  );
  assert.equal(reached, 'one');
  assert.deepEqual(tried, ['two', 'three', 'one']);
  const none = connectToAny(pods, ({ pod }) => Promise.reject(new Error(`${pod} is gone`)));
  await assert.rejects(none, /is gone/);
  await assert.rejects(
    connectToAny([], () => Promise.resolve()),
    /no pod is ready/,
  );
});

function pod(name: string, ready = 'True'): V1Pod {
  return {
    metadata: { name },
    spec: { containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  };
}
