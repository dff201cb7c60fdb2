import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Resources } from '../resources/resources.js';
import { Store } from '../store/store.js';
import { at } from '../testing/request.js';
import type { KubeObject } from '../types.js';
import { plainWrite } from '../writes/write-options.js';
import { Writes } from '../writes/writes.js';
import { applyServerSide } from './server-side-apply.js';

const key = { kind: 'Deployment', namespace: 'shop', name: 'web' };

describe('server-side apply', () => {
  it('creates what is not there and changes nothing the second time', () => {
    const apply = applier();
    const first = apply('me', manifest({ replicas: 2 }));
    const second = apply('me', manifest({ replicas: 2 }));
    assert.equal(first.isNew, true);
    assert.equal(second.object.metadata.resourceVersion, first.object.metadata.resourceVersion);
  });

  it('removes what its manager no longer names, and keeps what others wrote', () => {
    const apply = applier();
    apply(
      'me',
      manifest({ replicas: 2, minReadySeconds: 5 }, [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ]),
    );
    const { object } = apply('me', manifest({}, [{ name: 'B', value: '3' }]));
    assert.equal(at(object, 'spec.minReadySeconds'), undefined);
    assert.deepEqual(at(object, 'spec.template.spec.containers.0.env'), [{ name: 'B', value: '3' }]);
    assert.equal(at(object, 'spec.progressDeadlineSeconds'), 600);
  });

  it('refuses to change what another manager applied', () => {
    const apply = applier();
    apply('me', manifest({ replicas: 2 }));
    assert.throws(() => apply('you', manifest({ replicas: 3 })), {
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "me": .spec.replicas',
    });
  });

  it('shares a field on which managers agree', () => {
    const apply = applier();
    apply('me', manifest({ replicas: 2 }));
    apply('you', manifest({ replicas: 2 }));
    const { object } = apply('me', manifest({}));
    assert.equal(at(object, 'spec.replicas'), 2);
  });

  it('takes a field over when forced', () => {
    const apply = applier();
    apply('me', manifest({ replicas: 2 }));
    apply('you', manifest({ replicas: 3 }), true);
    const { object } = apply('me', manifest({}));
    assert.equal(at(object, 'spec.replicas'), 3);
  });

  it('refuses fields that the kind does not have', () => {
    assert.throws(() => applier()('me', manifest({ replcas: 2 })), {
      code: 500,
      message:
        'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replcas: field not declared in schema',
    });
  });
});

function applier() {
  const store = new Store();
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const api = { store, writes: new Writes(store) };
  const resource = new Resources(store).byKind('apps/v1', 'Deployment');
  assert.ok(resource);
  return (fieldManager: string, object: KubeObject, force = false) =>
    applyServerSide(api, { resource, key, manifest: object, force }, { ...plainWrite, fieldManager });
}

function manifest(spec: object, env: object[] = []): KubeObject {
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'web:1', env }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      ...spec,
    },
  };
}
