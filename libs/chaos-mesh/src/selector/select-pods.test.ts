import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PodCriteria, SelectorMode } from '../types.js';
import { testCluster } from '../testing/cluster.js';
import { matchingPods, selectPods } from './select-pods.js';
import { seededRandom } from './seeded-random.js';

const names = (criteria: PodCriteria) =>
  matchingPods(criteria, testCluster()).map(({ metadata }) => metadata.name);

const table: [sentence: string, criteria: PodCriteria, expected: string[]][] = [
  ['no criteria: every pod of the open namespaces', {}, ['menu-1', 'menu-2', 'order-1']],
  ['labels', { labelSelectors: { app: 'menu' } }, ['menu-1', 'menu-2']],
  ['a namespace that is not open to chaos gives nothing', { namespaces: ['closed'] }, []],
  [
    'expressions, all of which must hold',
    {
      expressionSelectors: [
        { key: 'app', operator: 'NotIn', values: ['order'] },
        { key: 'app', operator: 'Exists' },
      ],
    },
    ['menu-1', 'menu-2'],
  ],
  ['annotations', { annotationSelectors: { owner: 'menu-2' } }, ['menu-2']],
  ['fields', { fieldSelectors: { 'metadata.name': 'order-1', 'status.phase': 'Running' } }, ['order-1']],
  ['nodes by name', { nodes: ['right'] }, ['menu-2']],
  ['nodes by label', { nodeSelectors: { disk: 'ssd' } }, ['menu-1', 'order-1']],
  [
    'nodes by name or by label: both',
    { nodes: ['right'], nodeSelectors: { disk: 'ssd' } },
    ['menu-1', 'menu-2', 'order-1'],
  ],
  ['phases are alternatives', { podPhaseSelectors: ['Pending', 'Running'] }, ['menu-1', 'menu-2', 'order-1']],
  ['a phase can be excluded', { podPhaseSelectors: ['!Running'] }, []],
  [
    'explicit pods win over every other criterion, and unknown ones are passed over',
    { pods: { shop: ['order-1', 'gone'] }, labelSelectors: { app: 'menu' } },
    ['order-1'],
  ],
  ['explicit pods in a closed namespace stay untouched', { pods: { closed: ['menu-3'] } }, []],
];

describe('matching pods', () => {
  for (const [sentence, criteria, expected] of table)
    test(sentence, () => assert.deepEqual(names(criteria), expected));

  test('an unknown node is an error', () =>
    assert.throws(() => names({ nodes: ['nowhere'] }), {
      message: 'cannot parse node selector, msg: Node "nowhere" not found',
    }));

  test('an unknown field is an error that lists the known ones', () =>
    assert.throws(
      () => names({ fieldSelectors: { 'spec.foo': 'x' } }),
      /field label not supported: spec.foo/,
    ));

  test('a phase selector with another operator is an error', () =>
    assert.throws(() => names({ podPhaseSelectors: ['Running=true'] }), /unsupported operator/));
});

describe('selectors that cannot be read', () => {
  const complaints: [criteria: PodCriteria, complaint: string][] = [
    [{ labelSelectors: { 'a b': 'c' } }, 'key: Invalid value: "a b": name part must consist of'],
    [{ labelSelectors: { app: 'c d' } }, 'values[0][app]: Invalid value: "c d": a valid label must be'],
    [
      { expressionSelectors: [{ key: 'app', operator: 'In' }] },
      "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
    ],
    [
      { expressionSelectors: [{ key: 'app', operator: 'Exists', values: ['x'] }] },
      'values: Invalid value: ["x"]: values set must be empty for exists and does not exist',
    ],
  ];
  for (const [criteria, complaint] of complaints) {
    test(complaint, () =>
      assert.throws(
        () => matchingPods(criteria, testCluster()),
        ({ message }: Error) => message.startsWith(`cannot parse label selector, msg: ${complaint}`),
      ),
    );
  }
});

describe('picking by mode', () => {
  const count = (mode: SelectorMode, value?: string, random = seededRandom(1)) =>
    selectPods({ selector: {}, mode, ...(value !== undefined && { value }) }, testCluster(), random).length;

  test('one', () => assert.equal(count('one'), 1));
  test('all', () => assert.equal(count('all'), 3));
  test('fixed, at most what there is', () =>
    assert.deepEqual([count('fixed', '2'), count('fixed', '9')], [2, 3]));
  test('fixed-percent rounds up', () =>
    assert.deepEqual([count('fixed-percent', '1'), count('fixed-percent', '34')], [1, 2]));
  test('random-max-percent may be nothing, or everything', () => {
    assert.equal(
      count('random-max-percent', '100', () => 0),
      0,
    );
    assert.equal(
      count('random-max-percent', '100', () => 0.999),
      3,
    );
  });

  test('every pod can be the one', () => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 50 }, () =>
      selectPods({ selector: {}, mode: 'one' }, testCluster(), random),
    );
    assert.equal(new Set(drawn.map(([pod]) => pod?.metadata.name)).size, 3);
  });

  test('the same seed makes the same choice', () => {
    const draw = () =>
      selectPods({ selector: {}, mode: 'fixed', value: '2' }, testCluster(), seededRandom(42));
    assert.deepEqual(draw(), draw());
  });

  test('nothing matched is an error in Chaos Mesh’s words', () =>
    assert.throws(
      () =>
        selectPods({ selector: { labelSelectors: { app: 'x' } }, mode: 'all' }, testCluster(), Math.random),
      {
        message: 'no pod is selected',
      },
    ));
});
