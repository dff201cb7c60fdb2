import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { StatusError } from '../status-error.js';
import { type TestCluster, deployment, runningPod, startCluster } from '../testing/cluster.js';
import { at, send } from '../testing/request.js';
import { applyManifest } from '../writes/apply-manifest.js';
import type { KubeObject } from '../types.js';

let cluster: TestCluster;

before(async () => {
  cluster = await startCluster([noPoison]);
});
after(() => cluster.close());

/** An admission step as webhooks are: denies, marks, warns. */
function noPoison({ operation, object, dryRun }: { operation: string; object: KubeObject; dryRun: boolean }) {
  if (object.kind !== 'ConfigMap' || operation === 'DELETE') return undefined;
  if (at(object, 'data.poison') !== undefined)
    throw StatusError.denied('vconfig.kb.io', 'poison is not allowed');
  const annotations = { ...object.metadata.annotations, seen: dryRun ? 'dry' : 'yes' };
  return {
    object: { ...object, metadata: { ...object.metadata, annotations } },
    warnings: ['config "maps" are seen'],
  };
}

describe('who may talk to the API', () => {
  it('refuses a foreign host before anything else', async () => {
    const headers = { host: 'evil.example:80', origin: 'https://evil.example', authorization: '' };
    assert.equal((await send(cluster, '/api', { headers })).code, 421);
  });

  it('refuses what a web page sends, even with the token', async () => {
    assert.equal((await send(cluster, '/api', { headers: { origin: 'https://127.0.0.1' } })).code, 403);
    assert.equal((await send(cluster, '/api', { headers: { 'sec-fetch-site': 'same-origin' } })).code, 403);
    assert.equal((await send(cluster, '/api', { headers: { 'sec-fetch-mode': 'cors' } })).code, 200);
  });

  it('refuses a wrong token', async () => {
    const { code, body } = await send(cluster, '/api', { headers: { authorization: 'Bearer wrong' } });
    assert.equal(code, 401);
    assert.deepEqual([at(body, 'kind'), at(body, 'reason')], ['Status', 'Unauthorized']);
  });

  it('refuses upgrades the same way', async () => {
    const path = '/api/v1/namespaces/shop/pods/p/exec?command=true';
    assert.match(await upgrade(path, ['Authorization: Bearer wrong']), /^HTTP\/1\.1 401 /);
    const origin = [`Authorization: Bearer ${cluster.token}`, 'Origin: https://evil.example'];
    assert.match(await upgrade(path, origin), /^HTTP\/1\.1 403 /);
  });
});

