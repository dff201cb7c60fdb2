import { deepEqual, equal, throws } from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Volume } from '@chaos-workshop/kube-api';

import { podOf, shopStore } from '../testing/objects.js';
import { mountsOf, prepareVolumes } from './volumes.js';

const root = mkdtempSync(join(tmpdir(), 'volumes-'));
after(() => rmSync(root, { recursive: true }));
const directories = {
  pod: () => join(root, 'pod'),
  claim: (namespace: string, name: string) => join(root, 'claims', `${namespace}_${name}`),
};
const store = shopStore();
const metadata = { namespace: 'shop' };
const data = { password: Buffer.from('s3cret').toString('base64') };
store.create({ apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, name: 'db' }, data });
const scripts = { 'a.sql': 'SELECT 1', 'b.sql': 'SELECT 2' };
store.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'init' }, data: scripts });
store.create({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { ...metadata, name: 'data-0' },
  spec: {},
});

function prepare(...volumes: Volume[]): Map<string, string> {
  const pod = podOf('web');
  pod.spec.volumes = volumes;
  return prepareVolumes(store, pod, directories);
}

test('ConfigMaps and Secrets become files that only we can read', () => {
  const volumes = prepare(
    { name: 'init', configMap: { name: 'init', items: [{ key: 'b.sql', path: 'deep/second.sql' }] } },
    { name: 'secret', secret: { secretName: 'db' } },
  );
  equal(readFileSync(join(volumes.get('init') ?? '', 'deep/second.sql'), 'utf8'), 'SELECT 2');
  const password = join(volumes.get('secret') ?? '', 'password');
  equal(readFileSync(password, 'utf8'), 's3cret');
  equal(statSync(password).mode & 0o777, 0o600);
});

test('a projected volume has files of several sources', () => {
  const volumes = prepare({
    name: 'all',
    projected: {
      sources: [
        { secret: { name: 'db', items: [{ key: 'password', path: '10-password' }] } },
        { configMap: { name: 'init' } },
      ],
    },
  });
  deepEqual(readdirSync(volumes.get('all') ?? '').toSorted(), ['10-password', 'a.sql', 'b.sql']);
});

test('a claim has its own directory, which is not the pod’s', () => {
  const volumes = prepare({ name: 'data', persistentVolumeClaim: { claimName: 'data-0' } });
  deepEqual([...volumes], [['data', join(root, 'claims', 'shop_data-0')]]);
});

test('what is missing is named', () => {
  throws(() => prepare({ name: 'x', configMap: { name: 'nope' } }), /configmap "nope" not found/);
  throws(
    () => prepare({ name: 'x', persistentVolumeClaim: { claimName: 'nope' } }),
    /persistentvolumeclaim "nope" not found/,
  );
});

test('mounts lead to directories', () => {
  const container = { name: 'web', volumeMounts: [{ name: 'v', mountPath: '/data/', subPath: 'sub' }] };
  deepEqual([...mountsOf(container, new Map([['v', '/dir']]))], [['/data', '/dir/sub']]);
});
