import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { createCommand, publishedPorts, takenOf } from './cluster.ts';
import { clusterName } from './context.ts';

interface Config {
  name: string;
  nodes: {
    role: string;
    extraPortMappings?: { containerPort: number; hostPort: number; listenAddress: string }[];
  }[];
}
const config = parse(readFileSync('kind-config.yaml', 'utf8')) as Config;

test('kind-config.yaml names the cluster of the scripts and has a node that can be lost', () => {
  assert.equal(config.name, clusterName);
  assert.deepEqual(
    config.nodes.map(({ role }) => role),
    ['control-plane', 'worker'],
  );
});

test('ports are published to this machine alone, under their own numbers', () => {
  for (const { containerPort, hostPort, listenAddress } of config.nodes.flatMap(
    (node) => node.extraPortMappings ?? [],
  )) {
    assert.equal(hostPort, containerPort);
    assert.equal(listenAddress, '127.0.0.1');
  }
});

test('every node port of the rendered chart is published', () => {
  const services = parseAllDocuments(readFileSync('k8s/workshop.yaml', 'utf8')).map(
    (document) => document.toJSON() as { spec?: { ports?: { nodePort?: number }[] } } | null,
  );
  const nodePorts = services
    .flatMap((one) => one?.spec?.ports ?? [])
    .flatMap(({ nodePort }) => nodePort ?? []);
  assert.ok(nodePorts.length > 0);
  for (const port of nodePorts) assert.ok(publishedPorts().includes(port), String(port));
});

test('the image of the nodes is that of KIND_NODE_IMAGE, else the one of kind', () => {
  assert.match(createCommand('kindest/node:v1.34.4').join(' '), /--image kindest\/node:v1\.34\.4$/);
  for (const image of [undefined, '']) assert.ok(!createCommand(image).includes('--image'));
});

test('a port that something listens on is found out before kind stumbles over it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  assert.deepEqual(await takenOf([port]), [port]);
  server.close();
  await once(server, 'close');
  assert.deepEqual(await takenOf([port]), []);
});
