import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonPatch } from './json-patch.js';
import { mergePatch } from './merge-patch.js';
import { strategicMerge } from './strategic-merge.js';

describe('a merge patch', () => {
  it('merges objects, removes with null and replaces lists', () => {
    const patched = mergePatch({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: null, e: 3 }, d: [3] });
    assert.deepEqual(patched, { a: { c: 2, e: 3 }, d: [3] });
  });

  it('leaves its target as it was', () => {
    const target = Object.freeze({ a: Object.freeze({ b: 1 }) });
    assert.deepEqual(mergePatch(target, { a: { b: 2 } }), { a: { b: 2 } });
    assert.deepEqual(target, { a: { b: 1 } });
  });
});

describe('a JSON patch', () => {
  const target = { spec: { list: ['a', 'b'], 'x/y': 1 } };

  it('adds, replaces, removes, moves, copies and tests', () => {
    const patched = jsonPatch(target, [
      { op: 'test', path: '/spec/list/0', value: 'a' },
      { op: 'add', path: '/spec/list/1', value: 'new' },
      { op: 'add', path: '/spec/list/-', value: 'last' },
      { op: 'replace', path: '/spec/x~1y', value: 2 },
      { op: 'copy', from: '/spec/list/0', path: '/spec/first' },
      { op: 'move', from: '/spec/first', path: '/first' },
      { op: 'remove', path: '/spec/list/0' },
    ]);
    assert.deepEqual(patched, { spec: { list: ['new', 'b', 'last'], 'x/y': 2 }, first: 'a' });
    assert.deepEqual(target.spec.list, ['a', 'b']);
  });

  for (const [what, operation] of [
    ['a test that fails', { op: 'test', path: '/spec/list/0', value: 'z' }],
    ['a path that is not there', { op: 'remove', path: '/spec/none' }],
    ['replacing what is not there', { op: 'replace', path: '/spec/none', value: 1 }],
    ['an index past the end', { op: 'add', path: '/spec/list/9', value: 1 }],
    ['a path that is no pointer', { op: 'add', path: 'spec', value: 1 }],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => jsonPatch(target, [operation]), { code: 422 }));
  }
});

describe('a strategic merge patch', () => {
  const target = {
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'web', image: 'web:1', env: [{ name: 'A', value: '1' }], args: ['x'] },
            { name: 'side', image: 'side:1' },
          ],
        },
      },
    },
  };
  const patchContainers = (...containers: object[]) =>
    strategicMerge(target, { spec: { template: { spec: { containers } } } }) as typeof target;

  it('merges containers and their environment by name', () => {
    const { containers } = patchContainers({
      name: 'web',
      env: [{ name: 'B', value: '2' }],
      args: ['y'],
    }).spec.template.spec;
    assert.deepEqual(containers, [
      {
        name: 'web',
        image: 'web:1',
        env: [...(target.spec.template.spec.containers[0]?.env ?? []), { name: 'B', value: '2' }],
        args: ['y'],
      },
      { name: 'side', image: 'side:1' },
    ]);
  });

  it('removes an item with $patch: delete', () => {
    const { containers } = patchContainers({ name: 'side', $patch: 'delete' }).spec.template.spec;
    assert.deepEqual(
      containers.map(({ name }) => name),
      ['web'],
    );
  });

  it('replaces a whole map with $patch: replace', () => {
    assert.deepEqual(strategicMerge({ a: { b: 1 } }, { a: { $patch: 'replace', c: 2 } }), { a: { c: 2 } });
  });

  it('puts merged items in the order of $setElementOrder', () => {
    const patched = strategicMerge(target, {
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'side' }, { name: 'new' }, { name: 'web' }],
            containers: [{ name: 'new', image: 'new:1' }],
          },
        },
      },
    }) as typeof target;
    const names = patched.spec.template.spec.containers.map(({ name }) => name);
    assert.deepEqual(names, ['side', 'new', 'web']);
  });

  it('keeps finalizers as a set and takes out what $deleteFromPrimitiveList names', () => {
    const object = { metadata: { finalizers: ['a', 'b'] } };
    const patched = strategicMerge(object, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['c'] },
    }) as typeof object;
    assert.deepEqual(patched.metadata.finalizers.toSorted(), ['b', 'c']);
  });

  it('keeps only the keys of $retainKeys', () => {
    const object = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patched = strategicMerge(object, {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    });
    assert.deepEqual(patched, { spec: { strategy: { type: 'Recreate' } } });
  });

  it('replaces lists without a merge key', () => {
    const { containers } = patchContainers({ name: 'web', args: ['only'] }).spec.template.spec;
    assert.deepEqual(containers[0]?.args, ['only']);
  });
});
