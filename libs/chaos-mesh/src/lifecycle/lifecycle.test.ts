import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Chaos, ChaosRecord, NetworkChaos, Phase, PodChaos } from '../types.js';
import { chaos } from '../testing/cluster.js';
import {
  cleanFinalizer,
  isFinished,
  msUntilTimeUp,
  operationFor,
  settle,
  stagesBeforeRecords,
  type Write,
} from './index.js';

const born = new Date('2026-01-01T00:00:00Z');
const later = (ms: number) => new Date(born.getTime() + ms);

const record = (phase: Phase): ChaosRecord => ({
  id: 'shop/menu-1',
  selectorKey: '.',
  phase,
  injectedCount: 0,
  recoveredCount: 0,
});

/** All writes of one pass, applied, with what they tell. */
function pass(object: Chaos, now: Date): { object: Chaos; told: string[] } {
  const draft = structuredClone(object);
  const told: string[] = [];
  const apply = (write: Write | undefined) => {
    told.push(...(write?.before ?? []).map(({ message }) => message));
    write?.change(draft);
    told.push(...(write?.after ?? []).map(({ message }) => message));
  };
  stagesBeforeRecords.forEach((stage) => apply(stage(draft, now)));
  apply(cleanFinalizer(draft));
  return { object: draft, told };
}

function withRecords(object: Chaos, phase: Phase): Chaos {
  const draft = pass(object, born).object;
  draft.status = {
    ...draft.status,
    experiment: { ...draft.status?.experiment, containerRecords: [record(phase)] },
  };
  return draft;
}

function conditions({ status }: Chaos): string {
  return (status?.conditions ?? [])
    .filter((condition) => condition.status === 'True')
    .map(({ type }) => type)
    .join(' ');
}

const delay = (duration?: string) =>
  chaos<NetworkChaos>('NetworkChaos', duration === undefined ? {} : { duration });

describe('the first pass', () => {
  const { object, told } = pass(delay('10s'), born);

  test('adds the finalizer, starts, and says so in order', () =>
    assert.deepEqual(told, [
      'Finalizer has been inited',
      'Successfully update finalizer of resource',
      'Experiment has started',
      'Successfully update desiredPhase of resource',
    ]));

  test('writes all four conditions, none of them true', () => {
    assert.equal(object.status?.conditions?.length, 4);
    assert.equal(conditions(object), '');
  });

  test('leaves nothing to do for a second one', () => assert.deepEqual(pass(object, born).told, []));
});

describe('conditions', () => {
  const table: [Phase, string][] = [
    ['Not Injected', 'Selected AllRecovered'],
    ['Not Injected/Wait', 'Selected'],
    ['Injected', 'Selected AllInjected'],
    ['Injected/Wait', 'Selected'],
  ];
  for (const [phase, expected] of table)
    test(`a record that is ${phase}: ${expected}`, () =>
      assert.equal(conditions(pass(withRecords(delay(), phase), born).object), expected));
});

describe('the desired phase', () => {
  const desired = (object: Chaos, now: Date) => pass(object, now).object.status?.experiment.desiredPhase;
  const annotated = (object: Chaos): Chaos => ({
    ...object,
    metadata: { ...object.metadata, annotations: { 'experiment.chaos-mesh.org/pause': 'true' } },
  });

  test('stops when the duration is over, counted from creation', () => {
    assert.equal(desired(delay('10s'), later(10_000)), 'Run');
    assert.equal(desired(delay('10s'), later(10_001)), 'Stop');
  });
  test('stops while paused, and runs again after', () => {
    const running = pass(delay(), born).object;
    const paused = pass(annotated(running), born);
    assert.ok(paused.told.includes('Experiment has been paused'));
    assert.equal(conditions(paused.object), 'Paused');
    const resumed = { ...paused.object, metadata: running.metadata };
    assert.ok(pass(resumed, born).told.includes('Experiment has started'));
  });
  test('of killing is Run, whatever the duration and the pause say', () => {
    const kill = annotated(chaos<PodChaos>('PodChaos', { duration: '1s' }));
    assert.equal(desired(kill, later(60_000)), 'Run');
    assert.equal(msUntilTimeUp(kill, born), undefined);
  });
  test('a negative duration is over at once', () => assert.equal(desired(delay('-1s'), born), 'Stop'));
  test('the time left is known, so that nobody polls', () =>
    assert.equal(msUntilTimeUp(delay('10s'), later(4000)), 6000));
});

