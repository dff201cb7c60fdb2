import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtInResources } from '../resources/built-in-resources.js';
import { deployment, runningPod } from '../testing/cluster.js';
import type { ContainerState, KubeObject, Pod, Service } from '../types.js';
import { humanDuration } from './age.js';
import { customPrinter } from './custom.js';
import { jsonPathValues } from './json-path.js';
import { statusText } from './pods.js';
import { tableOf } from './table.js';

const now = new Date('2026-01-01T00:10:00Z');
const creationTimestamp = '2026-01-01T00:00:00Z';

describe('ages', () => {
  const second = 1000;
  const hour = 3600 * second;
  for (const [milliseconds, text] of [
    [0, '0s'],
    [119 * second, '119s'],
    [120 * second, '2m'],
    [303 * second, '5m3s'],
    [11 * 60 * second, '11m'],
    [3 * hour + 12 * 60 * second, '3h12m'],
    [47 * hour, '47h'],
    [100 * hour, '4d4h'],
    [10 * 24 * hour, '10d'],
    [3 * 365 * 24 * hour, '3y'],
  ] as const) {
    it(`shows ${milliseconds / second} s as ${text}`, () => assert.equal(humanDuration(milliseconds), text));
  }
});

describe('the table of pods', () => {
  it('has the columns of kubectl get, and those of -o wide with priority 1', () => {
    const { columnDefinitions } = table(runningPod('web-1'));
    const names = (priority: number) =>
      columnDefinitions.filter((column) => column.priority === priority).map(({ name }) => name);
    assert.deepEqual(names(0), ['Name', 'Ready', 'Status', 'Restarts', 'Age']);
    assert.deepEqual(names(1), ['IP', 'Node', 'Nominated Node', 'Readiness Gates']);
  });

  it('shows a running pod', () => {
    const pod = runningPod('web-1');
    const { rows } = table({ ...pod, metadata: { ...pod.metadata, creationTimestamp } });
    assert.deepEqual(rows[0]?.cells.slice(0, 7), ['web-1', '1/1', 'Running', '0', '10m', '127.0.0.1', 'lab']);
  });

  it('tells when the last restart was', () => {
    const pod = podIn({ running: {} }, { restartCount: 2, finishedAt: '2026-01-01T00:08:30Z' });
    assert.equal(table(pod).rows[0]?.cells[3], '2 (90s ago)');
  });

  for (const [what, state, text] of [
    ['a container that cannot start', { waiting: { reason: 'CrashLoopBackOff' } }, 'CrashLoopBackOff'],
    ['a container that failed', { terminated: { exitCode: 1, reason: 'Error' } }, 'Error'],
    ['a container that was killed', { terminated: { exitCode: 137, signal: 9 } }, 'Signal:9'],
    ['an exit without a reason', { terminated: { exitCode: 2 } }, 'ExitCode:2'],
  ] as const) {
    it(`shows ${what} as ${text}`, () => assert.equal(statusText(podIn(state)), text));
  }

  it('shows a deleted pod as Terminating', () => {
    const pod = runningPod('web-1');
    const metadata = { ...pod.metadata, deletionTimestamp: creationTimestamp };
    assert.equal(statusText({ ...pod, metadata }), 'Terminating');
  });

  it('carries the metadata, the object or nothing, as asked', () => {
    const pod = runningPod('web-1');
    assert.deepEqual(table(pod, 'Metadata').rows[0]?.object, {
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: pod.metadata,
    });
    assert.equal(table(pod, 'Object').rows[0]?.object, pod);
    assert.equal(table(pod, 'None').rows[0]?.object, undefined);
  });
});

describe('other tables', () => {
  it('show a deployment with its containers, images and selector', () => {
    const { metadata, ...rest } = deployment('web', 3);
    const status = { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 2 };
    const object = { ...rest, status, metadata: { ...metadata, creationTimestamp } };
    assert.deepEqual(table(object).rows[0]?.cells, ['web', '2/3', 3, 2, '10m', 'web', 'web:1', 'app=web']);
  });

  it('show the ports of a service with their node ports', () => {
    const service: Service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', creationTimestamp },
      spec: {
        type: 'NodePort',
        clusterIP: '10.96.0.9',
        selector: { app: 'web' },
        ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }, { port: 81 }],
      },
    };
    assert.deepEqual(table(service).rows[0]?.cells, [
      'web',
      'NodePort',
      '10.96.0.9',
      '<none>',
      '80:30080/TCP,81/TCP',
      '10m',
      'app=web',
    ]);
  });

  it('show every other built-in kind with name and age', () => {
    const limits = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'small', creationTimestamp } };
    assert.deepEqual(table(limits).rows[0]?.cells, ['small', '10m']);
  });

  it('show how many secrets a ServiceAccount has', () => {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'sa', creationTimestamp } };
    assert.deepEqual(table(account).rows[0]?.cells, ['sa', '0', '10m']);
  });
});

describe('printer columns of custom resources', () => {
  const object: KubeObject = {
    apiVersion: 'fun.io/v1',
    kind: 'Toy',
    metadata: { name: 'a', creationTimestamp },
    spec: { action: 'delay', ports: [{ port: 1 }, { port: 2 }] },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };

  it('come after the name, dates as ages, absent values empty', () => {
    const column = (name: string, type: string, jsonPath: string) => ({ name, type, jsonPath });
    const printer = customPrinter({
      name: 'v1',
      served: true,
      storage: true,
      additionalPrinterColumns: [
        column('action', 'string', '.spec.action'),
        column('ready', 'string', '.status.conditions[?(@.type=="Ready")].status'),
        column('age', 'date', '.metadata.creationTimestamp'),
        column('none', 'string', '.spec.none'),
      ],
    });
    assert.deepEqual(printer.cells(object, now), ['a', 'delay', 'True', '10m', null]);
    assert.deepEqual(
      printer.columns.map(({ name }) => name),
      ['Name', 'action', 'ready', 'age', 'none'],
    );
  });

  it('are name and age where the definition lists none', () => {
    const printer = customPrinter({ name: 'v1', served: true, storage: true });
    assert.deepEqual(printer.cells(object, now), ['a', '10m']);
  });

  it('read paths with indices, wildcards, quoted names and filters', () => {
    assert.deepEqual(jsonPathValues(object, '.spec.ports[1].port'), [2]);
    assert.deepEqual(jsonPathValues(object, '{.spec.ports[*].port}'), [1, 2]);
    assert.deepEqual(jsonPathValues(object, ".spec['action']"), ['delay']);
    assert.deepEqual(jsonPathValues(object, '.spec.ports[?(@.port!=1)].port'), [2]);
    assert.deepEqual(jsonPathValues(object, 'no path'), []);
  });
});

function table(object: KubeObject, include: 'None' | 'Metadata' | 'Object' = 'Metadata') {
  const resource = builtInResources.find(({ kind }) => kind === object.kind);
  assert.ok(resource);
  return tableOf({ resource, objects: [object], include, resourceVersion: '1', now });
}

function podIn(state: ContainerState, { restartCount = 0, finishedAt = '' } = {}): Pod {
  const pod = runningPod('web-1');
  const lastState = finishedAt === '' ? {} : { terminated: { exitCode: 1, finishedAt } };
  const status = { name: 'app', image: 'app:1', imageID: '', ready: false, restartCount, state, lastState };
  return { ...pod, status: { phase: 'Running', containerStatuses: [status] } };
}
