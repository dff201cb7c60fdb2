import { equal, rejects } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { PortAllocator } from './network/free-ports.js';
import { labVariable, markedProcesses } from './process-table.js';
import { realDataPlane } from './testing/fault-proxy.js';
import { ask, namedServer, until } from './testing/sockets.js';

const mark = `data-plane-test-${process.pid}`;
const dataPlane = realDataPlane({ [labVariable]: mark });
const server = await namedServer('hello');
const upstreams = [{ name: 'shop/a', address: `127.0.0.1:${server.port}` }];
const listen = `127.0.0.1:${await new PortAllocator().allocate()}`;
const port = Number(listen.split(':')[1]);

before(() => dataPlane.start());
after(async () => {
  await dataPlane.stop();
  await server.close();
});

test('a proxy passes connections on to its upstreams', async () => {
  equal((await dataPlane.putProxy({ name: 'a->b', listen, protocol: 'tcp', upstreams })).listen, listen);
  equal(await ask(port), 'hello');
});

test('a fault acts until it is deleted, and tells what it did', async () => {
  const toxics = [
    { proxy: 'a->b', type: 'reset_peer', stream: 'downstream', toxicity: 1, attributes: { timeout: 0 } },
  ];
  await dataPlane.putFault('broken', { toxics });
  equal(await ask(port), '');
  equal((await dataPlane.fault('broken'))?.affected.connections, 1);
  equal((await dataPlane.deleteFault('broken'))?.affected.connections, 1);
  equal(await ask(port), 'hello');
  equal(await dataPlane.fault('broken'), undefined);
  equal(await dataPlane.deleteFault('broken'), undefined);
});

test('a data plane that is killed comes back with its proxies and faults', async () => {
  const toxics = [
    { proxy: 'a->b', type: 'reset_peer', stream: 'downstream', toxicity: 1, attributes: { timeout: 0 } },
  ];
  await dataPlane.putFault('broken', { toxics });
  const pidOf = () => markedProcesses().find(({ lab }) => lab === mark)?.pid;
  const old = pidOf() ?? 0;
  const address = await dataPlane.address();
  process.kill(old, 'SIGKILL');
  await until('another process', () => ![undefined, old].includes(pidOf()));
  equal((await dataPlane.fault('broken'))?.seed !== undefined, true);
  equal(await dataPlane.address(), address);
  await dataPlane.deleteFault('broken');
  equal(await ask(port), 'hello');
});

test('a refusal carries what the data plane said', async () => {
  const toxics = [{ proxy: 'nobody', type: 'latency', stream: 'upstream', attributes: { latency: 1 } }];
  await rejects(dataPlane.putFault('odd', { toxics }), /404.*nobody/);
});
