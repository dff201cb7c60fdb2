import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type SpanSketch, spanOf } from '../testing/spans.js';
import { Trace, type TraceSummary } from './trace.js';

suite('the summary of a trace', () => {
  test('is named after its first span, and lasts from the first beginning to the last end', () => {
    const { service, name, startMs, durationMs, services, spanCount } = summaryOf(
      { id: '2', parent: '1', service: 'menu-service', startMs: 130, tookMs: 200 },
      { id: '1', name: 'POST /orders', startMs: 100, tookMs: 50 },
    );
    assert.deepEqual(
      [service, name, startMs, durationMs, spanCount],
      ['order-service', 'POST /orders', 100, 230, 2],
    );
    assert.deepEqual(services, ['order-service', 'menu-service']);
  });

  test('starts at a span whose parent is a caller without telemetry', () => {
    assert.equal(summaryOf({ id: '1', parent: 'f', name: 'POST /orders' }).name, 'POST /orders');
  });

  test('says ok when nothing went wrong', () => {
    assert.equal(summaryOf({ id: '1' }, { id: '2', parent: '1' }).outcome, 'ok');
  });

  test('says survived when something went wrong and the answer was good', () => {
    const summary = summaryOf({ id: '1' }, { id: '2', parent: '1', error: 'refused' });
    assert.deepEqual([summary.outcome, summary.errorCount, summary.attempts], ['survived', 1, 1]);
  });

  test('says failed when the answer was an error', () => {
    assert.equal(summaryOf({ id: '1', error: '503' }, { id: '2', parent: '1' }).outcome, 'failed');
  });

  test('counts the attempts of a caller, and is judged by the last', () => {
    const first = { id: '1', parent: 'f', error: '503' };
    const survived = summaryOf(first, { id: '2', parent: 'f', startMs: 300 });
    assert.deepEqual([survived.outcome, survived.attempts], ['survived', 2]);
    assert.equal(summaryOf(first, { id: '2', parent: 'f', startMs: 300, error: '503' }).outcome, 'failed');
  });

  test('says survived when a caller had to ask again, though the service saw no error', () => {
    const answered = { id: '1', parent: 'f' };
    assert.equal(summaryOf(answered, { id: '2', parent: 'f', startMs: 300 }).outcome, 'survived');
  });

  test('survives spans that are each other’s parent', () => {
    assert.equal(summaryOf({ id: '1', parent: '2' }, { id: '2', parent: '1' }).spanCount, 2);
  });
});

function summaryOf(...sketches: SpanSketch[]): TraceSummary {
  const trace = new Trace('a');
  for (const sketch of sketches) trace.add(spanOf(sketch));
  return trace.summary();
}
