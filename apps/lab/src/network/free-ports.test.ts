import { equal, match, notEqual } from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import { test } from 'node:test';

import { holderOf, isFree, PortAllocator } from './free-ports.js';

test('a taken port is not free, and its holder is named', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  equal(await isFree(port), false);
  match(await holderOf(port), new RegExp(`\\(pid ${process.pid}\\)$`));
  await new Promise((resolve) => server.close(resolve));
  equal(await isFree(port), true);
});

test('a released port does not come back before the others', async () => {
  const ports = new PortAllocator({ from: 27_100, to: 27_120 }, () => 0);
  const first = await ports.allocate();
  ports.release(first);
  notEqual(await ports.allocate(), first);
});