describe('the API', () => {
  it('answers health and version', async () => {
    for (const path of ['/healthz', '/livez', '/readyz']) {
      assert.equal((await send(cluster, path)).body, 'ok');
    }
    assert.equal(at((await send(cluster, '/version')).body, 'gitVersion'), 'v1.34.0');
  });

  it('does not know other paths, kinds and versions', async () => {
    for (const path of ['/nothing', '/api/v1/nothing', '/apis/apps/v2/deployments', '/openapi/v2']) {
      const { code, body } = await send(cluster, path);
      assert.deepEqual([code, at(body, 'reason')], [404, 'NotFound'], path);
    }
  });

  it('refuses methods that a path does not have', async () => {
    assert.equal((await send(cluster, '/api/v1/namespaces/shop/pods', { method: 'PUT' })).code, 405);
  });

  it('refuses bodies that are no JSON, too large, or no Protobuf though they say so', async () => {
    const path = '/api/v1/namespaces/shop/configmaps';
    assert.equal((await send(cluster, path, { method: 'POST', body: '{' })).code, 400);
    assert.equal(
      (await send(cluster, path, { method: 'POST', body: 'x'.repeat(4 * 1024 * 1024) })).code,
      413,
    );
    const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };
    assert.equal((await send(cluster, path, { method: 'POST', body: '{}', headers })).code, 400);
  });

  it('has the kinds of every CustomResourceDefinition as soon as it exists', async () => {
    const created = await send(cluster, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      method: 'POST',
      body: toyDefinition,
    });
    assert.equal(created.code, 201);
    const path = '/apis/fun.io/v1/namespaces/shop/toys';
    const toy = (spec: object) => ({ apiVersion: 'fun.io/v1', kind: 'Toy', metadata: { name: 'a' }, spec });
    const good = await send(cluster, path, { method: 'POST', body: toy({ size: 2 }) });
    assert.deepEqual([good.code, at(good.body, 'spec')], [201, { size: 2, color: 'red' }]);
    const bad = await send(cluster, path, { method: 'POST', body: toy({ size: 'big' }) });
    assert.deepEqual([bad.code, at(bad.body, 'reason')], [422, 'Invalid']);
    assert.match(
      String(at(bad.body, 'message')),
      /^Toy\.fun\.io "a" is invalid: spec\.size: Invalid value: "string"/,
    );
    const typo = await send(cluster, `${path}?fieldValidation=Strict`, {
      method: 'POST',
      body: toy({ siz: 1 }),
    });
    assert.equal(
      at(typo.body, 'message'),
      'Toy in version "v1" cannot be handled as a Toy: strict decoding error: unknown field "spec.siz"',
    );
  });

  it('deletes what a definition defined together with it', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await send(cluster, `${path}/toys.fun.io`, { method: 'DELETE' });
    assert.deepEqual(cluster.store.list('Toy'), []);
    assert.equal((await send(cluster, '/apis/fun.io/v1/namespaces/shop/toys')).code, 404);
    await send(cluster, path, { method: 'POST', body: toyDefinition });
  });

  it('asks admission before it writes', async () => {
    const path = '/api/v1/namespaces/shop/configmaps';
    const config = (name: string, data: object) => ({ metadata: { name }, data });
    const denied = await send(cluster, path, { method: 'POST', body: config('bad', { poison: 'x' }) });
    assert.equal(denied.code, 403);
    assert.equal(
      at(denied.body, 'message'),
      'admission webhook "vconfig.kb.io" denied the request: poison is not allowed',
    );
    const marked = await send(cluster, path, { method: 'POST', body: config('good', { a: 'x' }) });
    assert.equal(marked.headers['warning'], String.raw`299 - "config \"maps\" are seen"`);
    assert.deepEqual(at(marked.body, 'metadata.annotations'), { seen: 'yes' });
  });

  it('writes nothing in a dry run', async () => {
    const path = '/api/v1/namespaces/shop/configmaps?dryRun=All';
    const { code, body } = await send(cluster, path, { method: 'POST', body: { metadata: { name: 'dry' } } });
    assert.equal(code, 201);
    assert.deepEqual(at(body, 'metadata.annotations'), { seen: 'dry' });
    assert.equal(cluster.store.get({ kind: 'ConfigMap', namespace: 'shop', name: 'dry' }), undefined);
  });

  it('applies manifests in process through the same checks', () => {
    const manifest = deployment('inside', 2);
    applyManifest(cluster.server, manifest);
    const again = applyManifest(cluster.server, {
      ...manifest,
      spec: { ...(manifest['spec'] as object), replicas: 3 },
    });
    assert.equal(again.metadata.generation, 2);
    const poison = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'p', namespace: 'shop' },
      data: { poison: '' },
    };
    assert.throws(() => applyManifest(cluster.server, poison), /poison is not allowed/);
    const typo = { ...manifest, metadata: { name: 'typo', namespace: 'shop' }, spec: { replcas: 1 } };
    assert.throws(() => applyManifest(cluster.server, typo), /unknown field "spec\.replcas"/);
    const unknown = { ...manifest, kind: 'Nothing' };
    assert.throws(() => applyManifest(cluster.server, unknown), /no matches for kind "Nothing"/);
  });
});

