import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Service } from '@chaos-workshop/kube-api';

import { readManifests, settleNodePorts } from './manifests.js';
import { serviceOf } from './testing/objects.js';

const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
after(() => rmSync(folder, { recursive: true }));

test('manifests come by file name, namespaces first, empty documents not at all', () => {
  const object = (kind: string, name: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;
  writeFileSync(
    join(folder, 'b.yaml'),
    `---\n${object('Namespace', 'shop')}---\n# nothing\n---\n${object('Secret', 'b')}`,
  );
  writeFileSync(join(folder, 'a.yaml'), object('Secret', 'a'));
  writeFileSync(join(folder, 'notes.md'), 'not a manifest');
  deepEqual(
    readManifests(folder).map(({ metadata }) => metadata.name),
    ['shop', 'a', 'b'],
  );
});

test('a mistake in a manifest names the file', () => {
  const bad = mkdtempSync(join(folder, 'bad-'));
  writeFileSync(join(bad, 'x.yaml'), 'a: [');
  throws(() => readManifests(bad), /x\.yaml: /);
});

function nodePortService(nodePort?: number): Service {
  const service = serviceOf('web', nodePort === undefined ? {} : { nodePort });
  service.spec.type = 'NodePort';
  return service;
}

test('a node port that is taken is an error that names who has it, unless any port will do', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const message = new RegExp(
    `node port ${port} of Service shop/web is taken by .*pid ${process.pid}.*--any-node-ports`,
  );
  await rejects(settleNodePorts([nodePortService(port)], false), message);
  const service = nodePortService(port);
  await settleNodePorts([service], true);
  equal(service.spec.ports?.[0]?.nodePort === port, false);
  server.close();
});

test('a node port that the manifest leaves open gets a free one', async () => {
  const service = nodePortService();
  await settleNodePorts([service], false);
  equal((service.spec.ports?.[0]?.nodePort ?? 0) >= 30_000, true);
});