describe('deletion', () => {
  const deleting = (object: Chaos, annotations = {}): Chaos => ({
    ...object,
    metadata: { ...object.metadata, annotations, deletionTimestamp: '2026-01-01T00:00:05Z' },
  });

  test('waits until every record is recovered', () => {
    const { object, told } = pass(deleting(withRecords(delay(), 'Injected')), born);
    assert.equal(object.status?.experiment.desiredPhase, 'Stop');
    assert.deepEqual(object.metadata.finalizers, ['chaos-mesh/records']);
    assert.ok(told.includes('Experiment has been deleted'));
  });
  test('drops the finalizer then', () => {
    const { object, told } = pass(deleting(withRecords(delay(), 'Not Injected')), born);
    assert.deepEqual(object.metadata.finalizers, []);
    assert.ok(told.includes('Finalizer has been removed'));
  });
  test('drops it at once when it is forced', () => {
    const forced = deleting(withRecords(delay(), 'Injected'), {
      'chaos-mesh.chaos-mesh.org/cleanFinalizer': 'forced',
    });
    assert.deepEqual(pass(forced, born).object.metadata.finalizers, []);
  });
  test('never adds a finalizer', () => {
    assert.equal(pass(deleting(delay()), born).object.metadata.finalizers, undefined);
  });
});

describe('the cycle of a record', () => {
  const table: ['Run' | 'Stop', Phase, string | undefined][] = [
    ['Run', 'Not Injected', 'Apply'],
    ['Run', 'Not Injected/Wait', 'Apply'],
    ['Run', 'Injected', undefined],
    ['Run', 'Injected/Wait', 'Recover'],
    ['Stop', 'Not Injected', undefined],
    ['Stop', 'Not Injected/Wait', 'Apply'],
    ['Stop', 'Injected', 'Recover'],
    ['Stop', 'Injected/Wait', 'Recover'],
  ];
  for (const [desired, phase, expected] of table)
    test(`${desired} and ${phase}: ${expected ?? 'nothing'}`, () =>
      assert.equal(operationFor(desired, phase), expected));

  test('success counts and is told', () => {
    const { record: after, news } = settle(record('Not Injected'), 'Apply', { phase: 'Injected' }, born);
    assert.equal(after.injectedCount, 1);
    assert.deepEqual(after.events, [
      { type: 'Succeeded', operation: 'Apply', timestamp: '2026-01-01T00:00:00Z' },
    ]);
    assert.deepEqual(
      news.map(({ message }) => message),
      ['Successfully apply chaos for shop/menu-1'],
    );
  });
  test('a phase on the way is neither counted nor told', () => {
    const { record: after, news } = settle(
      record('Not Injected'),
      'Apply',
      { phase: 'Not Injected/Wait' },
      born,
    );
    assert.deepEqual([after.phase, after.injectedCount, news], ['Not Injected/Wait', 0, []]);
  });
  test('failure leaves its message', () => {
    const outcome = { phase: 'Not Injected', error: 'no tc' } as const;
    const { record: after, news } = settle(record('Not Injected'), 'Apply', outcome, born);
    assert.equal(after.events?.[0]?.message, 'no tc');
    assert.equal(news[0]?.message, 'Failed to apply chaos: no tc');
  });
  test('a hundred events are kept, the newest', () => {
    let current = record('Not Injected');
    for (let turn = 0; turn < 120; turn += 1)
      current = settle(current, 'Apply', { phase: 'Not Injected', error: `try ${turn}` }, born).record;
    assert.equal(current.events?.length, 100);
    assert.equal(current.events?.at(-1)?.message, 'try 119');
  });
});

describe('finished', () => {
  test('killing, once all are injected', () => {
    const kill = chaos<PodChaos>('PodChaos');
    assert.equal(isFinished(withRecords(kill, 'Injected'), born), true);
    assert.equal(isFinished(withRecords(kill, 'Not Injected'), born), false);
  });
  test('others when stopped, recovered and over', () => {
    const over = pass(withRecords(delay('10s'), 'Not Injected'), later(11_000)).object;
    assert.equal(isFinished(over, later(11_000)), true);
    assert.equal(isFinished(withRecords(delay(), 'Not Injected'), later(11_000)), false);
  });
});