describe('writing objects', () => {
  const path = '/apis/apps/v1/namespaces/shop/deployments';

  it('refuses a typo in a built-in kind when asked to be strict, else warns and prunes', async () => {
    const typo = deployment('typo');
    Object.assign(typo['spec'] as object, { replcas: 2 });
    const strict = await send(cluster, `${path}?fieldValidation=Strict`, { method: 'POST', body: typo });
    assert.equal(strict.code, 400);
    assert.match(String(at(strict.body, 'message')), /strict decoding error: unknown field "spec\.replcas"$/);
    const warned = await send(cluster, path, { method: 'POST', body: typo });
    assert.equal(warned.headers['warning'], String.raw`299 - "unknown field \"spec.replcas\""`);
    assert.equal(at(warned.body, 'spec.replcas'), undefined);
  });

  it('refuses a selector that does not match its template', async () => {
    const wrong = deployment('wrong');
    Object.assign(wrong['spec'] as object, { selector: { matchLabels: { app: 'other' } } });
    const { code, body } = await send(cluster, path, { method: 'POST', body: wrong });
    assert.equal(code, 422);
    assert.match(
      String(at(body, 'message')),
      /spec\.template\.metadata\.labels: Invalid value: .*`selector` does not match/,
    );
  });

  it('refuses an update of an older version', async () => {
    const created = await send(cluster, path, { method: 'POST', body: deployment('race') });
    const older = created.body as KubeObject;
    const headers = { 'content-type': 'application/merge-patch+json' };
    await send(cluster, `${path}/race`, { method: 'PATCH', body: { spec: { replicas: 2 } }, headers });
    const { code, body } = await send(cluster, `${path}/race`, { method: 'PUT', body: older });
    assert.deepEqual([code, at(body, 'reason')], [409, 'Conflict']);
    assert.match(
      String(at(body, 'message')),
      /^Operation cannot be fulfilled on deployments\.apps "race": the object has been modified/,
    );
  });

  it('keeps status and spec apart', async () => {
    await send(cluster, path, { method: 'POST', body: { ...deployment('parts'), status: { replicas: 9 } } });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const body = { spec: { replicas: 7 }, status: { replicas: 3 } };
    await send(cluster, `${path}/parts/status`, { method: 'PATCH', body, headers });
    const { body: object } = await send(cluster, `${path}/parts`);
    assert.deepEqual([at(object, 'spec.replicas'), at(object, 'status.replicas')], [1, 3]);
  });

  it('does not take strategic merge patches for custom resources', async () => {
    const headers = { 'content-type': 'application/strategic-merge-patch+json' };
    const patch = { method: 'PATCH', body: {}, headers };
    assert.equal((await send(cluster, '/apis/fun.io/v1/namespaces/shop/toys/a', patch)).code, 415);
  });

  it('scales through the subresource, also with a PUT without content type', async () => {
    await send(cluster, path, { method: 'POST', body: deployment('scaled') });
    const scale = await send(cluster, `${path}/scaled/scale`);
    assert.deepEqual(at(scale.body, 'spec'), { replicas: 1 });
    const put = {
      method: 'PUT',
      body: { ...(scale.body as object), spec: { replicas: 4 } },
      headers: { 'content-type': '' },
    };
    assert.equal((await send(cluster, `${path}/scaled/scale`, put)).code, 200);
    const { body } = await send(cluster, `${path}/scaled`);
    assert.deepEqual([at(body, 'spec.replicas'), at(body, 'metadata.generation')], [4, 2]);
    const negative = { ...put, body: { spec: { replicas: -1 } } };
    assert.equal((await send(cluster, `${path}/scaled/scale`, negative)).code, 422);
  });

  it('deletes one, or all that a selector chooses', async () => {
    for (const name of ['gone-1', 'gone-2', 'stays']) cluster.store.create(runningPod(name));
    const pods = '/api/v1/namespaces/shop/pods';
    const body = { gracePeriodSeconds: 0 };
    await send(cluster, `${pods}?labelSelector=app%20in%20(gone-1,gone-2)`, { method: 'DELETE', body });
    const names = () => cluster.store.list('Pod').map(({ metadata }) => metadata.name);
    assert.deepEqual(names(), ['stays']);
    await send(cluster, `${pods}/stays/eviction`, { method: 'POST', body: { deleteOptions: body } });
    assert.deepEqual(names(), []);
    const missing = await send(cluster, `${pods}/stays`, { method: 'DELETE' });
    assert.deepEqual([missing.code, at(missing.body, 'message')], [404, 'pods "stays" not found']);
  });
});

const toyDefinition = {
  metadata: { name: 'toys.fun.io' },
  spec: {
    group: 'fun.io',
    names: { plural: 'toys', kind: 'Toy' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { size: { type: 'integer' }, color: { type: 'string', default: 'red' } },
              },
            },
          },
        },
      },
    ],
  },
};

/** The first bytes of the answer to an upgrade. */
function upgrade(path: string, headers: string[]): Promise<string> {
  const { hostname, port } = new URL(cluster.url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ca: cluster.caPem }, () => {
      const lines = [
        `GET ${path} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        ...headers,
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
    socket.once('data', (data: Buffer) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', reject);
  });
}
