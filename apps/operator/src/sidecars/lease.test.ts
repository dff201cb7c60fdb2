import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as immediately } from 'node:timers/promises';
import type { Affected } from '@chaos-workshop/chaos-mesh';
import type { FaultApi } from './fault-api.js';
import { Lease } from './lease.js';

const fault = { seed: 1, http: [] };
const affected = (requests: number): Affected => ({ connections: 0, requests, bytes: 0 });

test('ends with what the sidecar says last, restarts of the sidecar included', async () => {
  const api = new FakeFaultApi();
  const lease = leaseOn(api);
  for (const requests of [0, 4, 1]) {
    api.requests = requests;
    await lease.put(fault);
  }
  api.requests = 3;
  assert.deepEqual(await lease.end(), affected(7));
  assert.deepEqual(api.calls, ['put', 'put', 'put', 'delete']);
});

test('is not lifted before a renewal that is on its way has arrived, and not renewed after that', async () => {
  const api = new FakeFaultApi();
  const lease = leaseOn(api);
  const onItsWay = Promise.withResolvers<void>();
  api.arrival = onItsWay.promise;
  const renewal = lease.put(fault);
  await immediately();
  const ended = lease.end();
  const late = lease.put(fault);
  await immediately();
  assert.deepEqual(api.calls, ['put']);
  onItsWay.resolve();
  await Promise.all([renewal, ended, late]);
  assert.deepEqual(api.calls, ['put', 'delete']);
});

test('cannot be ended while the pod may have it still, and can when its time is over', async () => {
  const api = new FakeFaultApi();
  let nowMs = 0;
  const lease = leaseOn(api, () => nowMs);
  await lease.put(fault);
  api.failure = new Error('does not answer');
  nowMs = 999;
  await assert.rejects(lease.end(), /does not answer/);
  nowMs = 1000;
  assert.deepEqual(await lease.end(), affected(0));
});

test('of an operator before this one is lifted too, and has affected nothing when it was gone already', async () => {
  const api = new FakeFaultApi();
  api.isThere = true;
  api.requests = 5;
  assert.deepEqual(await leaseOn(api).end(), affected(5));
  assert.equal(await leaseOn(api).end(), undefined);
});

test('on a pod that is gone ends at once', async () => {
  const api = new FakeFaultApi();
  const lease = new Lease({ id: 'f', api, ttlMs: 1000, url: () => undefined, now: () => 0 });
  await assert.rejects(lease.put(fault), /does not run/);
  assert.equal(await lease.end(), undefined);
  assert.deepEqual(api.calls, []);
});

class FakeFaultApi implements FaultApi {
  readonly calls: string[] = [];
  requests = 0;
  isThere = false;
  failure: Error | undefined;
  arrival: Promise<void> | undefined;

  async put(): Promise<Affected> {
    this.#call('put');
    await this.arrival;
    this.isThere = true;
    return affected(this.requests);
  }

  async delete(): Promise<Affected | undefined> {
    this.#call('delete');
    const wasThere = this.isThere;
    this.isThere = false;
    return wasThere ? affected(this.requests) : undefined;
  }

  #call(name: string): void {
    if (this.failure) throw this.failure;
    this.calls.push(name);
  }
}

function leaseOn(api: FaultApi, now: () => number = () => 0): Lease {
  return new Lease({ id: 'f', api, ttlMs: 1000, url: () => 'http://10.0.0.1:8474', now });
}
